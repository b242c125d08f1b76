"""Passed to people who are not moderators: out of the queue, under a legal hold, and back again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from comments import refusals
from comments.models import Comment, Erasure, Escalation, TrailEntry
from tests.factories import (
    make_answerer,
    make_approved,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_an_escalation_names_a_group_a_kind_and_what_there_is_to_know():
    comment, moderator = make_comment(), make_moderator()

    escalation = comment.escalate(by=moderator, group="Security", kind="threat", note="He names her street.")

    assert (str(escalation.group), escalation.kind, escalation.by) == ("Security", "threat", moderator)
    assert comment.open_escalation == escalation
    assert comment.is_on_hold


@pytest.mark.parametrize("make", [make_comment, make_approved, make_rejected])
def test_whatever_was_decided_it_can_be_escalated(make):
    comment = make()
    status = comment.status

    make_escalated(comment)

    comment.refresh_from_db()
    assert comment.status == status


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"note": " \n"}, refusals.EscalationNeedsNote),
        ({"note": "x" * 2001}, refusals.TextRefused),
        ({"note": "\x00"}, refusals.TextRefused),
        ({"kind": "gossip"}, refusals.NotEscalatable),
        ({"group": "Moderators"}, refusals.NotEscalatable),
        ({"group": "No such"}, refusals.NotEscalatable),
    ],
)
def test_what_is_missing_or_unknown_is_refused(facts, refusal):
    with pytest.raises(refusal):
        make_escalated(**facts)
    assert not Escalation.objects.exists()


def test_of_an_erased_comment_there_is_nothing_to_pass_on():
    comment = make_comment()
    comment.erase(by=None, request="2026/1")

    with pytest.raises(refusals.NotEscalatable):
        make_escalated(comment)


def test_it_is_with_one_group_at_a_time():
    escalation = make_escalated()

    with pytest.raises(refusals.AlreadyEscalated, match="Legal"):
        make_escalated(escalation.comment, group="Security")

    escalation.resolve(by=make_editor(), note="Not ours.")
    assert make_escalated(escalation.comment, group="Security").number == 2


@pytest.mark.parametrize("decide", ["approve", "reject"])
def test_moderators_leave_it_to_its_group(decide):
    comment = make_escalated().comment
    guidelines = {"guidelines": ["threats"]} if decide == "reject" else {}

    with pytest.raises(refusals.UnderEscalation, match="Legal"):
        getattr(comment, decide)(by=make_moderator(), seen=0, **guidelines)
    assert not comment.decisions.exists()


def test_an_editor_may_decide_it_meanwhile():
    comment = make_escalated(make_approved()).comment

    comment.reject(by=make_editor(), seen=1, guidelines=["threats"])

    assert comment.status == "rejected"
    assert comment.open_escalation


def test_passed_back_it_is_decided_like_any_other():
    escalation = make_escalated()
    escalation.resolve(by=make_answerer(), note="Reported to the police; reject it.")

    escalation.comment.reject(by=make_moderator(), seen=0, guidelines=["threats"])

    assert escalation.comment.status == "rejected"


@pytest.mark.parametrize(
    "make",
    [make_moderator, lambda: make_answerer("Security"), make_user],
    ids=["a moderator", "another group", "a reader"],
)
def test_only_its_group_or_an_editor_passes_it_back(make):
    with pytest.raises(refusals.NotYoursToAnswer):
        make_escalated().resolve(by=make(), note="x")


def test_it_is_passed_back_once_and_with_a_note():
    escalation, answerer = make_escalated(), make_answerer()

    with pytest.raises(refusals.EscalationNeedsNote):
        escalation.resolve(by=answerer, note="  ")
    escalation.resolve(by=answerer, note="Nothing in it.")
    with pytest.raises(refusals.AlreadyResolved):
        escalation.resolve(by=answerer, note="Nothing in it.")


def test_who_sees_which():
    escalation = make_escalated(group="Legal")

    def sees(user) -> bool:
        return Escalation.objects.seen_by(user).filter(pk=escalation.pk).exists()

    assert sees(make_answerer("Legal"))
    assert sees(make_editor())
    assert not sees(make_answerer("Security"))
    assert not sees(make_moderator())


# The legal hold.


def test_a_legal_hold_stops_erasure_and_says_so():
    comment = make_escalated().comment

    with pytest.raises(refusals.UnderLegalHold, match="editor lifts the hold"):
        comment.erase(by=make_editor(), request="2026/1")

    comment.refresh_from_db()
    assert comment.text


def test_passing_back_does_not_lift_the_hold():
    escalation = make_escalated()
    escalation.resolve(by=make_answerer(), note="Reported to the police.")

    with pytest.raises(refusals.UnderLegalHold):
        escalation.comment.erase(by=make_editor(), request="2026/1")


def test_an_editor_lifts_it_with_a_reason_and_then_it_can_be_erased():
    escalation, editor = make_escalated(note="He names her street."), make_editor()

    with pytest.raises(refusals.EscalationNeedsNote):
        escalation.lift_hold(by=editor, reason="")
    escalation.lift_hold(by=editor, reason="The case is closed.")
    escalation.comment.erase(by=editor, request="2026/1")

    escalation = Escalation.objects.get()
    assert (escalation.note, escalation.lifting.reason) == ("", "")
    with pytest.raises(refusals.NotOnHold):
        escalation.lift_hold(by=editor, reason="x")


@pytest.mark.parametrize("make", [make_moderator, make_answerer])
def test_nobody_else_lifts_it(make):
    with pytest.raises(refusals.NotYoursToAnswer):
        make_escalated().lift_hold(by=make(), reason="x")


def test_each_escalation_has_a_hold_of_its_own():
    escalation, editor = make_escalated(), make_editor()
    escalation.resolve(by=editor, note="Back.")
    again = make_escalated(escalation.comment)
    escalation.lift_hold(by=editor, reason="Closed.")

    with pytest.raises(refusals.UnderLegalHold):
        again.comment.erase(by=editor, request="2026/1")


def test_the_database_too_refuses_an_erasure_under_a_hold():
    comment = make_escalated().comment

    with pytest.raises(IntegrityError, match="a legal hold on the comment is in force"), transaction.atomic():
        Erasure.objects.create(comment=comment, by=None, request="2026/1")
    with (
        pytest.raises(IntegrityError, match="a legal hold"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO comments_erasure (comment_id, request, erased_at) VALUES (%s, 'x', '2026-01-01')",
            [comment.pk],
        )


def test_an_author_can_still_take_it_back_and_the_words_stay():
    comment = make_escalated().comment

    comment.withdraw()

    assert Comment.objects.get(pk=comment.pk).text
    assert comment.is_on_hold


def test_every_act_is_in_the_trail():
    escalation, editor = make_escalated(), make_editor()
    escalation.resolve(by=editor, note="x")
    escalation.lift_hold(by=editor, reason="x")

    acts = TrailEntry.objects.filter(comment=escalation.comment).order_by("pk").values_list("act", flat=True)

    assert list(acts) == ["submitted", "escalated", "passed back", "hold lifted"]


def test_what_is_with_a_group_is_not_published_again_by_undoing():
    moderator, comment = make_moderator(), make_approved()
    comment.reject(by=moderator, seen=1, guidelines=["threats"])
    make_escalated(comment, by=moderator)

    with pytest.raises(refusals.UnderEscalation):
        comment.undo(by=moderator, seen=2)
    assert comment.status == "rejected"


def test_passing_back_what_was_erased_meanwhile_keeps_no_words():
    escalation, editor = make_escalated(), make_editor()
    escalation.lift_hold(by=editor, reason="It was no threat.")
    escalation.comment.erase(by=editor, request="2026/3")

    assert escalation.resolve(by=editor, note="Berfin of Harbour Street wrote it.").note == ""
