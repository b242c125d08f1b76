"""Whoever acts on many discussions in one transaction takes them in the one order: nobody waits in a ring."""

from __future__ import annotations

from django.utils import timezone

from comments.models import Comment, DiscussionVersion, Erasure, Publication
from comments.models.history import PastComment, PastDecision, PastPage
from tests.factories import make_comment, make_discussion, make_moderator
from tests.test_queue_races import at_once

MANY, ROUNDS = 30, 3


def make_approved_in(discussions, moderator) -> list[int]:
    """One in each, in this order."""
    comments = [make_comment(discussion=discussion) for discussion in discussions]
    for comment in comments:
        comment.approve(by=moderator, seen=0)
    return [comment.pk for comment in comments]


def past(page: int, key: str) -> PastComment:
    """Approved, under a page of its own and by an author of its own."""
    address = f"/old/{page:02}/"
    return PastComment(
        source_key=key,
        text=f"It floods, {page}.",
        page=PastPage(key=address, url=address, title="The bridge", language="en"),
        author_key=f"author-{page:02}",
        decision=PastDecision(outcome="approved", decided_at=timezone.now()),
    )


def bring_in(pages, key: str) -> list[Comment]:
    comments = [past(page, f"{key}-{n}") for n, page in enumerate(pages)]
    return Comment.objects.bring_in(source="old", comments=comments)


def test_two_who_erase_under_the_same_pages_do_not_wait_in_a_ring(committed_db):
    moderator = make_moderator()
    for _round in range(ROUNDS):
        pages = [make_discussion() for _ in range(MANY)]
        one, other = make_approved_in(pages, moderator), make_approved_in(reversed(pages), moderator)

        faults = at_once(
            *(
                lambda keys=keys: Erasure.objects.erase_all(keys, by=None, request="2026/18")
                for keys in (one, other)
            )
        )

        assert faults == []
        assert Comment.objects.filter(pk__in=[*one, *other]).exclude(status="erased").count() == 0
    assert DiscussionVersion.objects.exclude(published_count=0).count() == 0


def test_two_imports_of_the_same_pages_and_authors_do_not_wait_in_a_ring(committed_db):
    for number in range(ROUNDS):
        # What is there already is not made anew: only its order is left to meet in.
        bring_in(range(MANY), f"{number}-0")

        faults = at_once(
            *(
                lambda order=order, key=f"{number}-{order[0]}-again": bring_in(order, key)
                for order in (range(MANY), range(MANY - 1, -1, -1))
            )
        )

        assert faults == []
    assert Publication.objects.count() == 3 * MANY * ROUNDS


def test_an_import_keeps_the_order_of_what_it_publishes_under_a_page(committed_db):
    brought = bring_in([1, 0, 1, 0], "key")

    assert [comment.source_key for comment in brought] == ["key-0", "key-1", "key-2", "key-3"]
    numbers = dict(Publication.objects.values_list("comment__source_key", "number"))
    assert numbers["key-0"] < numbers["key-2"]
    assert numbers["key-1"] < numbers["key-3"]
    for comment in brought:
        assert comment.decisions.get().screening.comment_id == comment.pk
