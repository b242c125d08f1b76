"""A reader objects to a published comment."""

from __future__ import annotations

import pytest

from comments import refusals
from comments.models import Comment
from tests.factories import make_approved, make_author, make_comment, make_moderator

pytestmark = pytest.mark.django_db


def test_a_reported_comment_comes_back_to_the_moderators_and_stays_published():
    comment = make_approved()

    comment.report(author=make_author(), guideline="abuse", note="Look at the last line.")

    assert list(Comment.objects.reported()) == [comment]
    assert list(Comment.objects.published()) == [comment]


def test_a_reader_reports_a_comment_once():
    comment, reader = make_approved(), make_author()
    comment.report(author=reader, guideline="abuse")

    with pytest.raises(refusals.AlreadyReported):
        comment.report(author=reader, guideline="threats")


def test_only_a_published_comment_is_reported():
    with pytest.raises(refusals.NotReportable):
        make_comment().report(author=make_author(), guideline="abuse")


def test_a_report_names_a_guideline_in_force():
    with pytest.raises(refusals.UnknownGuideline):
        make_approved().report(author=make_author(), guideline="no-such")


def test_approving_again_answers_the_reports():
    comment = make_approved()
    comment.report(author=make_author(), guideline="abuse")

    comment.approve(by=make_moderator(), seen=1)

    assert not Comment.objects.reported().exists()
    assert comment.is_published


def test_rejecting_answers_the_reports():
    comment = make_approved()
    comment.report(author=make_author(), guideline="abuse")

    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    assert not Comment.objects.reported().exists()
    assert not Comment.objects.published().exists()


def test_undoing_the_answer_opens_the_report_again():
    comment, moderator = make_approved(), make_moderator()
    comment.report(author=make_author(), guideline="abuse")
    comment.approve(by=moderator, seen=1)

    comment.undo(by=moderator, seen=2)

    assert list(Comment.objects.reported()) == [comment]


def test_a_long_note_is_refused_with_its_length():
    with pytest.raises(refusals.TextRefused, match="500"):
        make_approved().report(author=make_author(), guideline="abuse", note="x" * 501)
