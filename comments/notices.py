"""Sending what authors, reporters and who was answered are to be told. What a mail says is in `mails`."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from comments import clock
from comments.conf import setting
from comments.mails import message
from comments.models import Comment, Notice

log = logging.getLogger(__name__)


def deliver_due(*, now: datetime | None = None) -> int:
    """Send every notice that is due, and say how many went out. Without BASE_URL they wait."""
    if not setting("BASE_URL"):
        return 0
    sent, mail = 0, get_connection()
    try:
        while Notice.objects.due(now=now).exists() and answers(mail):
            notice = Notice.objects.take(now=now)
            sent += notice is not None and _deliver(notice, mail, now=now or clock.now())
    finally:
        mail.close()
    return sent


def answers(mail: BaseEmailBackend) -> bool:
    """Whether the mail server is there. If it is not, nothing is taken, so an outage costs no attempts."""
    try:
        mail.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("The mail server cannot be reached (%s); mails wait.", _kind(error))
        return False
    return True


def _deliver(notice: Notice, mail: BaseEmailBackend, *, now: datetime) -> bool:
    if reason := _why_not(notice, now):
        notice.drop(reason)
        return False
    along = list(_still_told(notice.told_along, now))
    try:
        mail.send_messages([message(notice, along=along, now=now)])
    except Exception as error:
        # Whatever a mail backend raises, the notice keeps it and the next one gets its turn.
        log.warning("Notice %s was not sent: %s.", notice.pk, _kind(error))
        mail.close()
        for told in (notice, *along):
            told.drop(_kind(error)) if _is_for_good(error) else told.record_failure(_kind(error))
        return False
    for told in (notice, *along):
        # As of the moment the mail was written for: a reply published since is told by the next one.
        told.record_sent(now=now)
    return True


def _still_told(along: Iterable[Notice], now: datetime) -> Iterator[Notice]:
    """Those that there is something to tell of; of a comment decided meanwhile, the decision tells more."""
    for notice in along:
        is_late = notice.kind == Notice.Kind.RECEIPT and notice.comment.status != Comment.Status.PENDING
        if reason := Notice.MOOT if is_late else _why_not(notice, now):
            notice.drop(reason)
        else:
            yield notice


def _why_not(notice: Notice, now: datetime) -> str:
    if notice.is_moot(now=now):
        return Notice.MOOT
    if not notice.recipient.wants_it:
        return Notice.NOT_WANTED
    return "never came back from the last attempt" if notice.attempts > Notice.MOST_ATTEMPTS else ""


def _kind(error: Exception) -> str:
    """What went wrong, without what the server said: that repeats the reader's address."""
    codes = sorted(_codes(error))
    return " ".join([type(error).__name__, *map(str, codes)])


def _codes(error: Exception) -> set[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return {code for code, _message in error.recipients.values()}
    return {error.smtp_code} if isinstance(error, smtplib.SMTPResponseException) else set()


def _is_for_good(error: Exception) -> bool:
    """The address does not exist, or cannot even be written into a header."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code in _codes(error))
    return isinstance(error, ValueError)
