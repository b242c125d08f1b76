"""What readers see of a discussion: published comments in two levels, a bounded number at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from comments.conf import setting
from comments.discussion_read import ReadDiscussion
from comments.models import Comment, Publication
from comments.places import NEWEST, OLDEST, Place
from comments.prepared import Prepared

__all__ = ["NEWEST", "OLDEST", "Place", "Thread", "Threads", "threads_read"]

REPLIES_SHOWN = 5  # of a thread in the list; the rest behind "more replies"
MOST_COUNTED = 1000
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
REPLIES_PER_PAGE = 50  # of a thread that was entered by one of its later replies


@dataclass(slots=True)
class ShownComment:
    """What readers are told of a comment. `answered_name` only where that one is published too."""

    pk: int
    thread_id: int | None
    in_reply_to_id: int | None
    name: str
    text: str
    language: str
    submitted_at: datetime
    answered_name: str | None
    badge_kind: str | None


@dataclass
class Thread:
    """A comment and its replies in time order. `comment` is None where only a tombstone is left of it."""

    pk: int
    status: str
    comment: ShownComment | None = None
    replies: list[ShownComment] = field(default_factory=list)
    next_reply: int | None = None  # the first that is not shown, and how many there are, where that is known
    hidden: int | None = None
    is_entered: bool = False  # it begins with a later reply than its first


@dataclass
class Threads:
    """One page of threads, and where the next begins. `is_missing`: the comment asked for is not public."""

    threads: list[Thread]
    next_place: Place | None = None
    is_missing: bool = False

    @property
    def comments(self) -> Iterable[ShownComment]:
        for thread in self.threads:
            if thread.comment:
                yield thread.comment
            yield from thread.replies


def threads_read(discussion: ReadDiscussion, place: Place | None = None) -> Threads:
    """Threads in order from a place on; where there is no such comment, from the first.

    Two queries, and a third for a thread that is entered by one of its later replies. Each reads as much as
    is shown, however long the discussion is. The words come from what is published alone.
    """
    place = place or Place()
    size = setting("THREADS_PER_PAGE")
    if place.since is not None:
        return _news(discussion, place.since, size)
    begun = _begun_from(discussion, place, size + 1)
    if place.start and not begun:
        return Threads(threads_read(discussion, Place(place.sort)).threads, is_missing=True)
    next_place = None
    if len(begun) > size:
        next_place = Place(place.sort, after=(begun[size - 1]["submitted_at"], begun[size - 1]["pk"]))
    begun = begun[:size]
    threads = {row["pk"]: _thread(row) for row in begun}
    entered = _entered(begun, place)
    for comment in _comments(begun, without_replies=entered):
        _put(comment, threads)
    if entered and place.start:
        _enter(threads[entered], begun[0]["start_at"], place.start)
    # Between the queries the last of a thread may have left public view.
    return Threads([thread for thread in threads.values() if thread.comment or thread.replies], next_place)


def _news(discussion: ReadDiscussion, since: int, size: int) -> Threads:
    """What was published after a version, each comment by itself, as it became public."""
    found = Publication.objects.filter(discussion=discussion.pk).after(since).order_by("number", "pk")
    numbers = dict(found.values_list("comment", "number")[: size + 1])
    keys = list(numbers)[:size]
    comments = {comment.pk: comment for comment in _told(Comment.objects.published_among(Q(pk__in=keys)))}
    threads = [Thread(pk, "approved", comments[pk]) for pk in keys if pk in comments]
    # Several of one version come and go together: an import publishes them at once.
    next_place = Place(since=numbers[keys[-1]]) if len(numbers) > size else None
    return Threads(threads, next_place)


def _thread(row: dict) -> Thread:
    is_told = row["cut"] and row["reply_count"] <= MOST_COUNTED
    hidden = row["reply_count"] - REPLIES_SHOWN if is_told else None
    return Thread(row["pk"], row["status"], next_reply=row["cut"], hidden=hidden)


def _begun_from(discussion: ReadDiscussion, place: Place, size: int) -> list[dict]:
    if place.is_beginning:
        return list(
            _first_begun(place.sort, size, REPLIES_SHOWN, MOST_COUNTED).rows(discussion=discussion.pk)
        )
    return list(_begun(discussion.pk, place)[:size])


@cache
def _first_begun(sort: str, size: int, *bounds: int) -> Prepared:
    """For each of the bounds that are written into it."""
    return Prepared(lambda discussion: _begun(discussion, Place(sort))[:size], discussion=int)


def _begun(discussion: int, place: Place):
    """What begins a thread, and where its replies are cut. In order of time: imports bring the past."""
    begun = Comment.objects.filter(discussion=discussion).threads()
    cut = _published(thread=OuterRef("pk")).order_by("submitted_at", "pk")
    begun = begun.annotate(
        cut=Subquery(cut.values("pk")[REPLIES_SHOWN : REPLIES_SHOWN + 1]),
        cut_at=Subquery(cut.values("submitted_at")[REPLIES_SHOWN : REPLIES_SHOWN + 1]),
        reply_count=RawSQL(_reply_count(), []),
    )
    if place.start:
        start = _visible(discussion, place.start)
        begun = begun.annotate(start_at=Subquery(start.values("submitted_at")))
        pk = Subquery(start.values(first=Coalesce("thread", "pk")))
        at = Subquery(start.values(at=Coalesce("thread__submitted_at", "submitted_at")))
        begun = begun.filter(_beyond(place.sort, at, pk, or_there=True))
    elif place.after:
        begun = begun.filter(_beyond(place.sort, *place.after))
    way = "" if place.sort == OLDEST else "-"
    columns = ["pk", "status", "submitted_at", "cut", "cut_at", "reply_count"]
    return begun.order_by(f"{way}submitted_at", f"{way}pk").values(
        *columns, *["start_at"] * bool(place.start)
    )


def _reply_count() -> str:
    """Of one thread, counted no further than it is told."""
    table = Comment._meta.db_table
    replies = f"SELECT 1 FROM {table} r WHERE r.thread_id = {table}.id AND r.status = 'approved'"
    return f"SELECT COUNT(*) FROM ({replies} LIMIT {MOST_COUNTED + 1}) AS counted"


def _beyond(sort: str, at, pk, *, or_there: bool = False) -> Q:
    way = "gt" if sort == OLDEST else "lt"
    # The first condition says nothing new; it is there for the index.
    further = Q(**{f"submitted_at__{way}": at}) | Q(**{f"pk__{way}{'e' * or_there}": pk})
    return Q(**{f"submitted_at__{way}e": at}) & further


def _visible(discussion: int, pk: int):
    """The comment of that number where readers can see it, or its tombstone. Of others nothing is told."""
    replies = _published(thread=OuterRef("pk"))
    is_tombstone = Q(thread=None) & Exists(replies)
    return Comment.objects.filter(discussion=discussion, pk=pk).filter(Q(status="approved") | is_tombstone)


def _entered(begun: list[dict], place: Place) -> int | None:
    """The thread that begins with a later reply: one that stands behind where its replies are cut."""
    first = begun[0] if begun else None
    if not place.start or first is None or first["cut"] is None or first["pk"] == place.start:
        return None
    is_behind = (first["start_at"], place.start) >= (first["cut_at"], first["cut"])
    return first["pk"] if is_behind else None


def _comments(begun: list[dict], *, without_replies: int | None) -> Iterable[ShownComment]:
    """The published comments of these threads, replies as far as they are shown, in time order."""
    cut = [row for row in begun if row["cut"] and row["pk"] != without_replies]
    keys, whole = [row["pk"] for row in begun], [row["pk"] for row in begun if row["cut"] is None]
    size, room = setting("THREADS_PER_PAGE"), _room_for(len(cut))
    values = _named("key", keys, size) | _named("whole", whole, size)
    values |= _named("thread", [row["pk"] for row in cut], room)
    values |= _named("cut", [row["cut"] for row in cut], room)
    values |= _named("at", [row["cut_at"] for row in cut], room, LONG_AGO)
    return (ShownComment(*row) for row in _shown_of(size, room).tuples(**values))


def _named(name: str, values: list, room: int, filling: Any = 0) -> dict[str, Any]:
    """Filled up with what nothing has, so that few questions do for every number of them."""
    return {f"{name}{n}": value for n, value in enumerate([*values, *[filling] * (room - len(values))])}


def _room_for(cut: int) -> int:
    return 1 << (cut - 1).bit_length() if cut else 0


@cache
def _shown_of(size: int, room: int) -> Prepared:
    """What is shown of so many threads at most, some of which are cut."""

    def make(**values: Any):
        few = Q(pk__in=[values[f"key{n}"] for n in range(size)])
        few |= Q(thread__in=[values[f"whole{n}"] for n in range(size)])
        for n in range(room):
            few |= _first_replies(values[f"thread{n}"], values[f"at{n}"], values[f"cut{n}"])
        return _told_of(Comment.objects.published_among(few))

    names = [f"{name}{n}" for name in ("key", "whole") for n in range(size)]
    names += [f"{name}{n}" for name in ("thread", "cut") for n in range(room)]
    return Prepared(make, **dict.fromkeys(names, int), **{f"at{n}": datetime for n in range(room)})


def _first_replies(thread: int, cut_at: datetime, cut: int) -> Q:
    earlier = Q(submitted_at__lt=cut_at) | Q(pk__lt=cut)
    return _is_approved() & Q(thread=thread, submitted_at__lte=cut_at) & earlier


def _put(comment: ShownComment, threads: dict[int, Thread]) -> None:
    if comment.thread_id is None:
        threads[comment.pk].comment = comment
    else:
        threads[comment.thread_id].replies.append(comment)


def _enter(thread: Thread, at: datetime, pk: int) -> None:
    """Its replies from that one on."""
    later = Q(submitted_at__gte=at) & (Q(submitted_at__gt=at) | Q(pk__gte=pk))
    replies = list(_told(_published(thread=thread.pk).filter(later), limit=REPLIES_PER_PAGE + 1))
    thread.next_reply = replies[REPLIES_PER_PAGE].pk if len(replies) > REPLIES_PER_PAGE else None
    thread.replies, thread.hidden, thread.is_entered = replies[:REPLIES_PER_PAGE], None, True


def _told(comments, limit: int | None = None) -> Iterable[ShownComment]:
    return (ShownComment(**row) for row in _told_of(comments)[:limit])


def _told_of(comments):
    """In time order. Nobody learns the name under what is not published."""
    name = Case(When(in_reply_to__status="approved", then=F("in_reply_to__name")))
    told = comments.annotate(answered_name=name, badge_kind=F("badge__kind")).order_by("submitted_at", "pk")
    return told.values(*(each.name for each in fields(ShownComment)))


def _published(**where):
    return Comment.objects.filter(_is_approved(), **where)


def _is_approved() -> Q:
    """Said to SQLite in words: by a value that comes only later it finds no index of what is approved."""
    return Q(Exact(F("status"), RawSQL("'approved'", [])))
