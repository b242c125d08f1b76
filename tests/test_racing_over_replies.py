"""A reply, and what happens at the same moment to the comment it answers."""

from __future__ import annotations

import pytest

from comments import refusals
from comments.models import Comment
from tests.factories import make_approved, make_author, make_discussion, make_moderator, make_user
from tests.test_racing import at_once, in_hand, split, status_of

ROUNDS = 10

pytestmark = pytest.mark.usefixtures("committed_db")


def reply_to(answered: Comment, author):
    found = in_hand(answered)
    return lambda: Comment.objects.submit(
        discussion=found.discussion, author=author, name="Rojda", text="It does.", in_reply_to=found
    )


def withdraw(answered: Comment):
    return in_hand(answered).withdraw


def reject(answered: Comment):
    moderator = make_moderator()
    return lambda: in_hand(answered).reject(by=moderator, seen=1, guidelines=["abuse"])


def erase(answered: Comment):
    editor = make_user()
    return lambda: in_hand(answered).erase(by=editor, request="2026-1")


@pytest.mark.parametrize(
    ("happens", "ends_as"), [(withdraw, "withdrawn"), (reject, "rejected"), (erase, "erased")]
)
@pytest.mark.parametrize("is_own", [True, False], ids=["one's own", "another's"])
def test_it_is_taken_before_or_refused_after(happens, ends_as, is_own):
    """Nobody waits in a ring either: both take the comment first, and then its author."""
    discussion = make_discussion()
    for _round in range(ROUNDS):
        author = make_author()
        answered = make_approved(discussion=discussion, author=author)
        replier = author if is_own else make_author()

        _won, refused = split(at_once(reply_to(answered, replier), happens(answered)))

        assert status_of(answered) == ends_as
        assert all(isinstance(refusal, refusals.ReplyRefused) for refusal in refused)
        assert answered.answers.count() == 1 - len(refused)
