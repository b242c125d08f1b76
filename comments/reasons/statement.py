"""What a statement of reasons says, taken from the rows as they were when it was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comments import clock
from comments.conf import setting
from comments.guidelines import LEGAL
from comments.models import Appeal, Comment, Decision, Verdict
from comments.models.guideline import GuidelineWording
from comments.reasons.before import first_of, public_since, stood_before
from comments.receipt_shown import REJECTED, ShownReceipt, WordsInQuestion


class Restriction(StrEnum):
    NOT_PUBLISHED = "not published"
    TAKEN_DOWN = "taken down"


class Source(StrEnum):
    """On whose account a moderator looked at it."""

    REPORT = "report"
    OWN_INITIATIVE = "own initiative"


class Detection(StrEnum):
    """What the checks had said when it was decided."""

    POINTED_TO_IT = "pointed to the ground"
    POINTED_ELSEWHERE = "pointed to something else"
    COULD_NOT_CHECK = "could not check"
    FOUND_NOTHING = "found nothing"


class Later(StrEnum):
    """What became of the decision."""

    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"
    RECONSIDERED = "reconsidered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Statement:
    """Of one rejection that its author has been told."""

    decision: Decision
    restriction: Restriction
    published_at: datetime | None  # since when it was public, where it was
    source: Source
    detection: Detection | None  # None where nothing had read it
    looked: tuple[str, ...]  # the guidelines under which a check wanted it looked at
    wordings: tuple[GuidelineWording, ...]
    marked: tuple[WordsInQuestion, ...]
    asked_again_at: datetime | None  # of this decision, or of the one that this one answers
    can_ask_again: bool
    later: Later | None
    later_at: datetime | None

    @classmethod
    def of(cls, decision: Decision, *, language: str, now: datetime | None = None) -> Statement:
        """`language` is that of the guidelines; what is told of them is in that of the reader."""
        comment = decision.comment
        published_at = public_since(decision)
        shown = ShownReceipt(comment, REJECTED, decision)
        said = _said(decision)
        wordings = (each.wording(language, at=decision.decided_at) for each in decision.guidelines)
        appeal = decision.appeal or Appeal.objects.filter(decision=decision).first()
        later, later_at = _what_became(decision, comment, now)
        return cls(
            decision=decision,
            restriction=Restriction.TAKEN_DOWN if published_at else Restriction.NOT_PUBLISHED,
            published_at=published_at,
            source=_source(comment, first_of(decision)),
            detection=_detection(decision, said) if decision.screening else None,
            looked=tuple(sorted(code for code, word in said.items() if word == Verdict.Word.LOOK)),
            wordings=tuple(wording for wording in wordings if wording),
            # Of an erased comment the places are left, and no words.
            marked=tuple(words for words in shown.marked if words.words),
            asked_again_at=appeal.appealed_at if appeal else None,
            can_ask_again=later is None and appeal is None and _is_in_time(decision, now),
            later=later,
            later_at=later_at,
        )

    @property
    def is_on_appeal(self) -> bool:
        return self.decision.appeal_id is not None

    @property
    def first_decided_at(self) -> datetime:
        return self.decision.appeal.decision.decided_at if self.decision.appeal else self.decision.decided_at

    @property
    def is_about_law(self) -> bool:
        return any(guideline.pk == LEGAL for guideline in self.decision.guidelines)

    @property
    def ask_again_until(self) -> datetime:
        return _ask_again_until(self.decision)


def statements_told(comment: Comment, *, now: datetime | None = None) -> list[Decision]:
    """The rejections that the author has been told of, the newest first."""
    undone = {decision.undoes_id for decision in comment.decisions_in_order}
    return [
        decision
        for decision in reversed(comment.decisions_in_order)
        if decision.outcome == Decision.Outcome.REJECTED
        and decision.pk not in undone
        and not decision.is_undoable(now=now)
    ]


def _source(comment: Comment, decision: Decision) -> Source:
    """Reports count that were open at the time. By whom, and how many, nobody is told."""
    before = stood_before(comment, decision)
    open_since = before[-1].number if before else 0
    reports = comment.reports.filter(after_number__gte=open_since, after_number__lt=decision.number)
    return Source.REPORT if reports.exists() else Source.OWN_INITIATIVE


def _said(decision: Decision) -> dict[str, str]:
    """Of each guideline that a check covers, its verdict."""
    if decision.screening is None:
        return {}
    return dict(decision.screening.verdicts.values_list("guideline", "verdict"))


def _detection(decision: Decision, said: dict[str, str]) -> Detection:
    """A ground that no check covers was not checked, as one of which the check failed."""
    of_ground = {said.get(guideline.pk) for guideline in decision.guidelines}
    if Verdict.Word.LOOK in of_ground:
        return Detection.POINTED_TO_IT
    if Verdict.Word.FAILED in of_ground:
        return Detection.COULD_NOT_CHECK
    if Verdict.Word.LOOK in said.values():
        return Detection.POINTED_ELSEWHERE
    return Detection.FOUND_NOTHING if Verdict.Word.CLEAR in of_ground else Detection.COULD_NOT_CHECK


def _ask_again_until(decision: Decision) -> datetime:
    return decision.decided_at + timedelta(days=setting("APPEAL_DAYS"))


def _is_in_time(decision: Decision, now: datetime | None) -> bool:
    """By the clock, not by the comment's status: that already follows what its author is not told yet."""
    return (now or clock.now()) <= _ask_again_until(decision)


def _what_became(decision: Decision, comment: Comment, now) -> tuple[Later | None, datetime | None]:
    """As far as its author has been told. What ended it counts, and not what came after that."""
    later = [each for each in comment.decisions_told(now=now) if each.number > decision.number]
    ended = next((each for each in later if each.outcome == Decision.Outcome.APPROVED), None)
    answer = ended or next(iter(later), None)
    if answer is not None:
        return _answered(decision, answer), answer.decided_at
    if comment.status == Comment.Status.WITHDRAWN:
        return Later.WITHDRAWN, comment.withdrawal.withdrawn_at
    return None, None


def _answered(decision: Decision, answer: Decision) -> Later:
    if answer.outcome == Decision.Outcome.REJECTED:
        return Later.CONFIRMED
    is_answer = answer.appeal is not None and answer.appeal.decision_id == decision.pk
    return Later.OVERTURNED if is_answer else Later.RECONSIDERED
