"""Two at once, with connections of their own: one wins, the other is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from comments import refusals
from comments.models import Comment, Decision, Withdrawal
from tests.factories import make_approved, make_author, make_comment, make_discussion, make_moderator, number

ROUNDS = 20

pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, or the refusal it met; all are begun at the same moment."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            results[index] = act()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def in_hand(comment: Comment) -> Comment:
    """As each of two people has it: an object of their own, read before either acts."""
    return Comment.objects.get(pk=comment.pk)


def split(results: list[object]) -> tuple[list[object], list[object]]:
    """Those who won, and those who were refused. Anything else that was raised is an error here too."""
    refused = [result for result in results if isinstance(result, refusals.Refusal)]
    won = [result for result in results if result not in refused]
    assert not [result for result in won if isinstance(result, Exception)], results
    return won, refused


def status_of(comment: Comment) -> str:
    return in_hand(comment).status


def test_of_two_decisions_one_wins_and_the_other_is_told_whose():
    one, two = make_moderator(), make_moderator()
    discussion = make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)
        first, second = in_hand(comment), in_hand(comment)

        results = at_once(
            lambda first=first: first.approve(by=one, seen=0),
            lambda second=second: second.reject(by=two, seen=0, guidelines=["abuse"]),
        )

        (won,), (refused,) = split(results)
        assert isinstance(refused, refusals.AlreadyDecided)
        assert refused.decision == won == comment.decisions.get()
        assert won.by.get_username() in str(refused)
        assert status_of(comment) == won.outcome


def test_of_two_equal_decisions_one_is_recorded():
    one, two = make_moderator(), make_moderator()
    discussion = make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)
        first, second = in_hand(comment), in_hand(comment)

        results = at_once(
            lambda first=first: first.approve(by=one, seen=0),
            lambda second=second: second.approve(by=two, seen=0),
        )

        (won,), (refused,) = split(results)
        assert refused.decision == won == comment.decisions.get()


def test_of_undoing_and_rejecting_one_wins():
    one, two = make_moderator(), make_moderator()
    discussion = make_discussion()
    for _ in range(ROUNDS):
        comment = make_approved(by=one, discussion=discussion)
        first, second = in_hand(comment), in_hand(comment)

        results = at_once(
            lambda first=first: first.undo(by=one, seen=1),
            lambda second=second: second.reject(by=two, seen=1, guidelines=["abuse"]),
        )

        (won,), (refused,) = split(results)
        assert isinstance(refused, refusals.AlreadyDecided)
        assert refused.decision == won
        assert status_of(comment) == {"undone": "pending", "rejected": "rejected"}[won.outcome]


def test_a_withdrawal_holds_whatever_was_decided_meanwhile():
    moderator, discussion = make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)
        first, second = in_hand(comment), in_hand(comment)

        _, decided = at_once(
            lambda first=first: first.withdraw(),
            lambda second=second: second.approve(by=moderator, seen=0),
        )

        assert isinstance(decided, Decision | refusals.NotDecidable)
        assert status_of(comment) == "withdrawn"


def test_an_erasure_holds_whatever_was_decided_meanwhile():
    moderator, discussion = make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)
        first, second = in_hand(comment), in_hand(comment)

        _, decided = at_once(
            lambda first=first: first.erase(by=moderator, request="2026/17"),
            lambda second=second: second.reject(
                by=moderator, seen=0, guidelines=["abuse"], explanation="You wrote that."
            ),
        )

        assert isinstance(decided, Decision | refusals.NotDecidable)
        assert status_of(comment) == "erased"
        assert not comment.decisions.exclude(explanation="").exists()


def test_the_database_alone_keeps_the_status_right():
    """Without the verbs, which wait for each other before they look."""
    moderator, discussion = make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)

        at_once(
            lambda comment=comment: Withdrawal.objects.create(comment=comment),
            lambda comment=comment: Decision.objects.create(
                comment=comment, number=1, outcome="approved", by=moderator
            ),
        )

        assert comment.decisions.count() == Withdrawal.objects.filter(comment=comment).count() == 1
        assert status_of(comment) == "withdrawn"


def test_one_form_sent_twice_is_one_comment():
    discussion = make_discussion()
    for _ in range(ROUNDS):
        author, form_key = make_author(), f"form-{next(number)}"

        def send(author=author, form_key=form_key):
            return make_comment(discussion=discussion, author=author, form_key=form_key)

        results = at_once(send, send)

        (one, two), refused = split(results)
        assert not refused
        assert one == two == Comment.objects.get(form_key=form_key)


def test_one_report_sent_twice_counts_once():
    moderator, discussion = make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment, reader = make_approved(by=moderator, discussion=discussion), make_author()
        first, second = in_hand(comment), in_hand(comment)

        results = at_once(
            lambda first=first, reader=reader: first.report(author=reader, guideline="abuse"),
            lambda second=second, reader=reader: second.report(author=reader, guideline="abuse"),
        )

        (won,), (refused,) = split(results)
        assert isinstance(refused, refusals.AlreadyReported)
        assert comment.reports.get() == won
