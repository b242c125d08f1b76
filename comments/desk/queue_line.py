"""What waits for a decision, one after another, from any place on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models.query import QuerySet

from comments import clock
from comments.conf import setting
from comments.desk.places import CLEAREST_FIRST, OLDEST_FIRST, RISKIEST_FIRST
from comments.desk.wordings import AGES
from comments.models import Comment, QueuedVerdict, QueueEntry, Standing
from comments.models.drawing import EVIDENCE_HIDDEN, without_drawn
from comments.models.queue_rows import APPROVED_COUNTED

if TYPE_CHECKING:
    from comments.desk.slices import Slice

ORDERS = {"": OLDEST_FIRST, "riskiest": RISKIEST_FIRST, "clearest": CLEAREST_FIRST}
LOOK, CLEAR = "look", "clear"


class QueueLine:
    """A slice of the queue. Every single filter is a range of one index, in order: see `QueueEntry`."""

    def __init__(self, chosen: Slice) -> None:
        self.chosen, self.order = chosen, ORDERS[chosen.sort]
        # A guideline's verdicts have rows of their own, which lead to the entries.
        self.is_by_guideline = bool(chosen.guideline) and chosen.verdict != CLEAR
        self.key = "entry" if self.is_by_guideline else "comment"

    def page(self, place: str, size: int) -> list[Comment]:
        """From the place on; one more than `size`, where there is more."""
        entries = self.order.ordered(self.entries, self.key)
        return self._comments(self.order.beyond(entries, self.key, place)[: size + 1])

    def first(self, place: str, without: Iterable[int] = ()) -> int | None:
        """Which comment comes first from the place on."""
        return self._first(self.order.ordered(self._all_but(without), self.key), "beyond", place)

    def following(self, comment: Comment, without: Iterable[int] = ()) -> int | None:
        """Which comes after `comment`, leaving some out; from the start again at the end."""
        others = self.order.ordered(self._all_but([comment.pk, *without]), self.key)
        return self._first(others, "beyond", self.place_of(comment)) or self._first(others, "beyond", "")

    def preceding(self, comment: Comment, without: Iterable[int] = ()) -> int | None:
        place = self.place_of(comment)
        others = self.order.reversed(self._all_but([comment.pk, *without]), self.key)
        return self._first(others, "before", place) if place else None

    def place_of(self, comment: Comment) -> str:
        """Empty where that hangs on its entry and it has none any more."""
        if self.order is OLDEST_FIRST:
            return self.order.place(comment.received_at, comment.pk)
        entry = getattr(comment, "queue_entry", None)
        return self.order.place(entry.risk, comment.pk) if entry else ""

    def is_past(self, comment: Comment, place: str) -> bool:
        """Whether `comment` stands beyond `place`."""
        return self.order.is_past(self.place_of(comment), place)

    @property
    def counted(self) -> QuerySet:
        """What to count, to know how many there are."""
        return self._chosen()

    def arrived_since(self, moment: datetime, most: int) -> int:
        return self.entries.order_by().filter(received_at__gt=moment)[: most + 1].count()

    @cached_property
    def entries(self) -> QuerySet:
        """With what they are put in order by."""
        return self._chosen()

    def _chosen(self) -> QuerySet:
        chosen = self.chosen
        base: QuerySet = QueueEntry.objects.all()
        state = "waiting" if chosen.state.code == LOOK else chosen.state.code
        verdict = LOOK if chosen.state.code == LOOK else chosen.verdict
        if self.is_by_guideline:
            base = QueuedVerdict.objects.filter(guideline=chosen.guideline, verdict=verdict or LOOK)
        elif chosen.guideline:
            base = base.filter(comment__in=Comment.objects.with_verdict(chosen.guideline, verdict))
        elif verdict:
            base = base.filter(verdict=verdict)
        return self._without_hidden(self._narrowed(base.filter(state=state)))

    def _without_hidden(self, base: QuerySet) -> QuerySet:
        """What is to be judged unaided stands in no slice and no order that follows from the evidence."""
        chosen = self.chosen
        asked = (chosen.state.code == LOOK, chosen.guideline, chosen.verdict, chosen.ready, chosen.sort)
        if not any(asked):
            return base
        path = "entry__comment__" if self.is_by_guideline else "comment__"
        return without_drawn(base, EVIDENCE_HIDDEN, setting("EVIDENCE_HIDDEN_SHARE"), path=path)

    def _narrowed(self, base: QuerySet) -> QuerySet:
        chosen, path = self.chosen, "entry__" if self.is_by_guideline else ""
        equal = {
            "discussion": chosen.discussion and int(chosen.discussion),
            "section": chosen.section,
            "language": chosen.language,
            "author": chosen.author and int(chosen.author),
        }
        base = base.filter(**{path + name: value for name, value in equal.items() if value})
        if chosen.only is not None:
            base = base.filter(**{f"{path}section__in": sorted(chosen.only)})
        if chosen.alike is not None:
            base = base.filter(**{f"{self.key}__in": chosen.alike.values("pk")})
        if chosen.age:
            base = base.filter(received_at__lte=clock.now() - AGES[chosen.age].length)
        if chosen.ready == "known":
            known = {"verdict": CLEAR, "approved_before__gte": APPROVED_COUNTED}
            known["language__in"] = setting("RECALL_PUBLISHED")
            base = base.filter(**{path + name: value for name, value in known.items()})
            base = _without_held(base, path)
        return base

    def _all_but(self, keys: Iterable[int]) -> QuerySet:
        keys = list(keys)
        return self.entries.exclude(**{f"{self.key}__in": keys}) if keys else self.entries

    def _first(self, entries: QuerySet, way: str, place: str) -> int | None:
        return getattr(self.order, way)(entries, self.key, place).values_list(self.key, flat=True).first()

    def _comments(self, entries: QuerySet) -> list[Comment]:
        keys = list(entries.values_list(self.key, flat=True))
        found = Comment.objects.select_related("author", "queue_entry").in_bulk(keys)
        return [found[key] for key in keys if key in found]


def _without_held(base: QuerySet, path: str) -> QuerySet:
    """What is all clear is decided at a glance; at who is held for review, somebody wants to look twice."""
    held = Standing.objects.holding()
    authors, networks = held.exclude(author=None).values("author"), held.filter(author=None).values("key")
    return base.exclude(**{f"{path}author__in": authors}).exclude(**{f"{path}comment__network__in": networks})
