"""The public log: every decision that was made here, once it can no longer be undone.

It names guidelines, times and outcomes, and leads to no comment: of what was rejected nobody is to learn
whose it was. An appeal stands in it when it has been judged: who judges one must not find it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from comments.conf import setting
from comments.models import Decision
from comments.models.guideline import GuidelineWording

PER_PAGE = 50


class Kind(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    TAKEN_DOWN = "taken down"
    KEPT = "kept after a report"
    RECONSIDERED = "approved after all"
    CONFIRMED = "confirmed on appeal"
    OVERTURNED = "overturned on appeal"


# What an approval is, by what had stood until then: a published comment is decided again once it is reported.
_APPROVED_AFTER = {
    None: Kind.APPROVED,
    Decision.Outcome.APPROVED: Kind.KEPT,
    Decision.Outcome.REJECTED: Kind.RECONSIDERED,
}


class Appealed(StrEnum):
    """What became of a rejection whose author asked to have it decided again."""

    NO = ""
    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"


@dataclass(frozen=True, slots=True)
class Entry:
    number: int  # the key under which the export of the record knows it
    at: datetime
    kind: Kind
    guidelines: tuple[str, ...]
    wordings: tuple[GuidelineWording, ...]  # as they read then
    appealed: Appealed
    by: str  # empty unless the site names its moderators


@dataclass(frozen=True, slots=True)
class Page:
    """`next_before` is what the page after it comes before; None on the last."""

    entries: list[Entry]
    next_before: int | None


class NoSuchPlace(LookupError):
    """The cursor is no decision of the log."""


def page_of_log(*, before: int | None = None, until: datetime | None = None, size: int = PER_PAGE) -> Page:
    """The newest first, in two steps of an index however long the log is. Raises NoSuchPlace.

    before: a decision of the log; what came before it. until: what was decided until then.
    """
    latest, earlier = _latest_told(), Q()
    if until is not None:
        latest = min(latest, until - timedelta.resolution)
    if before is not None:
        place = _told(_latest_told()).filter(pk=before).values_list("decided_at", flat=True).first()
        if place is None:
            raise NoSuchPlace
        earlier = Q(decided_at__lt=place) | Q(pk__lt=before)
        latest = min(latest, place)
    told = _told(latest).filter(earlier)
    found = list(_with_all(told).order_by("-decided_at", "-pk")[: size + 1])
    entries = [_entry(decision) for decision in found[:size]]
    return Page(entries, entries[-1].number if len(found) > size else None)


def _latest_told() -> datetime:
    return timezone.now() - timedelta(seconds=setting("UNDO_SECONDS"))


def _told(latest: datetime) -> QuerySet[Decision]:
    """Until then. One bound and no second: SQLite would enter the index by whichever is written first."""
    return Decision.objects.not_undone().filter(by__isnull=False, decided_at__lte=latest)


def _with_all(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    earlier = Decision.objects.not_undone().filter(comment=OuterRef("comment"), number__lt=OuterRef("number"))
    answers = Prefetch("appealed_by__answers", queryset=_told(_latest_told()), to_attr="answers_told")
    related = ["guideline", "appealed_by", *(["by"] if setting("PUBLIC_LOG_NAMES") else [])]
    return (
        decisions.select_related(*related)
        .prefetch_related("guideline__wordings", "further__guideline__wordings", answers)
        .annotate(stood_before=Subquery(earlier.order_by("-number").values("outcome")[:1]))
    )


def _entry(decision: Decision) -> Entry:
    wordings = (each.wording(at=decision.decided_at) for each in decision.guidelines)
    return Entry(
        number=decision.pk,
        at=decision.decided_at,
        kind=_kind(decision),
        guidelines=tuple(guideline.pk for guideline in decision.guidelines),
        wordings=tuple(wording for wording in wordings if wording),
        appealed=_appealed(decision),
        by=_name(decision),
    )


def _kind(decision) -> Kind:
    is_rejected = decision.outcome == Decision.Outcome.REJECTED
    if decision.appeal_id:
        return Kind.CONFIRMED if is_rejected else Kind.OVERTURNED
    if is_rejected:
        return Kind.TAKEN_DOWN if decision.stood_before else Kind.REJECTED
    return _APPROVED_AFTER[decision.stood_before]


def _appealed(decision: Decision) -> Appealed:
    appeal = getattr(decision, "appealed_by", None)
    for answer in getattr(appeal, "answers_told", ()):
        is_rejected = answer.outcome == Decision.Outcome.REJECTED
        return Appealed.CONFIRMED if is_rejected else Appealed.OVERTURNED
    return Appealed.NO


def _name(decision: Decision) -> str:
    """Never what somebody signs in with."""
    return decision.by.get_full_name() if setting("PUBLIC_LOG_NAMES") and decision.by else ""
