"""How long comments wait for their decision: in all, for each moderator, by the hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.utils import timezone

from comments.numbers.decided import Decided

HOURS = 24


@dataclass(frozen=True, slots=True)
class Times:
    """How many decisions, and the waits that half and nine tenths of the comments did not exceed.

    By nearest rank: each is a wait that some comment had (Hyndman and Fan 1996, definition 1).
    """

    decisions: int
    rejected: int
    median: timedelta | None
    ninetieth: timedelta | None


def times(decisions: Iterable[Decided]) -> Times:
    listed = list(decisions)
    waits = sorted(each.wait for each in listed)
    rejected = sum(each.outcome == "rejected" for each in listed)
    return Times(len(listed), rejected, quantile(waits, 0.5), quantile(waits, 0.9))


def by_moderator(decisions: Iterable[Decided]) -> dict[int, Times]:
    apart: defaultdict[int, list[Decided]] = defaultdict(list)
    for each in decisions:
        apart[each.by].append(each)
    return {by: times(theirs) for by, theirs in apart.items()}


def by_hour(decisions: Iterable[Decided]) -> list[Times]:
    """One for each hour of the site's day in which a decision was made."""
    apart: list[list[Decided]] = [[] for _ in range(HOURS)]
    for each in decisions:
        apart[timezone.localtime(each.at).hour].append(each)
    return [times(of_hour) for of_hour in apart]


def quantile(ordered: Sequence[timedelta], share: float) -> timedelta | None:
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None
