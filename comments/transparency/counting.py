"""The figures of a stretch of time, each a query on the record.

Everything counts on the day on which it happened, and only what can no longer be undone, so that the
figures of a month that is over never change. What an import brought was decided elsewhere and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from comments.models import Appeal, Comment, Decision, DecisionGuideline, Report, Verdict
from comments.numbers.decided import first_decisions_between
from comments.numbers.times import quantile

DEFINITION = 1  # to be raised with every change of what is counted: months are then counted again


@dataclass(slots=True)
class Figures:
    """Of one language, that of the page, or of all. Waits are in seconds."""

    received: int = 0
    approved: int = 0  # first decisions, as are the rejected
    rejected: int = 0
    taken_down: int = 0  # of what had been published, or decided before at all
    guidelines: dict[str, int] = field(default_factory=dict)  # of both, each under all that it names
    half_waited: int | None = None
    ninetieth_waited: int | None = None
    looked: int = 0  # of the first decisions: a check had wanted the comment looked at
    by_program: int = 0
    reports: int = 0
    reports_kept: int = 0  # answered: the comment stayed
    reports_removed: int = 0
    appeals: int = 0
    confirmed: int = 0
    overturned: int = 0

    @property
    def decided(self) -> int:
        return self.approved + self.rejected


ALL = None  # all languages together; a page that names none has the language ""
Tally = defaultdict[str | None, Figures]


def counted(since: datetime, until: datetime) -> dict[str, Any]:
    """Of `all` together and by `languages`: from `since` to just before `until`."""
    tally: Tally = defaultdict(Figures)
    _count_received(tally, since, until)
    _count_first_decisions(tally, since, until)
    _count_rejections(tally, since, until)
    _count_by_program(tally, since, until)
    _count_reports(tally, since, until)
    _count_appeals(tally, since, until)
    of_all = asdict(tally.pop(ALL, Figures()))
    return {"all": of_all, "languages": {str(tag): asdict(tally[tag]) for tag in sorted(map(str, tally))}}


def _count_received(tally: Tally, since: datetime, until: datetime) -> None:
    received = Comment.objects.filter(source="", received_at__gte=since, received_at__lt=until)
    _add(tally, "received", _by(received, "page_language"))


def _count_first_decisions(tally: Tally, since: datetime, until: datetime) -> None:
    looks = Verdict.objects.filter(screening=OuterRef("screening"), verdict=Verdict.Word.LOOK)
    rows = (
        first_decisions_between(since, until)
        .annotate(looked=Exists(looks))
        .values_list("comment__page_language", "outcome", "looked", "decided_at", "comment__received_at")
    )
    waits: defaultdict[str | None, list] = defaultdict(list)
    for language, outcome, looked, decided_at, received_at in rows.iterator(chunk_size=5000):
        for name in (language, ALL):
            figures = tally[name]
            figures.approved += outcome == Decision.Outcome.APPROVED
            figures.rejected += outcome == Decision.Outcome.REJECTED
            figures.looked += looked
            waits[name].append(decided_at - received_at)
    for name, of_language in waits.items():
        of_language.sort()
        half, ninetieth = quantile(of_language, 0.5), quantile(of_language, 0.9)
        tally[name].half_waited = int(half.total_seconds()) if half is not None else None
        tally[name].ninetieth_waited = int(ninetieth.total_seconds()) if ninetieth is not None else None


def _count_rejections(tally: Tally, since: datetime, until: datetime) -> None:
    """First ones and those of what was public. One that confirms another says nothing new."""
    rejections = _standing(since, until).filter(outcome=Decision.Outcome.REJECTED, appeal=None)
    earlier = Decision.objects.not_undone().filter(comment=OuterRef("comment"), number__lt=OuterRef("number"))
    _add(tally, "taken_down", _by(rejections.filter(Exists(earlier)), "comment__page_language"))
    leading = rejections.values_list("comment__page_language", "guideline")
    named = DecisionGuideline.objects.filter(decision__in=rejections)
    further = named.values_list("decision__comment__page_language", "guideline")
    for rows in (leading.annotate(n=Count("pk")).order_by(), further.annotate(n=Count("pk")).order_by()):
        for language, code, number in rows:
            for name in (language, ALL):
                guidelines = tally[name].guidelines
                guidelines[code] = guidelines.get(code, 0) + number


def _count_by_program(tally: Tally, since: datetime, until: datetime) -> None:
    """Decisions that no moderator made, and that no other system brought. There is no way to make one."""
    made = Decision.objects.filter(by=None, source="", decided_at__gte=since, decided_at__lt=until)
    _add(tally, "by_program", _by(made, "comment__page_language"))


def _count_reports(tally: Tally, since: datetime, until: datetime) -> None:
    made = Report.objects.filter(reported_at__gte=since, reported_at__lt=until)
    _add(tally, "reports", _by(made, "comment__page_language"))
    answers = _standing(since, until).filter(number__gt=1)
    first = Decision.objects.not_undone().filter(
        comment=OuterRef("comment"), number__gt=OuterRef("after_number")
    )
    answered = Report.objects.filter(comment__in=answers.values("comment")).alias(
        answer=Subquery(first.order_by("number").values("pk")[:1])
    )
    ends = {"reports_kept": Decision.Outcome.APPROVED, "reports_removed": Decision.Outcome.REJECTED}
    for name, outcome in ends.items():
        ended = answered.filter(answer__in=answers.filter(outcome=outcome).values("pk"))
        _add(tally, name, _by(ended, "comment__page_language"))


def _count_appeals(tally: Tally, since: datetime, until: datetime) -> None:
    made = Appeal.objects.filter(appealed_at__gte=since, appealed_at__lt=until)
    _add(tally, "appeals", _by(made, "decision__comment__page_language"))
    answers = _standing(since, until).filter(appeal__isnull=False)
    ends = {"confirmed": Decision.Outcome.REJECTED, "overturned": Decision.Outcome.APPROVED}
    for name, outcome in ends.items():
        _add(tally, name, _by(answers.filter(outcome=outcome), "comment__page_language"))


def _standing(since: datetime, until: datetime) -> QuerySet[Decision]:
    """Made by a moderator here, and not undone."""
    return Decision.objects.not_undone().filter(by__isnull=False, decided_at__gte=since, decided_at__lt=until)


def _by(rows: QuerySet, language: str) -> Iterator[tuple[str, int]]:
    yield from rows.values_list(language).annotate(n=Count("pk")).order_by()


def _add(tally: Tally, name: str, rows: Iterator[tuple[str, int]]) -> None:
    for language, number in rows:
        for key in (language, ALL):
            setattr(tally[key], name, getattr(tally[key], name) + number)
