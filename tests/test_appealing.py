"""The author asks to have it decided again."""

from __future__ import annotations

import pytest

from comments import refusals
from comments.models import Appeal, Comment
from tests.factories import make_approved, make_comment, make_moderator, make_rejected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def decided_at_once(settings):
    """The author may appeal once told, and is told once the undo window is over."""
    settings.COMMENTS = {**settings.COMMENTS, "UNDO_SECONDS": 0}


def test_a_rejected_comment_can_be_decided_again():
    comment = make_rejected()

    appeal = comment.appeal(statement="I only quoted the article.")

    assert list(Comment.objects.under_appeal()) == [comment]
    assert appeal.is_open


@pytest.mark.parametrize("make", [make_comment, make_approved])
def test_only_a_rejected_comment_can_be_appealed(make):
    with pytest.raises(refusals.NotAppealable):
        make().appeal()


def test_a_rejection_not_yet_told_cannot_be_appealed(settings):
    settings.COMMENTS = {**settings.COMMENTS, "UNDO_SECONDS": 30}

    with pytest.raises(refusals.NotAppealable):
        make_rejected().appeal()


def test_one_rejection_is_appealed_once():
    comment = make_rejected()
    comment.appeal()

    with pytest.raises(refusals.NotAppealable):
        comment.appeal()


def test_the_time_to_appeal_ends(settings):
    settings.COMMENTS = {**settings.COMMENTS, "APPEAL_DAYS": 0}

    with pytest.raises(refusals.NotAppealable, match="time"):
        make_rejected().appeal()


def test_another_moderator_judges():
    moderator = make_moderator()
    appeal = make_rejected(by=moderator).appeal()

    with pytest.raises(refusals.SameModerator):
        appeal.overturn(by=moderator, seen=1)
    with pytest.raises(refusals.SameModerator):
        appeal.confirm(by=moderator, seen=1, guidelines=["promotion"])


def test_an_overturned_rejection_is_published():
    comment = make_rejected()
    appeal = comment.appeal()

    appeal.overturn(by=make_moderator(), seen=1)

    assert list(Comment.objects.published()) == [comment]
    assert not Appeal.objects.open().exists()


def test_a_confirmed_rejection_is_final():
    comment = make_rejected()
    appeal = comment.appeal()

    appeal.confirm(by=make_moderator(), seen=1, guidelines=["abuse"])

    comment.refresh_from_db()
    assert comment.status == "rejected"
    assert not Appeal.objects.open().exists()
    with pytest.raises(refusals.NotAppealable, match="final"):
        comment.appeal()


def test_confirming_names_a_guideline():
    appeal = make_rejected().appeal()

    with pytest.raises(refusals.GuidelineRequired):
        appeal.confirm(by=make_moderator(), seen=1, guidelines=[])


def test_an_appeal_decided_twice_lets_one_win():
    appeal = make_rejected().appeal()
    stale = Appeal.objects.get(pk=appeal.pk)
    appeal.overturn(by=make_moderator(), seen=1)

    with pytest.raises(refusals.AlreadyDecided):
        stale.confirm(by=make_moderator(), seen=1, guidelines=["abuse"])


def test_an_appeal_that_was_answered_is_not_answered_again():
    comment, judge = make_rejected(), make_moderator()
    appeal = comment.appeal()
    appeal.confirm(by=judge, seen=1, guidelines=["abuse"])

    with pytest.raises(refusals.AlreadyDecided):
        appeal.confirm(by=judge, seen=2, guidelines=["abuse"])
    with pytest.raises(refusals.AlreadyDecided):
        appeal.overturn(by=judge, seen=2)


def test_nobody_decides_past_an_open_appeal():
    moderator = make_moderator()
    comment = make_rejected(by=moderator)
    appeal = comment.appeal()

    with pytest.raises(refusals.UnderAppeal):
        comment.approve(by=moderator, seen=1, explanation="I was wrong.")
    with pytest.raises(refusals.UnderAppeal):
        comment.reject(by=moderator, seen=1, guidelines=["abuse"])
    assert appeal.is_open


def test_withdrawing_ends_the_appeal():
    comment = make_rejected()
    appeal = comment.appeal()

    comment.withdraw()

    assert not appeal.is_open
    assert comment.open_appeal is None


def test_undoing_the_answer_opens_the_appeal_again(settings):
    comment, judge = make_rejected(), make_moderator()
    appeal = comment.appeal()
    settings.COMMENTS = {**settings.COMMENTS, "UNDO_SECONDS": 30}
    appeal.overturn(by=judge, seen=1)

    Comment.objects.get(pk=comment.pk).undo(by=judge, seen=2)

    assert appeal.is_open
    assert list(Comment.objects.under_appeal()) == [comment]


@pytest.mark.parametrize("statement", ["x" * 3001, "nul\x00", "\ud800"])
def test_a_statement_that_cannot_be_stored_is_refused(statement):
    with pytest.raises(refusals.TextRefused):
        make_rejected().appeal(statement=statement)
