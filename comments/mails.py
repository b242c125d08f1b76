"""What a notice says, as a mail.

No mail carries a reader's words, not even its author's own: it could not be taken back when they are erased,
and an address typed into a form may be anybody's. Until somebody has opened a first mail, not even what the
moderator added is told, nor where the receipt is: it says what was decided, and leads to a page of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.addresses import settled_address
from comments.conf import setting
from comments.digits import number
from comments.languages import supported_or_default
from comments.letters import letter_url, stop_url
from comments.models import Comment, Decision, Notice, Standing
from comments.models.appeal import appeal_refusal
from comments.models.recipient import Recipient, account_behind
from comments.reasons.before import public_since
from comments.reasons.statement import Restriction, Statement
from comments.reasons.told import ground, redress_outside, sections

LONGEST_TITLE = 80


def message(notice: Notice, *, along: Sequence[Notice] = (), now=None) -> EmailMultiAlternatives:
    """In its reader's language. `along` is what else the mail tells of, in a line each."""
    recipient = notice.recipient
    with translation.override(supported_or_default(_language(notice))):
        context = _context(notice, recipient, now)
        subject = _subject(notice, context)
        if context["is_right_to_left"]:
            # A title in Latin letters would take the quotation marks around it along to its own side.
            context["title"] = f"\u2068{context['title']}\u2069"
        context["along"] = [_line(each) for each in along]
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(f"comments/mail/{notice.kind}.txt", context).strip() + "\n",
            to=[settled_address(recipient.address)],  # Django would ask for a domain of 2003
            headers=_headers(notice),
        )
        mail.attach_alternative(render_to_string(f"comments/mail/{notice.kind}.html", context), "text/html")
    return mail


def _language(notice: Notice) -> str:
    """A guest's is what they wrote the comment in; an account's, and a reporter's, what they last read in."""
    comment, report = notice.comment, notice.report
    if report:
        return (report.author and report.author.language) or comment.page_language
    account = account_behind(comment)
    return (account and account.language) or comment.interface_language


def _headers(notice: Notice) -> dict[str, str]:
    return {
        "Message-ID": notice.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{stop_url(notice)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _context(notice: Notice, recipient: Recipient, now) -> dict[str, Any]:
    is_first = not recipient.is_proven and not Notice.objects.has_reader(recipient.address)
    context = {
        "site_name": setting("SITE_NAME"),
        "site_url": setting("BASE_URL"),
        "title": _on_one_line(notice.comment.discussion.title),
        "language": translation.get_language(),
        "is_right_to_left": translation.get_language_bidi(),
        "is_first": is_first,
        "letter_url": letter_url(notice),
        "stop_url": stop_url(notice),
    }
    return context | _about(notice, is_first=is_first, now=now)


def _about(notice: Notice, *, is_first: bool, now) -> dict[str, Any]:
    comment, decision = notice.comment, notice.decision
    about: dict[str, Any] = {"comment_url": urljoin(setting("BASE_URL"), comment.get_absolute_url())}
    if notice.report:
        # Of a reporter, the receipt is not: whoever has it may act for the author.
        is_rejected = not comment.is_published
        return about | {"is_rejected": is_rejected, "redress": [] if is_rejected else [*redress_outside()]}
    if notice.kind == notice.Kind.REPLY:
        return about | _about_replies(notice, now=now)
    if not is_first:
        about["receipt_url"] = urljoin(setting("BASE_URL"), comment.receipt.get_absolute_url())
    if notice.standing:
        standing = notice.standing
        told = standing.told_to_anybody if is_first else standing.told
        return about | {"told": told, "redress": [*redress_outside()] if standing.is_barring else []}
    return about if decision is None else about | _about_decision(decision, is_first=is_first, now=now)


def _line(notice: Notice) -> dict[str, str]:
    title = f"\u2068{_on_one_line(notice.comment.discussion.title)}\u2069"
    return {
        "sentence": _subject(notice, {"title": title}),
        "url": urljoin(setting("BASE_URL"), notice.comment.receipt.get_absolute_url()),
    }


def _about_replies(notice: Notice, *, now) -> dict[str, Any]:
    replies = list(notice.replies_to_tell(now=now).values_list("pk", flat=True)[: Notice.MOST_REPLIES_TOLD])
    about: dict[str, Any] = {"replies": len(replies), "n": number(len(replies))}
    if len(replies) == 1:
        about["comment_url"] = urljoin(setting("BASE_URL"), _reply(replies[0]).get_absolute_url())
    return about


def _reply(pk: int) -> Comment:
    return Comment.objects.select_related("discussion").get(pk=pk)


def _about_decision(decision: Decision, *, is_first: bool, now) -> dict[str, Any]:
    comment: Comment = decision.comment
    about = {
        "decision": decision,
        "explanation": "" if is_first else decision.explanation,
        "is_approved": decision.outcome == Decision.Outcome.APPROVED,
        "is_appealable": not appeal_refusal(comment, comment.decision_told(now=now)),
    }
    if decision.outcome == Decision.Outcome.REJECTED:
        about |= _reasons(decision, now=now)
        if is_first:
            del about["reasons_url"]
    return about


def _reasons(decision: Decision, *, now) -> dict[str, Any]:
    """The statement of reasons, without the words that were marked: those are a reader's."""
    statement = Statement.of(decision, language=translation.get_language(), now=now)
    address = reverse("comments:reasons", args=[decision.comment.receipt.token, decision.number])
    return {
        "statement": statement,
        "is_taken_down": statement.restriction == Restriction.TAKEN_DOWN,
        "ground": ground(statement),
        "sections": sections(statement),
        "reasons_url": urljoin(setting("BASE_URL"), address),
    }


def _subject(notice: Notice, context: dict[str, Any]) -> str:
    return _subject_of(notice, context) % {"page": context["title"], "n": context.get("n", "")}


def _subject_of(notice: Notice, context: dict[str, Any]) -> str:
    if notice.report:
        return _("What became of your report on “%(page)s”")
    if notice.kind == notice.Kind.REPLY:
        return ngettext(
            "%(n)s reply to your comment on “%(page)s”",
            "%(n)s replies to your comment on “%(page)s”",
            context["replies"],
        )
    if notice.standing:
        return _subject_of_standing(notice.standing)
    return _subject_of_decision(notice.decision)


def _subject_of_decision(decision: Decision | None) -> str:
    if decision is None:
        return _("We have your comment on “%(page)s”")
    if decision.appeal_id and decision.outcome == Decision.Outcome.REJECTED:
        return _("Your comment on “%(page)s” was read again and stays rejected")
    if decision.appeal_id:
        return _("Your comment on “%(page)s” was read again and is published")
    if decision.outcome == Decision.Outcome.REJECTED:
        if public_since(decision):
            return _("Your comment on “%(page)s” was taken down")
        return _("Your comment on “%(page)s” was not published")
    return _("Your comment on “%(page)s” is published")


def _subject_of_standing(standing: Standing) -> str:
    if standing.kind == Standing.Kind.LIFTED:
        return _("You can comment again")
    return _("You cannot comment for now") if standing.until else _("You cannot comment any more")


def _on_one_line(title: str) -> str:
    """A page's title as a subject can hold it: a line break in it would begin another header."""
    return Truncator(" ".join(title.split())).chars(LONGEST_TITLE)
