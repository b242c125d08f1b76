"""Counting months and keeping what was counted: done by the worker, never by who looks at the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from comments.conf import setting
from comments.models import Appeal, Comment, CountedMonth, Decision, Report
from comments.transparency.counting import DEFINITION, counted
from comments.transparency.months import (
    begin_of,
    begin_of_day,
    day_of,
    month_after,
    month_before,
    month_of,
)

# Beyond the undo window: an act is dated when it begins, and is there for others when it ends.
SETTLED = timedelta(hours=1)


def count_months(*, now: datetime | None = None, again: bool = False) -> Iterator[CountedMonth]:
    """Count what has not been counted for good, the newest month first. `again`: all there is."""
    until = counted_until(now)
    first = _first()
    if first is None:
        return
    kept = CountedMonth.objects.in_bulk()
    month = month_of(until - timedelta.resolution)
    while month >= month_of(first):
        if again or not _is_counted(kept.get(month), until):
            yield _count(month, until)
        month = month_before(month)


def counted_until(now: datetime | None = None) -> datetime:
    """The end of a day, so that nobody can watch single decisions come in by watching the figures."""
    settled = (now or timezone.now()) - timedelta(seconds=setting("UNDO_SECONDS")) - SETTLED
    return begin_of_day(day_of(settled))


def differences() -> Iterator[tuple[CountedMonth, dict[str, Any]]]:
    """Kept months that are not what the record says, with what it says."""
    for kept in CountedMonth.objects.filter(definition=DEFINITION).newest_first():
        said = counted(begin_of(kept.month), kept.until)
        if said != kept.figures:
            yield kept, said


def _is_counted(kept: CountedMonth | None, until: datetime) -> bool:
    if kept is None or kept.definition != DEFINITION:
        return False
    return kept.is_final or kept.until == until


def _count(month: date, until: datetime) -> CountedMonth:
    end = begin_of(month_after(month))
    until = min(until, end)
    facts = {
        "until": until,
        "is_final": until == end,
        "definition": DEFINITION,
        "figures": counted(begin_of(month), until),
    }
    return CountedMonth.objects.update_or_create(month=month, defaults=facts)[0]


def _first() -> datetime | None:
    """When the first thing that counts happened. What is imported can be reported before all else."""
    received, made = Comment.objects.filter(source=""), Decision.objects.filter(by__isnull=False)
    answered = {"reported_at": Report.objects.all(), "appealed_at": Appeal.objects.all()}
    dated = {"received_at": received, "decided_at": made} | answered
    firsts = [rows.order_by(at).values_list(at, flat=True).first() for at, rows in dated.items()]
    return min((first for first in firsts if first), default=None)
