"""The queue when several decide, submit and screen at the same moment."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connections

from comments.models import Claim, Comment, QueueEntry
from comments.refusals import Refusal
from tests.factories import make_author, make_comment, make_discussion, make_moderator

ROUNDS = 4


def at_once(*acts) -> list[Exception]:
    """Run them in threads of their own, begun together. A refusal is an answer; all else is a fault."""
    barrier, faults = Barrier(len(acts)), []

    def run(act) -> None:
        try:
            barrier.wait()
            act()
        except Refusal:
            pass
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_an_authors_third_approval_is_known_of_all_that_waits_whoever_comes_first(committed_db):
    mina, leyla = make_moderator(), make_moderator()
    for _round in range(ROUNDS):
        author, discussion = make_author(), make_discussion()
        waits, *decided = [make_comment(author=author, discussion=discussion) for _ in range(7)]

        faults = at_once(
            *(
                lambda comment=comment, by=by: Comment.objects.get(pk=comment.pk).approve(by=by, seen=0)
                for comment, by in zip(decided, [mina, leyla] * 3, strict=True)
            )
        )

        assert faults == []
        assert QueueEntry.objects.differing() == []
        assert QueueEntry.objects.get(comment=waits).approved_before == 3


def test_deciding_while_it_is_screened_again_leaves_nothing_behind(committed_db):
    moderator = make_moderator()
    for _round in range(ROUNDS):
        comment = make_comment("You are an idiot.")

        faults = at_once(
            lambda comment=comment: Comment.objects.get(pk=comment.pk).screen(),
            lambda comment=comment: Comment.objects.get(pk=comment.pk).approve(by=moderator, seen=0),
            lambda comment=comment: make_comment(author=comment.author, discussion=comment.discussion),
        )

        assert faults == []
        assert QueueEntry.objects.differing() == []


def test_one_of_two_holds_what_both_open(committed_db):
    for _round in range(ROUNDS):
        comment, held = make_comment(), []

        faults = at_once(*(_taking(comment, make_moderator(), held) for _ in range(2)))

        assert faults == []
        assert len(set(held)) == 1


def _taking(comment, by, held: list[int]):
    return lambda: held.append(Claim.objects.take(comment=comment, by=by).by_id)


@pytest.mark.parametrize("seen", [0, 1])
def test_a_decision_and_its_undoing_at_once_leave_one_of_both(committed_db, seen):
    moderator, comment = make_moderator(), make_comment()
    if seen:
        comment.approve(by=moderator, seen=0)

    faults = at_once(
        lambda: Comment.objects.get(pk=comment.pk).undo(by=moderator, seen=1),
        lambda: Comment.objects.get(pk=comment.pk).reject(by=moderator, seen=seen, guidelines=["abuse"]),
    )

    assert faults == []
    assert QueueEntry.objects.differing() == []
