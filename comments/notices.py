"""Telling authors by mail where their comment stands.

An address in a form is unproven: anyone can type another's. So no mail carries a reader's words, not even the
author's own. It says what was decided, in the newspaper's words, and where the receipt is.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments.conf import setting
from comments.languages import supported_or_default
from comments.models import Comment, Decision, Notice, Standing
from comments.models.appeal import appeal_refusal
from comments.reasons.statement import Statement
from comments.reasons.told import ground, sections

log = logging.getLogger(__name__)

LONGEST_TITLE = 80


def deliver_due(*, now: datetime | None = None) -> int:
    """Send every notice that is due, and say how many went out. Without BASE_URL they wait."""
    if not setting("BASE_URL"):
        return 0
    sent, mail = 0, get_connection()
    try:
        while Notice.objects.due(now=now).exists() and _opens(mail):
            notice = Notice.objects.take(now=now)
            sent += notice is not None and _deliver(notice, mail, now=now)
    finally:
        mail.close()
    return sent


def message(notice: Notice, *, now: datetime | None = None) -> EmailMultiAlternatives:
    """The mail, in the language its author read the site in; to who reported it, in that of the page."""
    comment = notice.comment
    language = comment.page_language if notice.report else comment.interface_language
    with translation.override(supported_or_default(language)):
        title = _on_one_line(comment.discussion.title)
        template = f"comments/mail/{notice.kind}"
        context = {
            "site_name": setting("SITE_NAME"),
            "title": title,
            "language": translation.get_language(),
            "is_right_to_left": translation.get_language_bidi(),
        }
        context |= _about(notice, now=now)
        mail = EmailMultiAlternatives(
            subject=_subject(notice) % {"page": title},
            body=render_to_string(f"{template}.txt", context).strip() + "\n",
            to=[notice.address],
            headers={
                "Message-ID": notice.message_id,
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return mail


def _opens(mail: BaseEmailBackend) -> bool:
    """Whether the mail server is there. If it is not, nothing is taken, so an outage costs no attempts."""
    try:
        mail.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("The mail server cannot be reached (%s); notices wait.", _kind(error))
        return False
    return True


def _deliver(notice: Notice, mail: BaseEmailBackend, *, now: datetime | None) -> bool:
    if notice.is_moot(now=now):
        notice.drop("moot")
        return False
    if notice.attempts > Notice.MOST_ATTEMPTS:
        notice.drop("never came back from the last attempt")
        return False
    try:
        mail.send_messages([message(notice, now=now)])
    except Exception as error:
        # Whatever a mail backend raises, the notice keeps it and the next one gets its turn.
        log.warning("Notice %s was not sent: %s.", notice.pk, _kind(error))
        mail.close()
        if _is_for_good(error):
            notice.drop(_kind(error))
        else:
            notice.record_failure(_kind(error))
        return False
    notice.record_sent(now=now)
    return True


def _subject(notice: Notice) -> str:
    decision = notice.decision
    if notice.report:
        return _("What became of your report on “%(page)s”")
    if notice.standing:
        return _subject_of_standing(notice.standing)
    if decision is None:
        return _("We have your comment on “%(page)s”")
    if decision.appeal_id and decision.outcome == Decision.Outcome.REJECTED:
        return _("Your comment on “%(page)s” was read again and stays rejected")
    if decision.appeal_id:
        return _("Your comment on “%(page)s” was read again and is published")
    if decision.outcome == Decision.Outcome.REJECTED:
        return _("Your comment on “%(page)s” was not published")
    return _("Your comment on “%(page)s” is published")


def _subject_of_standing(standing: Standing) -> str:
    if standing.kind == Standing.Kind.LIFTED:
        return _("You can comment again")
    return _("You cannot comment for now") if standing.until else _("You cannot comment any more")


def _about(notice: Notice, *, now: datetime | None) -> dict[str, Any]:
    comment, decision = notice.comment, notice.decision
    if notice.report:
        # Of a reporter, the receipt is not: whoever has it may act for the author.
        return {
            "is_rejected": not comment.is_published,
            "comment_url": urljoin(setting("BASE_URL"), comment.get_absolute_url()),
        }
    about = {"receipt_url": urljoin(setting("BASE_URL"), comment.receipt.get_absolute_url())}
    if notice.standing:
        return about | {"told": notice.standing.told}
    return about if decision is None else about | _about_decision(decision, now=now)


def _about_decision(decision: Decision, *, now: datetime | None) -> dict[str, Any]:
    comment: Comment = decision.comment
    return _reasons(decision, now=now) | {
        "decision": decision,
        "is_approved": decision.outcome == Decision.Outcome.APPROVED,
        "is_appealable": not appeal_refusal(comment, comment.decision_told(now=now)),
        "comment_url": urljoin(setting("BASE_URL"), comment.get_absolute_url()),
    }


def _reasons(decision: Decision, *, now: datetime | None) -> dict[str, Any]:
    """The statement of reasons, without the words that were marked: those are a reader's."""
    if decision.outcome != Decision.Outcome.REJECTED:
        return {}
    statement = Statement.of(decision, language=translation.get_language(), now=now)
    address = reverse("comments:reasons", args=[decision.comment.receipt.token, decision.number])
    return {
        "statement": statement,
        "ground": ground(statement),
        "sections": sections(statement),
        "reasons_url": urljoin(setting("BASE_URL"), address),
    }


def _on_one_line(title: str) -> str:
    """A page's title as a subject can hold it: a line break in it would begin another header."""
    return Truncator(" ".join(title.split())).chars(LONGEST_TITLE)


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
