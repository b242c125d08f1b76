"""Sending the mails of accounts: links to verify an address or to choose a password."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.mail import get_connection
from django.utils import timezone
from django_tasks import task

from newsroom.models import AccountMail

log = logging.getLogger(__name__)


@task()
def deliver_account_mails() -> int:
    return deliver_due()


def deliver_due(*, now: datetime | None = None) -> int:
    """Send what is due, and say how many went out. What was sent is forgotten: its links are keys."""
    sent, connection = 0, get_connection()
    try:
        while mail := AccountMail.objects.take(now=now):
            try:
                connection.send_messages([mail.message(connection)])
            except Exception as error:
                # Its kind only: what a server says repeats the address.
                log.warning("Mail %s of an account was not sent: %s.", mail.pk, type(error).__name__)
                connection.close()
                mail.record_failure(type(error).__name__, now=now or timezone.now())
            else:
                mail.delete()
                sent += 1
    finally:
        connection.close()
    return sent
