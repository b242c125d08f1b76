"""A comment's status is what its decisions, withdrawal and erasure say, after any sequence of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import clock
from comments.models import Comment, Decision, Erasure, Withdrawal
from comments.refusals import Refusal
from tests.factories import make_comment, make_moderator, make_user

pytestmark = pytest.mark.django_db

quick = settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


class Rule:
    """What the status must be, in plain Python: the top of a stack of decisions, unless the end has come."""

    def __init__(self) -> None:
        self.standing: list[str] = []
        self.is_withdrawn = self.is_erased = False

    @property
    def status(self) -> str:
        if self.is_erased:
            return "erased"
        if self.is_withdrawn:
            return "withdrawn"
        return self.standing[-1] if self.standing else "pending"


@pytest.fixture
def moderator():
    return make_moderator()


def status_of(comment: Comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def add(comment: Comment, fact: str, rule: Rule, by) -> None:
    """The bare row, without what the verbs ask for first."""
    facts = {"comment": comment, "number": comment.decisions.count() + 1, "by": by}
    match fact:
        case "approved":
            Decision.objects.create(**facts, outcome="approved")
            rule.standing.append("approved")
        case "rejected":
            Decision.objects.create(**facts, outcome="rejected", guideline_id="abuse")
            rule.standing.append("rejected")
        case "undone" if rule.standing:
            Decision.objects.create(**facts, outcome="undone", undoes=fresh(comment).standing_decision)
            rule.standing.pop()
        case "withdrawn" if not rule.is_withdrawn:
            Withdrawal.objects.create(comment=comment)
            rule.is_withdrawn = True
        case "erased" if not rule.is_erased:
            Erasure.objects.create(comment=comment, by=by, request="2026/17")
            rule.is_erased = True


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def do(comment: Comment, verb: str, rule: Rule, by) -> Comment:
    """By the verb, which may refuse: then nothing may have changed. Returns the comment it was done to."""
    appeal = comment.open_appeal
    match verb:
        case "approve":
            comment.approve(by=by, seen=comment.seen)
            rule.standing.append("approved")
        case "reconsider":
            comment.approve(by=by, seen=comment.seen, explanation="It was satire.")
            rule.standing.append("approved")
        case "reject":
            comment.reject(by=by, seen=comment.seen, guidelines=["abuse"])
            rule.standing.append("rejected")
        case "undo":
            comment.undo(by=by, seen=comment.seen)
            rule.standing.pop()
        case "appeal":
            comment.appeal(statement="Read it again.")
        case "confirm" if appeal:
            appeal.confirm(by=make_moderator(), seen=comment.seen, guidelines=["threats"])
            rule.standing.append("rejected")
            return appeal.comment
        case "overturn" if appeal:
            appeal.overturn(by=make_moderator(), seen=comment.seen)
            rule.standing.append("approved")
            return appeal.comment
        case "withdraw":
            comment.withdraw()
            rule.is_withdrawn = True
        case "erase":
            comment.erase(by=by, request="2026/17")
            rule.is_erased = True
    return comment


FACTS = ["approved", "rejected", "undone", "undone", "withdrawn", "erased"]
VERBS = ["approve", "reconsider", "reject", "undo", "appeal", "confirm", "overturn", "withdraw", "erase"]


@quick
@given(facts=st.lists(st.sampled_from(FACTS), max_size=10))
def test_after_any_rows_the_status_is_what_they_say(moderator, facts):
    with transaction.atomic():
        comment, rule = make_comment(), Rule()
        for fact in facts:
            add(comment, fact, rule, moderator)

            assert status_of(comment) == rule.status
        transaction.set_rollback(True)


@quick
@given(verbs=st.lists(st.sampled_from(VERBS), max_size=8), minutes=st.sampled_from([0, 2]))
def test_after_any_verbs_the_status_is_what_they_did(moderator, verbs, minutes):
    """At once, when decisions can be undone but not appealed, or minutes apart, the other way round."""
    with transaction.atomic():
        comment, rule = make_comment(), Rule()
        for age, verb in zip(range(len(verbs), 0, -1), verbs, strict=True):
            with clock.at(timezone.now() - timedelta(minutes=minutes * age)):
                try:
                    comment = do(fresh(comment), verb, rule, moderator)
                except Refusal:
                    comment = fresh(comment)

            assert (comment.status, status_of(comment)) == (rule.status, rule.status)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([], "pending"),
        (["approved"], "approved"),
        (["approved", "undone"], "pending"),
        (["approved", "rejected"], "rejected"),
        (["approved", "rejected", "undone"], "approved"),
        (["approved", "rejected", "undone", "undone"], "pending"),
        (["rejected", "approved", "undone", "approved"], "approved"),
        (["approved", "withdrawn"], "withdrawn"),
        (["withdrawn", "approved"], "withdrawn"),
        (["withdrawn", "erased"], "erased"),
        (["erased", "withdrawn"], "erased"),
    ],
    ids=str,
)
def test_the_newest_that_was_not_undone_counts(moderator, facts, status):
    comment, rule = make_comment(), Rule()

    for fact in facts:
        add(comment, fact, rule, moderator)

    assert status_of(comment) == status


def test_another_comments_decisions_count_for_nothing(moderator):
    comment, other = make_comment(), make_comment()

    other.approve(by=moderator, seen=0)
    other.erase(by=make_user(), request="2026/17")

    assert status_of(comment) == "pending"


def test_the_object_in_hand_has_the_new_status(moderator):
    comment = make_comment()

    comment.reject(by=moderator, seen=0, guidelines=["abuse"])
    rejected = comment.status
    comment.undo(by=moderator, seen=1)

    assert (rejected, comment.status) == ("rejected", "pending")
