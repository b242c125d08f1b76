"""Where a comment stands in a list, so that paging goes on from there however long the list is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from comments.models import Decision
from comments.models.comment_queryset import CommentQuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEWEST_TIME = datetime(9999, 1, 1, tzinfo=UTC)
LARGEST_KEY = 2**63 - 1


def is_key(value: str) -> bool:
    """Whether it could be the number of a row in the database, as addresses and forms write it."""
    return re.fullmatch(r"[0-9]{1,18}", value) is not None


class OldestFirst:
    """By the time received, then by number. A place is written `microseconds.number`."""

    @staticmethod
    def ordered(comments: CommentQuerySet) -> CommentQuerySet:
        return comments.oldest_first()

    @staticmethod
    def reversed(comments: CommentQuerySet) -> CommentQuerySet:
        return comments.newest_first()

    @staticmethod
    def of(comment) -> str:
        return f"{(comment.received_at - EPOCH) // timedelta(microseconds=1)}.{comment.pk}"

    @classmethod
    def beyond(cls, comments: CommentQuerySet, place: str) -> CommentQuerySet:
        """What stands after `place`; all of it when the place is forged or damaged."""
        if not (read := _read(place, count=2)):
            return comments
        received_at, pk = _moment(read[0]), read[1]
        later = Q(received_at__gt=received_at) | Q(pk__gt=pk)
        return comments.filter(later, received_at__gte=received_at)

    @classmethod
    def before(cls, comments: CommentQuerySet, place: str) -> CommentQuerySet:
        if not (read := _read(place, count=2)):
            return comments
        received_at, pk = _moment(read[0]), read[1]
        earlier = Q(received_at__lt=received_at) | Q(pk__lt=pk)
        return comments.filter(earlier, received_at__lte=received_at)


class LastDecidedFirst:
    """By the decision that stands. A place is that decision's number in the database."""

    @staticmethod
    def ordered(comments: CommentQuerySet) -> CommentQuerySet:
        return _with_standing_decision(comments).order_by("-standing")  # type: ignore[misc]

    @staticmethod
    def reversed(comments: CommentQuerySet) -> CommentQuerySet:
        return _with_standing_decision(comments).order_by("standing")  # type: ignore[misc]

    @staticmethod
    def of(comment) -> str:
        if hasattr(comment, "standing"):
            return str(comment.standing)
        decision = comment.standing_decision
        return str(decision.pk) if decision else ""

    @classmethod
    def beyond(cls, comments: CommentQuerySet, place: str) -> CommentQuerySet:
        read = _read(place, count=1)
        return comments.filter(standing__lt=read[0]) if read else comments  # type: ignore[misc]

    @classmethod
    def before(cls, comments: CommentQuerySet, place: str) -> CommentQuerySet:
        read = _read(place, count=1)
        return comments.filter(standing__gt=read[0]) if read else comments  # type: ignore[misc]


def _with_standing_decision(comments: CommentQuerySet) -> CommentQuerySet:
    later = Decision.objects.not_undone().filter(comment=OuterRef("pk"))
    return comments.filter(
        ~Exists(later.filter(number__gt=OuterRef("decisions__number"))),
        decisions__undone_by=None,
        decisions__outcome__in=[Decision.Outcome.APPROVED, Decision.Outcome.REJECTED],
    ).annotate(standing=F("decisions__pk"))


def _read(place: str, *, count: int) -> list[int] | None:
    """The numbers of a place, or None when it is not one of ours."""
    if not re.fullmatch(r"[0-9]{1,19}" + r"\.[0-9]{1,19}" * (count - 1), place):
        return None
    numbers = [int(number) for number in place.split(".")]
    return numbers if max(numbers) <= LARGEST_KEY else None


def _moment(microseconds: int) -> datetime:
    try:
        return EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return NEWEST_TIME
