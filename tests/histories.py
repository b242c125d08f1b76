"""Random pasts, made by the verbs as moderators and readers would, and counted again by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from comments import clock, refusals
from comments.models import Appeal, Comment, Decision, PastComment, PastDecision, PastPage, Report
from comments.screening import Screened
from comments.screening import Verdict as Said
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_moderator,
    make_user,
    number,
)

CODES = ("abuse", "threats", "promotion")
LANGUAGES = ("en", "ar", "tr")
# What mostly happens to a comment, by where it stands. What cannot be done is refused, and that is that.
ACTS = {
    "pending": ("approve", "approve", "reject", "reject", "report", "end"),
    "approved": ("report", "report", "report", "approve", "reject", "undo", "end"),
    "rejected": ("appeal", "appeal", "judge", "judge", "judge", "approve", "undo", "end"),
}


def make_history(seed: int, *, comments: int = 30, days: int = 70) -> list[Comment]:
    """So many comments, each with what chance brings: decisions, undoing, reports, appeals, ends."""
    chance = Random(seed)
    moderators = [make_moderator(f"judge-{seed}-{n}") for n in range(4)]
    sections = [make_discussion(make_article(language=each)) for each in LANGUAGES]
    begin = timezone.now() - timedelta(days=days)
    return [
        _make_past(chance, moderators, chance.choices(sections, (6, 3, 1))[0], begin, days)
        for _ in range(comments)
    ]


def _make_past(chance: Random, moderators, discussion, begin: datetime, days: int) -> Comment:
    at = begin + timedelta(seconds=chance.randrange(days * 86400 - 7200))
    with clock.at(at), transaction.atomic():
        comment = make_comment(f"Comment {chance.random()}.", discussion=discussion)
        words = {code: chance.choice(("look", "clear", "clear")) for code in CODES}
        verdicts = tuple(Said(code, word, 0.5) for code, word in words.items())
        comment.screenings.keep(comment=comment, screened=Screened("en", 0.5, verdicts))
    for _ in range(chance.randrange(9)):
        at += timedelta(seconds=chance.choice((5, 60, 4000, 90_000, 900_000)))
        if at > timezone.now() - timedelta(minutes=2):
            break
        with clock.at(at), suppress(refusals.Refusal):
            _act(chance, comment, chance.choice(moderators))
        comment = Comment.objects.get(pk=comment.pk)
    return comment


def _act(chance: Random, comment: Comment, by) -> None:
    guidelines = chance.sample(CODES, chance.choice((1, 1, 2)))
    match chance.choice(ACTS.get(comment.status, ("approve", "undo"))):
        case "approve":
            comment.approve(by=by, seen=comment.seen, explanation=chance.choice(("", "It quotes him.")))
        case "reject":
            comment.reject(by=by, seen=comment.seen, guidelines=guidelines)
        case "report":
            comment.report(author=make_author(), guideline=guidelines[0])
        case "appeal":
            comment.appeal(statement="Read it again.")
        case "judge" if comment.open_appeal:
            appeal = comment.open_appeal
            if chance.random() < 0.5:
                appeal.confirm(by=by, seen=comment.seen, guidelines=guidelines)
            else:
                appeal.overturn(by=by, seen=comment.seen)
        case "undo" if comment.standing_decision and comment.standing_decision.is_undoable():
            comment.undo(by=comment.standing_decision.by, seen=comment.seen)
        case "end" if chance.random() < 0.3:
            if chance.random() < 0.5:
                comment.withdraw()
            else:
                comment.erase(by=make_user(), request="2026/1")


def make_brought_in(*outcomes: str, at: datetime | None = None) -> list[Comment]:
    """Comments of another system, decided there: each approved or rejected, or "" and waiting."""
    at = at or clock.now()
    page = PastPage(key=f"past-{next(number)}", url="/", title="The flood", language="en")
    past = [
        PastComment(
            source_key=f"{page.key}-{place}",
            text=f"It floods every spring, {place}.",
            page=page,
            submitted_at=at,
            decision=PastDecision(
                outcome, decided_at=at, guidelines=("abuse",) if outcome == "rejected" else ()
            )
            if outcome
            else None,
        )
        for place, outcome in enumerate(outcomes)
    ]
    return Comment.objects.bring_in(source="old", comments=past)


def counted_by_hand(since: datetime, until: datetime) -> dict:
    """As the public figures should be, from every row there is, one after another."""
    told: dict = defaultdict(Counter)
    guidelines: dict = defaultdict(Counter)
    waits: dict = defaultdict(list)

    def count(comment: Comment, name: str) -> None:
        for language in (None, comment.page_language):
            told[language][name] += 1

    def is_in(moment: datetime) -> bool:
        return since <= moment < until

    for comment in Comment.objects.all():
        if not comment.source and is_in(comment.received_at):
            count(comment, "received")
        all_decisions = sorted(Decision.objects.filter(comment=comment), key=lambda each: each.number)
        undone = {each.undoes_id for each in all_decisions}
        kept = [each for each in all_decisions if each.outcome != "undone" and each.pk not in undone]
        for place, decision in enumerate(kept):
            if decision.by is None or not is_in(decision.decided_at):
                continue
            is_first = place == 0
            if is_first:
                count(comment, decision.outcome)
                verdicts = decision.screening.verdicts.values_list("verdict", flat=True)
                if "look" in list(verdicts):
                    count(comment, "looked")
                for language in (None, comment.page_language):
                    waits[language].append((decision.decided_at - comment.received_at).total_seconds())
            if decision.appeal:
                count(comment, "confirmed" if decision.outcome == "rejected" else "overturned")
            elif decision.outcome == "rejected":
                if not is_first:
                    count(comment, "taken_down")
                for guideline in decision.guidelines:
                    for language in (None, comment.page_language):
                        guidelines[language][guideline.pk] += 1
        for report in Report.objects.filter(comment=comment):
            if is_in(report.reported_at):
                count(comment, "reports")
            answer = next((each for each in kept if each.number > report.after_number), None)
            if answer and answer.by and is_in(answer.decided_at):
                count(comment, "reports_kept" if answer.outcome == "approved" else "reports_removed")
        for appeal in Appeal.objects.filter(decision__comment=comment):
            if is_in(appeal.appealed_at):
                count(comment, "appeals")
    seen = set(told) | set(waits) | set(guidelines)
    return {
        language: dict(told[language])
        | {"guidelines": dict(guidelines[language])}
        | {"half_waited": _rank(waits[language], 50), "ninetieth_waited": _rank(waits[language], 90)}
        for language in seen
    }


def _rank(waits: list[float], hundredths: int) -> int | None:
    """The smallest wait that at least so many of a hundred did not exceed."""
    for wait in sorted(waits):
        if sum(each <= wait for each in waits) * 100 >= hundredths * len(waits):
            return int(wait)
    return None


def months_between(first: date, last: date) -> list[date]:
    months = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months
