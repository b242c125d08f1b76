"""Where a comment stands in a line, so that paging goes on from there however long the line is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models.query import QuerySet

from comments.beside import Beside

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEWEST_TIME = datetime(9999, 1, 1, tzinfo=UTC)
LARGEST_KEY = 2**63 - 1


def is_key(value: str) -> bool:
    """Whether it could be the number of a row in the database, as addresses and forms write it."""
    return re.fullmatch(r"[0-9]{1,18}", value) is not None


@dataclass(frozen=True)
class Order:
    """By a column of the queue, then by the comment. A place is written `value.comment`."""

    column: str
    is_descending: bool = False

    def ordered(self, entries: QuerySet, key: str) -> QuerySet:
        return entries.order_by(*self._columns("-" if self.is_descending else "", key))

    def reversed(self, entries: QuerySet, key: str) -> QuerySet:
        return entries.order_by(*self._columns("" if self.is_descending else "-", key))

    def beyond(self, entries: QuerySet, key: str, place: str) -> QuerySet:
        """What stands after `place`; all of it when the place is forged or damaged."""
        return self._beside(entries, key, place, "<" if self.is_descending else ">")

    def before(self, entries: QuerySet, key: str, place: str) -> QuerySet:
        return self._beside(entries, key, place, ">" if self.is_descending else "<")

    def is_past(self, place: str, other: str) -> bool:
        """Whether `place` comes after `other`. The start comes before everything."""
        here, there = numbers(place, count=2), numbers(other, count=2)
        if here is None or there is None:
            return there is None
        return here < there if self.is_descending else here > there

    def place(self, value, key: int) -> str:
        if isinstance(value, datetime):
            value = microseconds(value)
        return f"{value}.{key}"

    def _beside(self, entries: QuerySet, key: str, place: str, operator: str) -> QuerySet:
        read = numbers(place, count=2)
        if read is None:
            return entries
        value = moment(read[0]) if self.column.endswith("_at") else min(read[0], 32767)
        return entries.filter(Beside((self.column, key), operator, (value, read[1])))

    def _columns(self, sign: str, key: str) -> tuple[str, str]:
        return f"{sign}{self.column}", f"{sign}{key}"


OLDEST_FIRST, CLEAREST_FIRST, RISKIEST_FIRST = Order("received_at"), Order("risk"), Order("risk", True)


def numbers(place: str, *, count: int) -> list[int] | None:
    """The numbers of a place, or None when it is not one of ours."""
    if not re.fullmatch(r"[0-9]{1,19}" + r"\.[0-9]{1,19}" * (count - 1), place):
        return None
    read = [int(number) for number in place.split(".")]
    return read if max(read) <= LARGEST_KEY else None


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(number: int) -> datetime:
    try:
        return EPOCH + timedelta(microseconds=number)
    except OverflowError:
        return NEWEST_TIME
