"""Sending the mails of accounts: links to verify an address or to choose a password."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime

from django.core.mail import get_connection
from django.utils import timezone
from django_tasks import task

from comments.notices import answers
from newsroom.models import AccountMail

log = logging.getLogger(__name__)

# What a server that is there says of one mail; the next may go.
OF_ONE_MAIL = (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


@task()
def deliver_account_mails() -> int:
    return deliver_due()


def deliver_due(*, now: datetime | None = None) -> int:
    """Send what is due, and say how many went out. What was sent is forgotten: its links are keys."""
    AccountMail.objects.forget_stale(now=now or timezone.now())
    sent, connection = 0, get_connection()
    try:
        while AccountMail.objects.due(now=now).exists() and answers(connection):
            mail = AccountMail.objects.take(now=now)
            if mail is None:
                break  # another worker has it
            try:
                connection.send_messages([mail.message(connection)])
            except Exception as error:
                # Its kind only: what a server says repeats the address.
                log.warning("Mail %s of an account was not sent: %s.", mail.pk, type(error).__name__)
                connection.close()
                mail.record_failure(type(error).__name__)
                if isinstance(error, OSError) and not isinstance(error, OF_ONE_MAIL):
                    break  # it is away: each of those behind would wait as long, and the worker with them
            else:
                mail.delete()
                sent += 1
    finally:
        connection.close()
    return sent
