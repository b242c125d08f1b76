"""Mails about accounts: each has an end, and operators are told of those that do not get off."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from newsroom import account_mail
from newsroom.models import AccountMail
from newsroom.system_checks import check_account_mails
from tests.factories import make_comment, make_user
from tests.mailing import Down, Failing

pytestmark = pytest.mark.django_db
EMAIL = "leyla@example.org"


def post(**facts) -> AccountMail:
    return AccountMail.objects.post(EmailMessage("A link", "…", to=[EMAIL]), **facts)


def deliver(after: timedelta) -> int:
    return account_mail.deliver_due(now=timezone.now() + after)


def named() -> list[str]:
    return [warning.msg for warning in check_account_mails(databases=["default"])]


def readiness(client) -> str:
    from newsroom import health

    health.readiness.forget()
    return client.get("/readyz").content.decode().strip()


def killed_over_and_over() -> AccountMail:
    """Whoever takes it dies before telling how it went."""
    killer, now = post(), timezone.now()
    while taken := AccountMail.objects.take(now=now):
        now = taken.next_attempt_at
    killer.refresh_from_db()
    return killer


def test_one_that_always_kills_its_sender_is_given_up():
    killer = killed_over_and_over()

    assert killer.attempts == AccountMail.MOST_ATTEMPTS
    assert deliver(AccountMail.LONGEST - timedelta(hours=1)) == 0
    assert mail.outbox == []


def test_and_the_next_one_goes_out():
    killed_over_and_over()
    post()

    assert deliver(timedelta()) == 1


def test_it_was_put_off_longer_and_longer():
    post()
    now, waits = timezone.now(), []
    while taken := AccountMail.objects.take(now=now):
        waits.append(taken.next_attempt_at - now)
        now = taken.next_attempt_at

    minutes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    assert waits[:12] == [timedelta(minutes=minute) for minute in minutes]
    assert sum(waits, timedelta()) < AccountMail.LONGEST + timedelta(hours=6)


def test_operators_are_told_of_what_was_given_up(client):
    killed_over_and_over()

    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        (said,) = named()
        ready = readiness(client)

    assert said.startswith("1 mails about accounts, the oldest posted at ")
    assert "were given up" in said
    assert ready.startswith("ready, but mails not sent since ")


def test_operators_are_told_of_what_does_not_get_off(client):
    post()

    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        (said,) = named()
        assert "were not sent so far" in said
        assert readiness(client).startswith("ready, but mails not sent since ")


def test_operators_are_told_of_stuck_notices_at_the_same_place(client):
    make_comment(email=EMAIL)

    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        assert readiness(client).startswith("ready, but mails not sent since ")


def test_nothing_is_said_of_what_was_posted_just_now(client):
    post()
    make_comment(email=EMAIL)

    assert named() == []
    assert readiness(client) == "ready"


def test_it_is_forgotten_when_its_links_are_stale():
    killed_over_and_over()

    deliver(AccountMail.LONGEST + timedelta(minutes=1))

    assert not AccountMail.objects.exists()


def test_a_server_that_is_away_for_two_days_costs_no_attempt(settings):
    posted, working = post(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{Down.__module__}.{Down.__qualname__}"
    for hour in range(48):
        assert deliver(timedelta(hours=hour)) == 0
    posted.refresh_from_db()
    assert posted.attempts == 0

    settings.EMAIL_BACKEND = working

    assert deliver(timedelta(hours=48)) == 1
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_closing_the_account_while_its_mail_fails_stops_nobody(settings, monkeypatch):
    user = make_user(email=EMAIL)
    post(user=user)
    settings.EMAIL_BACKEND = f"{Failing.__module__}.{Failing.__qualname__}"
    send = Failing.send_messages

    def close_and_fail(self, messages):
        user.delete()
        return send(self, messages)

    monkeypatch.setattr(Failing, "send_messages", close_and_fail)

    assert deliver(timedelta()) == 0
    assert not AccountMail.objects.exists()
