"""When too much waits, and discussions take no more until moderators have caught up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Q

from comments import clock, refusals
from comments.models.comment import Comment
from comments.models.discussion import Discussion
from comments.models.permanent import Permanent
from comments.models.waiting_cap import Caps, WaitingCap

# Once full, it opens again when this share of the cap waits: else it would open for one comment at a time.
REOPENS_AT = 0.8
# This near to the cap, comments are taken one after another, so that many at once do not jump over it.
NEAR = 50
LOCK = 0x636F6D6D  # a number of our own among PostgreSQL's advisory locks


@dataclass(frozen=True, slots=True)
class Scope:
    """The whole site, or one page, and how much may wait there."""

    page: int | None
    cap: int

    @property
    def reopens_at(self) -> int:
        return int(self.cap * REOPENS_AT)

    def waits(self, number: int) -> bool:
        """Whether so many wait, or more. Counts no further."""
        waiting = Comment.objects.awaiting_decision()
        if self.page is not None:
            waiting = waiting.filter(discussion=self.page)
        return number < 1 or waiting.order_by()[number - 1 : number].exists()

    def is_full(self, *, is_going_on: bool) -> bool:
        return self.waits(self.cap) or (is_going_on and self.waits(self.reopens_at + 1))


def scopes(discussion: Discussion | None, caps: Caps) -> list[Scope]:
    """What a comment under a page counts towards, where there is a cap."""
    found = [Scope(None, caps.most)] if caps.most else []
    on_page = (discussion.most_waiting or caps.most_on_page) if discussion else None
    if discussion and on_page:
        found.append(Scope(discussion.pk, on_page))
    return found


class OverloadQuerySet(models.QuerySet["Overload"]):
    def going_on(self) -> OverloadQuerySet:
        return self.filter(ended_at=None)

    def full(self, discussion: Discussion | None, caps: Caps | None = None) -> Scope | None:
        """What is so full that nothing more is taken under a page; looking changes nothing."""
        found = scopes(discussion, caps or WaitingCap.objects.in_force())
        going_on = self._going_on(found)
        return next((s for s in found if s.is_full(is_going_on=s.page in going_on)), None)

    def make_room(self, discussion: Discussion) -> list[Scope]:
        """Inside the transaction that takes a comment: refuse it, or say which scopes it may fill.

        Raises Overloaded.
        """
        found = scopes(discussion, WaitingCap.objects.in_force())
        going_on, near = self._going_on(found), []
        for scope in found:
            if scope.page not in going_on and not scope.waits(scope.cap - NEAR):
                continue
            _one_at_a_time(scope)
            if scope.is_full(is_going_on=scope.page in going_on):
                raise refusals.Overloaded(is_on_page=scope.page is not None)
            self.going_on().filter(discussion=scope.page).update(ended_at=clock.now())
            near.append(scope)
        return near

    def begin_where_full(self, near: list[Scope]) -> None:
        """Once the comment is there: what it filled is overloaded from now on."""
        for scope in near:
            if scope.waits(scope.cap):
                self.create(discussion_id=scope.page, cap=scope.cap)

    def review(self, discussion: Discussion | None) -> None:
        """After a cap was set: what is going on, is going on by the new one."""
        page = discussion.pk if discussion else None
        found = scopes(discussion, WaitingCap.objects.in_force())
        scope = next((scope for scope in found if scope.page == page), None)
        going_on = self.going_on().filter(discussion=page)
        if scope is None or not scope.is_full(is_going_on=going_on.exists()):
            going_on.update(ended_at=clock.now())
        elif not going_on.exists():
            self.create(discussion=discussion, cap=scope.cap)

    def _going_on(self, found: list[Scope]) -> set[int | None]:
        if not found:
            return set()
        pages = [scope.page for scope in found if scope.page is not None]
        rows = self.going_on().filter(Q(discussion=None) | Q(discussion__in=pages))
        return set(rows.values_list("discussion", flat=True))


class Overload(Permanent):
    """From when to when too much waited, on the whole site or under one page."""

    may_change = frozenset({"ended_at"})  # whether it is going on is a present state

    # NULL: the whole site.
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, null=True, related_name="overloads")
    cap = models.PositiveIntegerField()
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    objects = OverloadQuerySet.as_manager()

    class Meta(Permanent.Meta):
        indexes = [models.Index(fields=["discussion"], condition=Q(ended_at=None), name="overload_going_on")]

    def __str__(self) -> str:
        return f"overload {self.pk}"


def _one_at_a_time(scope: Scope) -> None:
    """Until the transaction ends. SQLite lets one write at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, (scope.page or 0) % 2**31])
