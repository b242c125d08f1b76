"""What is decided, the last decision first, from any place on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef
from django.db.models.query import QuerySet

from comments import clock
from comments.desk.places import numbers
from comments.desk.wordings import AGES
from comments.models import Comment, Decision
from comments.models.comment_queryset import CommentQuerySet

if TYPE_CHECKING:
    from comments.desk.slices import Slice


class DecidedLine:
    """A place is the number in the database of the decision that stands."""

    def __init__(self, chosen: Slice) -> None:
        self.chosen = chosen

    def page(self, place: str, size: int) -> list[Comment]:
        """From the place on; one more than `size`, where there is more."""
        keys = list(self._beyond(place).values_list("pk", "standing")[: size + 1])
        found = Comment.objects.select_related("author").in_bulk([key for key, _standing in keys])
        for key, standing in keys:
            found[key].standing = standing
        return [found[key] for key, _standing in keys]

    def first(self, place: str, without: Iterable[int] = ()) -> int | None:
        return self._beyond(place).exclude(pk__in=without).values_list("pk", flat=True).first()

    def following(self, comment: Comment, without: Iterable[int] = ()) -> int | None:
        """Which comes after `comment`, leaving some out; from the start again at the end."""
        without = [comment.pk, *without]
        return self.first(self.place_of(comment), without) or self.first("", without)

    def preceding(self, comment: Comment, without: Iterable[int] = ()) -> int | None:
        if not (place := numbers(self.place_of(comment), count=1)):
            return None
        others = self._standing().filter(standing__gt=place[0]).exclude(pk__in=[comment.pk, *without])
        return others.order_by("standing").values_list("pk", flat=True).first()

    def place_of(self, comment: Comment) -> str:
        if hasattr(comment, "standing"):
            return str(comment.standing)
        decision = comment.standing_decision
        return str(decision.pk) if decision else ""

    def is_past(self, comment: Comment, place: str) -> bool:
        """Whether `comment` stands beyond `place`."""
        here, there = numbers(self.place_of(comment), count=1), numbers(place, count=1)
        return there is None or (here is not None and here < there)

    @property
    def counted(self) -> QuerySet:
        """What to count, to know how many there are."""
        return self._filtered()

    def arrived_since(self, moment: datetime, most: int) -> int:
        """Nobody waits for more of these."""
        return 0

    def _beyond(self, place: str) -> QuerySet:
        comments = self._standing().order_by("-standing")
        read = numbers(place, count=1)
        return comments.filter(standing__lt=read[0]) if read else comments

    def _standing(self) -> QuerySet:
        later = Decision.objects.not_undone().filter(comment=OuterRef("pk"))
        return (
            self._filtered()
            .filter(
                ~Exists(later.filter(number__gt=OuterRef("decisions__number"))),
                # Not as a join: PostgreSQL would take it for rare, and sort all that was ever decided.
                ~Exists(Decision.objects.filter(undoes=OuterRef("decisions__pk"))),
                decisions__outcome__in=[Decision.Outcome.APPROVED, Decision.Outcome.REJECTED],
            )
            .annotate(standing=F("decisions__pk"))
        )

    def _filtered(self) -> CommentQuerySet:
        chosen = self.chosen
        comments = Comment.objects.decided() if chosen.alike is None else chosen.alike
        if chosen.guideline:
            comments = comments.with_verdict(chosen.guideline, chosen.verdict or "look")
        elif chosen.verdict:
            comments = comments.with_word(chosen.verdict)
        equal = {
            "discussion": chosen.discussion and int(chosen.discussion),
            "discussion__section": chosen.section,
            "language": chosen.language,
            "author": chosen.author and int(chosen.author),
        }
        comments = comments.filter(**{name: value for name, value in equal.items() if value})
        if chosen.only is not None:
            comments = comments.filter(discussion__section__in=sorted(chosen.only))
        if chosen.age:
            comments = comments.filter(received_at__lte=clock.now() - AGES[chosen.age].length)
        return comments
