"""What readers see of a discussion: published comments in two levels, a bounded number at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from comments.conf import setting
from comments.models import Comment, Discussion, WaitingCap
from comments.pages import Page

OLDEST, NEWEST = "oldest", "newest"
REPLIES_PER_PAGE = 200
SHOWN = ("pk", "discussion", "thread", "in_reply_to", "name", "text", "language", "submitted_at")


@dataclass
class Thread:
    """A comment and its replies in time order. `comment` is None where only a tombstone is left of it."""

    pk: int
    status: str
    comment: Comment | None = None
    replies: list[Comment] = field(default_factory=list)


@dataclass
class Threads:
    """One page of threads. `next_start` is the comment with which the next page begins."""

    threads: list[Thread]
    next_start: int | None = None


def discussion_read(page: Page) -> Discussion | None:
    """The page's discussion, `published_count` and caps, in one query. None before the first comment."""
    counted = Comment.objects.published().filter(discussion=OuterRef("pk")).order_by()
    counted = counted.values("discussion").annotate(n=Count("pk")).values("n")
    discussions = Discussion.objects.annotate(published_count=Coalesce(Subquery(counted), 0))
    return WaitingCap.objects.told_with(discussions).of_page(page)


def threads_read(discussion: Discussion, *, sort: str = OLDEST, start: int | None = None) -> Threads:
    """Threads in order, from the one with the comment `start`; where that is no comment here, from the first.

    Two queries. The words come from what is published alone.
    """
    size = setting("THREADS_PER_PAGE")
    begun = list(_begun(discussion, sort, start).values_list("pk", "status")[: size + 1])
    if start and not begun:
        return threads_read(discussion, sort=sort)
    threads = {pk: Thread(pk, status) for pk, status in begun[:size]}
    next_start = begun[size][0] if len(begun) > size else None
    left_over = _fill(threads, sort, start)
    if left_over is not None:
        next_start = left_over.pk
        threads = _up_to(threads, left_over)
    # Between the two queries the last of a thread may have left public view.
    return Threads([thread for thread in threads.values() if thread.comment or thread.replies], next_start)


def _begun(discussion: Discussion, sort: str, start: int | None):
    """What begins a thread, in order. Not by id: imports bring the past."""
    begun = Comment.objects.filter(discussion=discussion).threads()
    if start:
        begun = begun.filter(_from(discussion, sort, start))
    return begun.order_by("submitted_at", "pk") if sort == OLDEST else begun.order_by("-submitted_at", "-pk")


def _from(discussion: Discussion, sort: str, start: int) -> Q:
    first = Comment.objects.filter(discussion=discussion, pk=start)
    pk = Subquery(first.values(first=Coalesce("thread", "pk")))
    at = Subquery(first.values(at=Coalesce("thread__submitted_at", "submitted_at")))
    way = "gt" if sort == OLDEST else "lt"
    # The first condition says nothing new; it is there for the index.
    return Q(**{f"submitted_at__{way}e": at}) & (Q(**{f"submitted_at__{way}": at}) | Q(**{f"pk__{way}e": pk}))


def _fill(threads: dict[int, Thread], sort: str, start: int | None) -> Comment | None:
    """Put the published comments into their threads. Returns the first one that no longer fits."""
    comments = Comment.objects.published_among(Q(pk__in=threads) | Q(thread__in=threads))
    if start and start not in threads:
        comments = comments.exclude(_before(start), thread=next(iter(threads)))
    # Nobody learns the name under a comment that is not published.
    name = Case(When(in_reply_to__status="approved", then=F("in_reply_to__name")))
    most = len(threads) + REPLIES_PER_PAGE
    comments = comments.annotate(answered_name=name, badge_kind=F("badge__kind"))
    shown = _in_order(comments, sort).only(*SHOWN)[: most + 1]
    for n, comment in enumerate(shown):
        if n == most:
            return comment
        if comment.thread_id is None:
            threads[comment.pk].comment = comment
        else:
            threads[comment.thread_id].replies.append(comment)
    return None


def _in_order(comments, sort: str):
    """Thread after thread, in each the comment that began it and then its replies as time brought them."""
    comments = comments.alias(
        began_at=Coalesce("thread__submitted_at", "submitted_at"), began=Coalesce("thread", "pk")
    )
    way = "" if sort == OLDEST else "-"
    began_it = F("thread").asc(nulls_first=True)
    return comments.order_by(f"{way}began_at", f"{way}began", began_it, "submitted_at", "pk")


def _before(pk: int) -> Q:
    at = Subquery(Comment.objects.filter(pk=pk).values("submitted_at"))
    return Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=pk)


def _up_to(threads: dict[int, Thread], left_over: Comment) -> dict[int, Thread]:
    """The threads before the one where the page was full, and that one if any of it is shown."""
    kept = {}
    for pk, thread in threads.items():
        if pk == left_over.pk:
            break
        kept[pk] = thread
        if pk == left_over.thread_id:
            break
    return kept
