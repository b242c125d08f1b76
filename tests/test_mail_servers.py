"""A mail server that refuses, hangs, accepts and drops: nothing is lost, nothing told twice that was told."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import notices
from comments.models import Notice
from newsroom import account_mail
from newsroom.models import AccountMail
from tests.factories import make_comment, make_opened
from tests.smtp_servers import (
    answering,
    babbling,
    closed,
    dropping_after_taking,
    dropping_at,
    dropping_before_the_answer,
    hanging_at,
    hanging_before_the_answer,
    hanging_up,
    refusing_the_words,
    silent,
    smtp_server,
    too_busy,
)

pytestmark = pytest.mark.django_db

EMAIL = "leyla@example.org"


@pytest.fixture
def notice() -> Notice:
    return make_comment(email=EMAIL).notices.get()


def deliver(after: timedelta = timedelta()) -> int:
    return notices.deliver_due(now=timezone.now() + after)


# What nobody answers is not our attempt: the notice waits as it was.
AWAY = [silent, hanging_up, too_busy, closed, babbling]
AWAY_NAMES = ["silent", "hanging up", "too busy", "closed", "babbling"]
FAILING = [
    answering("MAIL", "451 try again later"),
    answering("MAIL", "530 sign in first"),
    answering("RCPT", "451 greylisted"),
    answering("DATA", "451 no room"),
    answering("MAIL", "what?"),
    dropping_at("EHLO"),
    hanging_at("EHLO"),
    dropping_at("MAIL"),
    dropping_at("RCPT"),
    dropping_at("DATA"),
    hanging_at("MAIL"),
    hanging_at("DATA"),
    refusing_the_words,
]
FAILING_NAMES = [
    "later",
    "sign in",
    "greylisting",
    "full",
    "nonsense",
    "dropping at hello",
    "hanging at hello",
    "dropping at MAIL",
    "dropping at RCPT",
    "dropping at DATA",
    "hanging at MAIL",
    "hanging at DATA",
    "refusing the words",
]


@pytest.mark.parametrize("manner", AWAY, ids=AWAY_NAMES)
def test_one_that_is_away_costs_no_attempt(settings, notice, manner, caplog):
    with smtp_server(settings, manner) as server:
        assert deliver() == 0
        notice.refresh_from_db()
        assert (notice.attempts, notice.sent_at, notice.dropped_at) == (0, None, None)

        assert deliver() == 1
        assert server.taken == [notice.message_id]
    assert EMAIL not in caplog.text


def test_one_that_refuses_every_call_costs_no_attempt(settings, notice):
    with smtp_server(settings) as server:
        server.stop()
        assert deliver() == 0

    notice.refresh_from_db()
    assert notice.attempts == 0


@pytest.mark.parametrize("manner", FAILING, ids=FAILING_NAMES)
def test_what_was_not_taken_is_sent_later_under_the_same_id(settings, notice, manner, caplog):
    with smtp_server(settings, manner) as server:
        assert deliver() == 0
        notice.refresh_from_db()
        assert (notice.attempts, notice.sent_at, notice.dropped_at) == (1, None, None)
        assert notice.last_error
        assert deliver() == 0  # not before its time

        assert deliver(after=timedelta(minutes=2)) == 1
        assert server.taken == [notice.message_id]
    assert EMAIL not in notice.last_error
    assert EMAIL not in caplog.text


@pytest.mark.parametrize(
    "manner", [dropping_before_the_answer, hanging_before_the_answer], ids=["dropping", "hanging"]
)
def test_what_may_have_been_taken_is_sent_again_under_the_same_id(settings, notice, manner):
    with smtp_server(settings, manner) as server:
        assert deliver() == 0
        assert deliver(after=timedelta(minutes=2)) == 1

        assert server.taken == [notice.message_id, notice.message_id]


def test_one_that_takes_it_and_drops_has_taken_it(settings, notice):
    with smtp_server(settings, dropping_after_taking) as server:
        assert deliver() == 1
        assert deliver(after=timedelta(days=1)) == 0

        assert server.taken == [notice.message_id]


def test_one_that_hangs_up_after_each_mail_gets_them_all(settings):
    comments = [make_comment(email=f"{name}@example.org") for name in ("leyla", "rojda", "aram")]
    with smtp_server(settings, dropping_after_taking, dropping_after_taking, dropping_after_taking) as server:
        for minutes in range(0, 8, 2):
            deliver(after=timedelta(minutes=minutes))

        assert sorted(server.taken) == sorted(comment.notices.get().message_id for comment in comments)


def test_an_address_it_does_not_know_is_given_up(settings, notice):
    with smtp_server(settings, answering("RCPT", f"550 no {EMAIL} here")) as server:
        deliver()
        assert deliver(after=timedelta(days=1)) == 0

        assert server.taken == []
    notice.refresh_from_db()
    assert notice.last_error == "SMTPRecipientsRefused 550"


def test_one_that_is_refused_does_not_hold_up_the_next(settings):
    refused, next_one = make_comment(email=EMAIL), make_comment(email="rojda@example.org")
    with smtp_server(settings, answering("RCPT", "550 nobody")) as server:
        deliver()

        assert server.taken == [next_one.notices.get().message_id]
    assert refused.notices.get().dropped_at


def test_what_operators_gave_up_can_be_tried_again(settings, notice):
    with smtp_server(settings, answering("RCPT", "550 our relay is set wrongly")) as server:
        deliver()
        assert Notice.objects.try_again() == 1

        assert deliver() == 1
        assert server.taken == [notice.message_id]


def test_what_nobody_wants_or_needs_is_not_tried_again():
    comment = make_opened(email=EMAIL)
    comment.notices.update(sent_at=None)
    for reason in (Notice.MOOT, Notice.NOT_WANTED):
        comment.notices.get().drop(reason)

        assert Notice.objects.try_again() == 0


def test_the_envelope_names_the_reader_alone(settings, notice):
    with smtp_server(settings) as server:
        deliver()

        assert [said for said in server.envelopes if "@example.org" in said] == [f"rcpt TO:<{EMAIL}>"]


@pytest.mark.parametrize(
    "address",
    [f"{EMAIL}>\r\nRCPT TO:<spy@example.org", f"{EMAIL}\nBcc: spy@example.org", "leyla", "@", "leyla@"],
)
def test_an_address_that_is_none_brings_no_other_into_the_envelope(settings, address):
    make_comment(email=address)
    neighbour = make_comment(email="rojda@example.org")
    with smtp_server(settings) as server:
        deliver()

        assert neighbour.notices.get().message_id in server.taken
        assert "rcpt TO:<rojda@example.org>" in server.envelopes
        assert not any("spy" in said for said in server.envelopes)


@pytest.mark.parametrize("manner", [*AWAY, *FAILING], ids=[*AWAY_NAMES, *FAILING_NAMES])
def test_mails_about_accounts_come_through_the_same(settings, manner, caplog):
    caplog.set_level(logging.INFO)
    mail = AccountMail.objects.create(
        address=EMAIL, subject="A link", text="…", message_id="<1@news.example>"
    )
    with smtp_server(settings, manner) as server:
        assert account_mail.deliver_due() == 0
        assert account_mail.deliver_due(now=timezone.now() + timedelta(minutes=2)) == 1

        assert server.taken == [mail.message_id]
    assert not AccountMail.objects.exists()
    assert EMAIL not in caplog.text


def test_one_that_is_away_is_asked_once_however_many_mails_about_accounts_wait(settings):
    settings.EMAIL_BACKEND = "tests.mailing.Failing"
    for number in range(3):
        AccountMail.objects.create(
            address=EMAIL, subject="A link", text="…", message_id=f"<{number}@news.example>"
        )

    assert account_mail.deliver_due() == 0

    assert sorted(AccountMail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_refused_mail_about_an_account_does_not_hold_up_the_next(settings):
    settings.EMAIL_BACKEND = "tests.mailing.Refusing"
    for number in range(3):
        AccountMail.objects.create(
            address=EMAIL, subject="A link", text="…", message_id=f"<{number}@news.example>"
        )

    assert account_mail.deliver_due() == 0

    assert set(AccountMail.objects.values_list("attempts", flat=True)) == {1}
