"""What is kept about a person, for them to read and for a program. Its form is told in docs/record.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from comments import clock
from comments.conf import setting
from comments.models.author import Author
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.mail_choice import MailChoice
from comments.models.note import Note
from comments.models.report import Report
from comments.models.standing import Standing

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from comments.models.person import Person

FORMAT = "comments of a person, 1"
# What moderators noted of a comment, and the checks found in it.
INTERNAL = ("escalations", "notes", "screenings__verdicts__findings", "screenings__verdicts__guideline")
AT_ONCE = 100  # rows held at a time, each with all that hangs on it


def exported(person: Person, *, internal: bool) -> Iterator[str]:
    """However much there is, a few rows of it at a time are held. What is erased meanwhile is left out."""
    now = clock.now()
    authors = Author.objects.filter(pk__in=person.authors).order_by("pk")
    yield "{"
    yield _member("format", FORMAT)
    yield _member("site", setting("SITE_NAME"))
    yield _member("address", setting("BASE_URL"))
    yield _member("made_at", _time(now))
    yield _member("accounts", [_account(account) for account in person.accounts])
    yield _member("known_as", [_author(author) for author in authors])
    yield _member("mails_wanted", [_choice(choice) for choice in person.mail_choices])
    whole = partial(_whole_comments, internal)
    yield from _members("comments", person.comments, whole, partial(_comment, now, internal))
    yield from _members("reports", person.reports, _whole_reports, _report)
    standings = person.standings
    yield from _members("standings", standings, partial(_among, standings), partial(_standing, internal))
    notes = person.notes if internal else person.notes.none()
    yield from _members("notes", notes, partial(_among, notes), _note, end="]")
    yield "\n}\n"


def _member(name: str, value: Any) -> str:
    return f"\n{_json(name)}: {_json(value)},"


def _members(
    name: str,
    rows: QuerySet,
    again: Callable[[list[int]], QuerySet],
    told: Callable[[Any], dict[str, Any]],
    end: str = "],",
) -> Iterator[str]:
    """A list, a row to a line. Which rows they are is asked once, and `again` of the few that are written:
    by their numbers alone, as to look for all of theirs each time would take as long as their square.
    """
    yield f"\n{_json(name)}: ["
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    comma = ""
    for first in range(0, len(keys), AT_ONCE):
        few = again(keys[first : first + AT_ONCE])
        lines = [_json(told(row)) for row in few.order_by("pk")]
        if lines:
            yield comma + "\n" + ",\n".join(lines)
            comma = ","
    yield f"\n{end}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _whole_comments(internal: bool, keys: list[int]) -> QuerySet:
    """Those of them that still have words."""
    comments = Comment.objects.filter(pk__in=keys).exclude(status=Comment.Status.ERASED)
    decided = (Comment.objects.decisions_prefetch(), "decisions__appealed_by")
    return comments.select_related("discussion", "author").prefetch_related(
        *decided, "notices", *(INTERNAL if internal else ())
    )


def _whole_reports(keys: list[int]) -> QuerySet:
    """Those of them that still are somebody's."""
    reports = Report.objects.filter(pk__in=keys).exclude(author=None, email="")
    return reports.select_related("comment__discussion")


def _among(rows: QuerySet, keys: list[int]) -> QuerySet:
    return rows.filter(pk__in=keys)


def _account(account: AbstractBaseUser) -> dict[str, Any]:
    """With what the site that made it keeps beside."""
    name = account.get_full_name() if hasattr(account, "get_full_name") else ""
    values = {
        "user_name": account.get_username(),
        "name": name,
        "email": getattr(account, get_user_model().EMAIL_FIELD, ""),
    }
    further = setting("ACCOUNT_DATA")
    return values | (import_string(further)(account) if further else {})


def _author(author: Author) -> dict[str, Any]:
    return {"kind": author.kind, "since": _time(author.made_at), "language": author.language}


def _choice(choice: MailChoice) -> dict[str, Any]:
    return {"about": choice.topic, "is_wanted": choice.is_wanted, "chosen_at": _time(choice.chosen_at)}


def _comment(now: datetime, internal: bool, comment: Comment) -> dict[str, Any]:
    told = comment.decision_told(now=now)
    decisions = [d for d in comment.decisions_in_order if told is not None and d.number <= told.number]
    values = {
        "id": comment.pk,
        "page": {"title": comment.discussion.title, "address": comment.discussion.url},
        "in_reply_to": comment.in_reply_to_id,
        "name": comment.name,
        "email": comment.email,
        "network": comment.network,
        "text": comment.text,
        "language": comment.language,
        "interface_language": comment.interface_language,
        "submitted_at": _time(comment.submitted_at),
        "received_at": _time(comment.received_at),
        "source": {"name": comment.source, "key": comment.source_key} if comment.source else None,
        "state": _state_told(comment, told),
        "salt": comment.salt,
        "digest": comment.digest,
        "decisions": [_decision(decision, comment.text) for decision in decisions],
        "appeals": [_appeal(d) for d in decisions if hasattr(d, "appealed_by")],
        "mails": [_mail(notice) for notice in comment.notices.all() if notice.report_id is None],
    }
    return values | (_internal(comment) if internal else {})


def _state_told(comment: Comment, told: Decision | None) -> str:
    """What can still be undone the author is not told, here no more than on the receipt."""
    if not comment.is_decidable:
        return comment.status
    return told.outcome if told else str(Comment.Status.PENDING)


def _decision(decision: Decision, text: str) -> dict[str, Any]:
    return {
        "number": decision.number,
        "outcome": decision.outcome,
        "decided_at": _time(decision.decided_at),
        "guidelines": [guideline.pk for guideline in decision.guidelines],
        "explanation": decision.explanation,
        "words": [text[mark.start : mark.end] for mark in decision.marked_words.all()],
    }


def _appeal(decision: Decision) -> dict[str, Any]:
    appeal = decision.appealed_by
    return {
        "decision": decision.number,
        "statement": appeal.statement,
        "appealed_at": _time(appeal.appealed_at),
    }


def _mail(notice) -> dict[str, Any]:
    return {"about": notice.kind, "due_at": _time(notice.due_at), "sent_at": _time(notice.sent_at)}


def _report(report: Report) -> dict[str, Any]:
    return {
        "comment": report.comment_id,
        "page": {"title": report.comment.discussion.title, "address": report.comment.discussion.url},
        "guideline": report.guideline_id,
        "note": report.note,
        "email": report.email,
        "reported_at": _time(report.reported_at),
    }


def _standing(internal: bool, standing: Standing) -> dict[str, Any]:
    values = {
        "kind": standing.kind,
        "over": standing.subject,
        "set_at": _time(standing.set_at),
        "until": _time(standing.until),
        "reason": standing.reason,
    }
    return values | ({"note": standing.note} if internal else {})


def _note(note: Note) -> dict[str, Any]:
    return {"text": note.text, "written_at": _time(note.written_at)}


def _internal(comment: Comment) -> dict[str, Any]:
    screening = comment.newest_screening
    verdicts = screening.verdicts_in_order if screening else []
    return {
        "notes": [_note(note) for note in comment.notes.all()],
        "escalations": [
            {"kind": each.kind, "note": each.note, "escalated_at": _time(each.escalated_at)}
            for each in comment.escalations.all()
        ],
        "checks": [
            {
                "guideline": verdict.guideline_id,
                "verdict": verdict.verdict,
                "score": verdict.score,
                "findings": [
                    {"words": comment.text[finding.start : finding.end], "reason": finding.reason}
                    for finding in verdict.findings.all()
                ],
            }
            for verdict in verdicts
        ],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
