"""The first decision on each comment, of late: what all the other figures are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from comments import clock
from comments.models import Decision

MOST = 100_000  # decisions that one table is made of; the newest, where there were more


@dataclass(frozen=True, slots=True)
class Decided:
    """What the figures of time need of a decision."""

    by: int
    at: datetime
    wait: timedelta
    outcome: str


def first_decisions(days: int) -> QuerySet[Decision]:
    """Of the last `days`: the first of each comment's that was not undone, made by a moderator here."""
    return _first().filter(decided_at__gte=clock.now() - timedelta(days=days))


def first_decisions_between(since: datetime, until: datetime) -> QuerySet[Decision]:
    """The same of any time, to just before `until`."""
    return _first().filter(decided_at__gte=since, decided_at__lt=until)


def decided(days: int) -> Iterator[Decided]:
    """Newest first."""
    rows = first_decisions(days).order_by("-decided_at").values_list(
        "by", "decided_at", "comment__received_at", "outcome"
    )  # fmt: skip
    for by, at, received_at, outcome in rows[:MOST].iterator(chunk_size=5000):
        yield Decided(by, at, at - received_at, outcome)


def _first() -> QuerySet[Decision]:
    standing = Decision.objects.not_undone()
    earlier = standing.filter(comment=OuterRef("comment"), number__lt=OuterRef("number"))
    return standing.filter(~Exists(earlier), by__isnull=False)
