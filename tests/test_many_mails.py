"""Anybody can type an address, so what it is mailed has a bound; what comes on top is told, in one mail."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from comments import notices
from comments.models import Attribution, Author, Comment, Notice, outbox
from comments.outbox_check import check_most_mails, check_stuck
from tests.factories import make_approved, make_author, make_comment, make_moderator, make_opened, make_user
from tests.smtp_servers import dropping_at, dropping_before_the_answer, smtp_server

pytestmark = pytest.mark.django_db
EMAIL = "leyla@example.org"
HOUR, DAY, LATER = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
MOST_AN_HOUR, MOST_A_DAY = 3, 8


@pytest.fixture(autouse=True)
def now(settings) -> datetime:
    """An hour after the mail that its reader has opened; from here on strangers know the address."""
    limits = ((MOST_AN_HOUR, 3600), (MOST_A_DAY, 24 * 3600))
    settings.COMMENTS = settings.COMMENTS | {"MAILS_TO_ONE_ADDRESS": limits}
    make_opened(email=EMAIL)
    mail.outbox.clear()
    return timezone.now() + HOUR + LATER


def left(count: int) -> list[Comment]:
    """By strangers, each with a browser of its own."""
    return [make_comment(f"{number} lamps are out.", email=EMAIL) for number in range(count)]


def deliver(now: datetime) -> int:
    """How many mails there were in all."""
    notices.deliver_due(now=now)
    return len(mail.outbox)


def receipts_in(message, comments: list[Comment]) -> list[Comment]:
    html = message.alternatives[0].content
    found = [comment for comment in comments if comment.receipt.get_absolute_url() in message.body]
    assert found == [comment for comment in comments if comment.receipt.get_absolute_url() in html]
    return found


def test_a_flood_of_comments_is_no_flood_of_mails(now):
    left(30)

    assert deliver(now) == MOST_AN_HOUR


def test_the_last_mail_before_the_pause_tells_all_that_waits(now):
    comments = left(7)

    deliver(now)

    assert [len(receipts_in(message, comments)) for message in mail.outbox] == [1, 1, 5]
    assert not Notice.objects.open().exists()


def test_what_comes_then_waits_for_the_hour_to_pass(now):
    left(3)
    deliver(now)
    late = left(2)

    assert deliver(now + HOUR - LATER) == 3
    assert deliver(now + HOUR + LATER) == 5
    assert sorted(c.pk for message in mail.outbox[3:] for c in receipts_in(message, late)) == [
        comment.pk for comment in late
    ]


def test_a_steady_flood_comes_to_a_handful_a_day(now):
    for hour in range(24):
        left(4)
        deliver(now + hour * HOUR)

    assert len(mail.outbox) <= MOST_A_DAY


def test_after_the_flood_nothing_is_left_untold(now):
    comments = left(20)
    for hour in range(60):
        if hour < 10:
            comments += left(1)
        deliver(now + hour * HOUR)

    told = [comment.pk for message in mail.outbox for comment in receipts_in(message, comments)]
    assert sorted(told) == sorted(comment.pk for comment in comments)


def test_a_decision_told_together_leads_to_the_reasons(now):
    left(3)
    deliver(now)
    mine, _others = left(2)
    mine.reject(by=make_moderator(), seen=0, guidelines=["threats"])
    mail.outbox.clear()

    for hour in (1, 2, 3):
        deliver(now + hour * HOUR + LATER)

    bodies = "\n".join(message.body for message in mail.outbox)
    assert bodies.count("was not published") + bodies.count("was rejected and is not published") == 1
    assert mine.receipt.get_absolute_url() in bodies


def test_a_receipt_that_waited_is_not_told_where_the_decision_is(now):
    comments = left(5)
    comments[-1].approve(by=make_moderator(), seen=0)

    deliver(now)
    deliver(now + DAY)

    assert comments[-1].notices.get(kind="receipt").last_error == Notice.MOOT
    assert comments[-1].notices.get(kind="decision").sent_at


def test_what_was_taken_back_is_not_told_together(now):
    comments = left(6)
    for comment in comments[3:]:
        comment.withdraw()

    deliver(now)

    assert sum(len(receipts_in(message, comments)) for message in mail.outbox) == 3


def test_mails_to_another_address_go_out_meanwhile(now):
    left(9)
    deliver(now)

    make_comment(email="rojda@example.org")

    assert deliver(now) == MOST_AN_HOUR + 1


def test_an_account_is_told_at_once_what_was_written_with_it(now):
    author = Author.objects.of_account(make_user(email="rojda@example.org"))
    for number in range(9):
        make_comment(f"{number} lamps are out.", author=author, email="rojda@example.org")

    assert deliver(now) == 9


def test_proving_an_address_lets_no_flood_through():
    address = "rojda@example.org"
    for number in range(9):
        make_comment(f"{number} lamps are out.", email=address)
    deliver(timezone.now())
    mail.outbox.clear()

    Attribution.objects.claim(author=Author.objects.of_account(make_user(email=address)), email=address)

    assert 0 < deliver(timezone.now()) <= MOST_AN_HOUR
    assert not Notice.objects.open().exists()


def test_answers_to_reports_count_and_come_in_their_turn(now):
    reported = [make_approved() for _ in range(6)]
    for comment in reported:
        comment.report(author=make_author(), guideline="abuse", email=EMAIL)
        comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    assert deliver(now) == MOST_AN_HOUR
    assert deliver(now + 2 * HOUR) == 6


def test_what_was_told_together_is_sent_again_together_and_nothing_with_it(settings, now):
    """The server took it and the line broke: a program that knows the mail will not show it twice."""
    left(5)
    with smtp_server(settings, dropping_before_the_answer) as server:
        notices.deliver_due(now=now)
        left(2)
        notices.deliver_due(now=now + timedelta(minutes=2))

    sent = list(Notice.objects.filter(sent_at__gte=now).values_list("message_id", flat=True))
    assert set(server.taken) <= set(sent)
    assert len(server.taken) == len(set(server.taken)) + 1
    assert Notice.objects.open().filter(attempts=0).count() == 2


def test_what_could_not_be_told_together_is_tried_again(settings, now):
    comments = left(8)
    with smtp_server(settings, dropping_at("DATA")) as server:
        for minutes in (0, 2, 4, 6):
            notices.deliver_due(now=now + timedelta(minutes=minutes))

    assert Notice.objects.filter(comment__in=comments, sent_at=None).count() == 0
    assert len(server.taken) <= MOST_AN_HOUR + 1


def test_what_waits_for_its_turn_is_not_stuck(settings, now):
    settings.COMMENTS = settings.COMMENTS | {"MAILS_TO_ONE_ADDRESS": ((MOST_AN_HOUR, 24 * 3600),)}
    left(MOST_AN_HOUR)
    deliver(now)
    left(2)
    deliver(now)
    assert Notice.objects.open().count() == 2

    with time_machine.travel(now + timedelta(hours=5), tick=False):
        assert check_stuck(databases=["default"]) == []


@pytest.mark.parametrize("limits", [(), None, ((0, 60),), ((5, 0),), (5, 60), (("5", 60),)])
def test_a_bound_that_is_none_is_named(settings, limits):
    settings.COMMENTS = settings.COMMENTS | {"MAILS_TO_ONE_ADDRESS": limits}

    assert [error.id for error in check_most_mails(None)] == ["comments.E046"]


def test_two_who_send_to_one_address_do_not_wait_for_each_other(committed_db, settings, monkeypatch):
    """Each has taken one of its notices, and puts off the other's too, or tells it along."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    settings.COMMENTS = settings.COMMENTS | {"MAILS_TO_ONE_ADDRESS": ((1, 60),)}
    left(2)
    both = threading.Barrier(2, timeout=30)
    one_after_another, taken = outbox._one_after_another, []

    def meet(address: str) -> None:
        if len(taken) < 2:
            taken.append(address)
            both.wait()
        one_after_another(address)

    def take() -> bool:
        try:
            return Notice.objects.take(now=timezone.now() + HOUR) is not None
        finally:
            connection.close()

    monkeypatch.setattr(outbox, "_one_after_another", meet)
    with ThreadPoolExecutor(2) as pool:
        found = [future.result(30) for future in [pool.submit(take), pool.submit(take)]]

    assert True in found
