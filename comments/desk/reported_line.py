"""Reported comments, those first whose reports weigh most; of equals, the one that has waited longest."""

from __future__ import annotations

from functools import cached_property

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet

from comments.desk.places import microseconds, moment, numbers
from comments.desk.queue_line import QueueLine
from comments.models import Comment, Reported


class HeaviestFirst:
    """A place is written `weight.microseconds.comment`."""

    def ordered(self, entries: QuerySet, key: str) -> QuerySet:
        return entries.order_by("-weight", "oldest_at", key)

    def reversed(self, entries: QuerySet, key: str) -> QuerySet:
        return entries.order_by("weight", "-oldest_at", f"-{key}")

    def beyond(self, entries: QuerySet, key: str, place: str) -> QuerySet:
        """What stands after `place`; all of it when the place is forged or damaged."""
        return self._beside(entries, key, place, lighter="lt", later="gt")

    def before(self, entries: QuerySet, key: str, place: str) -> QuerySet:
        return self._beside(entries, key, place, lighter="gt", later="lt")

    def is_past(self, place: str, other: str) -> bool:
        """Whether `place` comes after `other`. The start comes before everything."""
        here, there = numbers(place, count=3), numbers(other, count=3)
        if here is None or there is None:
            return there is None
        return (-here[0], *here[1:]) > (-there[0], *there[1:])

    def place(self, reported: Reported) -> str:
        return f"{reported.weight}.{microseconds(reported.oldest_at)}.{reported.pk}"

    def _beside(self, entries: QuerySet, key: str, place: str, *, lighter: str, later: str) -> QuerySet:
        read = numbers(place, count=3)
        if read is None:
            return entries
        weight, oldest_at, comment = min(read[0], 2**31 - 1), moment(read[1]), read[2]
        return entries.filter(
            Q(**{f"weight__{lighter}": weight})
            | Q(**{"weight": weight, f"oldest_at__{later}": oldest_at})
            | Q(**{"weight": weight, "oldest_at": oldest_at, f"{key}__{later}": comment})
        )


class ReportedLine(QueueLine):
    def __init__(self, chosen) -> None:
        super().__init__(chosen)
        self.order = self.heaviest = HeaviestFirst()  # type: ignore[assignment]

    @cached_property
    def entries(self) -> QuerySet:
        """One whose reports were not weighed is there all the same, last."""
        entries, path = self._chosen(), "entry__" if self.is_by_guideline else ""
        return entries.annotate(
            weight=Coalesce(F(f"{path}comment__reported__weight"), 0),
            oldest_at=Coalesce(F(f"{path}comment__reported__oldest_at"), F("received_at")),
        )

    def place_of(self, comment: Comment) -> str:
        """Empty where its reports were answered."""
        reported = Reported.objects.filter(comment=comment).first()
        return self.heaviest.place(reported) if reported else ""
