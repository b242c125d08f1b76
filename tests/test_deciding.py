"""Approve, reject, undo: what a decision does, and when it is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from comments import refusals
from comments.models import Comment, Decision, TrailEntry
from tests.factories import make_approved, make_comment, make_moderator, make_rejected

pytestmark = pytest.mark.django_db


def test_a_comment_waits_until_it_is_decided():
    comment = make_comment()

    assert list(Comment.objects.awaiting_decision()) == [comment]
    assert not Comment.objects.published().exists()


def test_an_approved_comment_is_published():
    comment = make_comment()

    comment.approve(by=make_moderator(), seen=0)

    assert list(Comment.objects.published()) == [comment]
    assert not Comment.objects.awaiting_decision().exists()


def test_a_rejected_comment_is_not_published_and_names_its_guidelines_in_order():
    comment = make_comment()

    decision = comment.reject(by=make_moderator(), seen=0, guidelines=["threats", "abuse", "threats"])

    assert not Comment.objects.published().exists()
    assert [guideline.code for guideline in decision.guidelines] == ["threats", "abuse"]


def test_a_rejection_names_a_guideline():
    comment = make_comment()

    with pytest.raises(refusals.GuidelineRequired):
        comment.reject(by=make_moderator(), seen=0, guidelines=[])
    assert comment.decisions.count() == 0


@pytest.mark.parametrize("code", ["", "no-such", "Threats"])
def test_a_rejection_under_an_unknown_guideline_is_refused(code):
    comment = make_comment()

    with pytest.raises(refusals.UnknownGuideline):
        comment.reject(by=make_moderator(), seen=0, guidelines=["threats", code])


def test_a_retired_guideline_is_not_decided_under():
    from comments.models import Guideline

    comment = make_comment()
    Guideline.objects.filter(code="relevance").update(retired_at=timezone.now())

    with pytest.raises(refusals.UnknownGuideline):
        comment.reject(by=make_moderator(), seen=0, guidelines=["relevance"])


def test_the_second_moderator_is_told_who_decided_what():
    comment = make_comment()
    stale = Comment.objects.get(pk=comment.pk)
    first = make_moderator("leyla")
    comment.approve(by=first, seen=0)

    with pytest.raises(refusals.AlreadyDecided, match=r"leyla already decided .*: approved") as refusal:
        stale.reject(by=make_moderator(), seen=0, guidelines=["threats"])
    assert refusal.value.decision.by == first


@pytest.mark.parametrize("seen", [1, 7, -1])
def test_a_decision_on_something_not_seen_is_refused(seen):
    comment = make_comment()

    with pytest.raises(refusals.AlreadyDecided):
        comment.approve(by=make_moderator(), seen=seen)


def test_the_words_in_question_are_marked_by_span_or_by_quotation():
    comment = make_comment("You are a fool, a complete fool 🙃.")

    decision = comment.reject(
        by=make_moderator(), seen=0, guidelines=["personal_attacks"], words=[(10, 14), "complete fool 🙃"]
    )

    marked = [comment.text[words.start : words.end] for words in decision.marked_words.order_by("start")]
    assert marked == ["fool", "complete fool 🙃"]


@pytest.mark.parametrize("words", [["not there"], [(5, 5)], [(0, 999)], [(-1, 3)], [""]])
def test_marking_words_that_are_not_there_is_refused(words):
    comment = make_comment()

    with pytest.raises(refusals.WordsNotFound):
        comment.reject(by=make_moderator(), seen=0, guidelines=["threats"], words=words)
    assert comment.decisions.count() == 0


def test_undo_makes_it_wait_again_and_leaves_two_decisions():
    comment, moderator = make_comment(), make_moderator()
    comment.approve(by=moderator, seen=0)

    comment.undo(by=moderator, seen=1)

    assert comment.status == "pending"
    assert [decision.outcome for decision in comment.decisions_in_order] == ["approved", "undone"]


def test_undoing_a_reconsideration_brings_back_what_stood_before():
    moderator = make_moderator()
    comment = make_approved(by=moderator)
    comment.reject(by=moderator, seen=1, guidelines=["abuse"])

    comment.undo(by=moderator, seen=2)

    assert comment.status == "approved"


def test_an_undone_comment_can_be_decided_again():
    comment, moderator = make_comment(), make_moderator()
    comment.approve(by=moderator, seen=0)
    comment.undo(by=moderator, seen=1)

    comment.reject(by=moderator, seen=2, guidelines=["abuse"])

    assert comment.status == "rejected"


def test_only_who_decided_may_undo():
    comment = make_approved(by=make_moderator())

    with pytest.raises(refusals.NotYoursToUndo):
        comment.undo(by=make_moderator(), seen=1)


def test_undo_is_refused_when_the_window_is_over(settings):
    settings.COMMENTS = {**settings.COMMENTS, "UNDO_SECONDS": 0}
    moderator = make_moderator()
    comment = make_approved(by=moderator)

    with pytest.raises(refusals.TooLateToUndo):
        comment.undo(by=moderator, seen=1)


def test_there_is_nothing_to_undo_on_a_waiting_comment():
    with pytest.raises(refusals.NothingToUndo):
        make_comment().undo(by=make_moderator(), seen=0)


def test_a_rejected_comment_is_approved_only_with_a_reason():
    comment = make_rejected()

    with pytest.raises(refusals.ReasonRequired):
        comment.approve(by=make_moderator(), seen=1, explanation="  ")
    comment.approve(by=make_moderator(), seen=1, explanation="It was satire.")

    assert comment.is_published


def test_the_same_outcome_twice_is_refused():
    with pytest.raises(refusals.AlreadyDecided):
        make_approved().approve(by=make_moderator(), seen=1)
    with pytest.raises(refusals.AlreadyDecided):
        make_rejected().reject(by=make_moderator(), seen=1, guidelines=["threats"])


def test_the_author_is_told_only_after_the_undo_window():
    comment = make_rejected()
    later = timezone.now() + timedelta(seconds=31)

    assert comment.decision_told() is None
    assert comment.decision_told(now=later).outcome == "rejected"


def test_a_decision_keeps_the_evidence_it_was_made_on():
    comment = make_comment("You should be shot.")

    decision = comment.reject(by=make_moderator(), seen=0, guidelines=["threats"])
    comment.screen()

    assert decision.screening.number == 1
    assert comment.newest_screening.number == 2


def test_every_act_is_in_the_trail_in_order():
    comment, moderator = make_comment(), make_moderator()
    comment.approve(by=moderator, seen=0)
    comment.undo(by=moderator, seen=1)
    comment.withdraw()

    trail = TrailEntry.objects.filter(comment=comment).order_by("pk")

    assert [entry.act for entry in trail] == ["submitted", "approved", "undone", "withdrawn"]
    assert trail[0].details == {"digest": comment.digest}


def test_a_withdrawn_comment_is_not_decided():
    comment = make_comment()
    comment.withdraw()

    with pytest.raises(refusals.NotDecidable):
        comment.approve(by=make_moderator(), seen=0)
    assert not Decision.objects.exists()


def test_a_fault_of_ours_does_not_pass_for_somebody_elses_decision():
    comment = make_comment()

    with pytest.raises(IntegrityError, match="names who decided"):
        comment.approve(by=None, seen=0)
