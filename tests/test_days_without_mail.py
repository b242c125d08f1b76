"""A mail server that is away for a day, or refuses all for one: afterwards each mail is there, once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from comments import notices
from comments.models import Notice
from newsroom import account_mail
from newsroom.models import AccountMail
from tests.factories import make_comment, make_moderator, make_opened

pytestmark = pytest.mark.django_db
DAY, SWEEP = timedelta(days=1), timedelta(minutes=10)


@pytest.fixture
def start() -> datetime:
    """Readers who have opened their first mail, so that all that comes is sent."""
    for name in ("leyla", "rojda", "aram"):
        make_opened(f"{name} was here.", email=f"{name}@example.org")
    mail.outbox.clear()
    return timezone.now() + timedelta(minutes=1)


def sweep(start: datetime, *, until: timedelta) -> None:
    """As the worker does, only less often."""
    moment = timedelta()
    while moment < until:
        with time_machine.travel(start + moment, tick=False):
            notices.deliver_due()
            account_mail.deliver_due()
        moment += SWEEP


@pytest.mark.parametrize("server", ["Down", "Failing", "Greylisting"])
def test_nothing_is_lost_and_nothing_told_twice(settings, start, server):
    moderator, working = make_moderator(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"tests.mailing.{server}"
    with time_machine.travel(start, tick=False):
        for name in ("leyla", "rojda", "aram"):
            comment = make_comment(f"{name} writes.", email=f"{name}@example.org")
            comment.approve(by=moderator, seen=0)
            AccountMail.objects.post(EmailMessage("A link", "…", to=[f"{name}@example.org"]))
    due = set(Notice.objects.open().values_list("message_id", flat=True))
    due |= set(AccountMail.objects.values_list("message_id", flat=True))

    sweep(start, until=DAY)
    assert mail.outbox == []
    settings.EMAIL_BACKEND = working
    sweep(start + DAY, until=timedelta(hours=7))

    sent = Counter(message.extra_headers["Message-ID"] for message in mail.outbox)
    assert len(due) == 9
    assert sent == Counter(due)
    assert not Notice.objects.open().exists()
    assert not Notice.objects.failed().exists()
    assert not AccountMail.objects.exists()
