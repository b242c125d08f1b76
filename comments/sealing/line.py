"""The rows that wait for a seal, a round of them at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection

from comments.models import Comment, SealedRow, Unsealed
from comments.sealing.documents import comments_of, heads
from comments.sealing.waiting import legible

MOST_ROWS = 1000  # in a round: a transaction that is over before anybody notices


class Line:
    """Each row is looked at once, so that those that cannot be sealed hold up none behind them."""

    def __init__(self) -> None:
        self.is_over = False
        self.nameless = 0  # how many keys name no row
        self.first_nameless = ""
        self.unreadable = 0  # how many rows hold what nobody can read
        self.first_unreadable = ""
        self._last: int | None = None

    @property
    def complaint(self) -> str:
        """Empty where each key names a row that can be sealed."""
        sentences = []
        if self.nameless:
            sentences += [
                f"{self.nameless} in line for a seal name no row of the record, the first: "
                f"{self.first_nameless}. The rows were deleted before they were sealed, or the keys are "
                "invented."
            ]
        if self.unreadable:
            sentences += [
                f"{self.unreadable} in line for a seal cannot be read, the first: {self.first_unreadable}. "
                "They hold what no act of the site puts in, such as a time without end."
            ]
        return " ".join(sentences)

    def next_at_rest(self) -> list[tuple[Unsealed, int | None]]:
        """Which of the next ones can be sealed now, each with its comment, in the order they came.

        What somebody is acting on at this moment, as an erasure may be, is left to the next seal: nobody is
        waited for, so nobody waits in a ring. A row that is gone goes on waiting, to be named.
        """
        waiting = Unsealed.objects.settled().order_by("pk")
        if self._last is not None:
            waiting = waiting.filter(pk__gt=self._last)
        entries = legible(waiting[:MOST_ROWS])
        self.is_over = len(entries) < MOST_ROWS
        if entries:
            self._last = entries[-1].pk
        there = self._there(_not_sealed_yet(entries))
        free = _free({comment for _entry, comment in there} - {None})
        return [(entry, comment) for entry, comment in there if comment is None or comment in free]

    def step_over(self, entry: Unsealed) -> None:
        """A row that cannot be read: it goes on waiting, and is named."""
        self.unreadable += 1
        self.first_unreadable = self.first_unreadable or str(entry)

    def has_nothing_else(self) -> bool:
        """Whether all that is left in line is what cannot be sealed."""
        if self._last is None or Unsealed.objects.filter(pk__gt=self._last).exists():
            return False
        return Unsealed.objects.count() == self.nameless + self.unreadable

    def _there(self, waiting: Sequence[Unsealed]) -> list[tuple[Unsealed, int | None]]:
        found = {
            kind: comments_of(kind, keys_of(entries))
            for kind, entries in by_kind(waiting).items()
            if kind in heads()
        }
        there = []
        for entry in waiting:
            if entry.key in found.get(entry.kind, {}):
                there.append((entry, found[entry.kind][entry.key]))
            else:
                self.nameless += 1
                self.first_nameless = self.first_nameless or str(entry)
        return there


def by_kind(waiting: Iterable[Unsealed]) -> dict[str, list[Unsealed]]:
    kinds: dict[str, list[Unsealed]] = defaultdict(list)
    for entry in waiting:
        kinds[entry.kind].append(entry)
    return kinds


def keys_of(entries: Iterable[Unsealed]) -> list[str]:
    return [entry.key for entry in entries]


def _not_sealed_yet(waiting: Sequence[Unsealed]) -> list[Unsealed]:
    """What waits twice is sealed once."""
    first: dict[tuple[str, str], Unsealed] = {}
    for entry in waiting:
        first.setdefault((entry.kind, entry.key), entry)
    sealed: set[tuple[str, str]] = set()
    for kind, entries in by_kind(waiting).items():
        keys = SealedRow.objects.filter(kind=kind, key__in=keys_of(entries))
        sealed |= {(kind, key) for key in keys.values_list("key", flat=True)}
    kept = [entry for row, entry in first.items() if row not in sealed]
    pks = {entry.pk for entry in kept}
    Unsealed.objects.filter(pk__in=[entry.pk for entry in waiting if entry.pk not in pks]).delete()
    return kept


def _free(comments: set[int | None]) -> set[int]:
    """Those that nobody is acting on; on PostgreSQL nobody will until we have ended."""
    found = Comment.objects.filter(pk__in=comments).order_by("pk")
    if connection.vendor == "postgresql":
        found = found.select_for_update(no_key=True, skip_locked=True)
    return set(found.values_list("pk", flat=True))
