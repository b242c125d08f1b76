"""Two at once over an author's standing, or over what is escalated: one wins, and the other is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import refusals
from comments.models import Comment, Escalation, Standing
from comments.models.bearer import network_keys
from tests.factories import make_comment, make_discussion, make_editor, make_escalated, make_moderator
from tests.test_racing import ROUNDS, at_once, in_hand, split

pytestmark = pytest.mark.usefixtures("committed_db")

NETWORK = "v4:0123456789abcdef"


def suspend(comment: Comment, by, **facts) -> Standing:
    until = timezone.now() + timedelta(days=3)
    return comment.author.suspend(comment=comment, by=by, seen=0, until=until, reason="x", **facts)


def test_of_two_suspensions_one_is_recorded_and_the_other_is_told_whose():
    one, two, discussion = make_moderator(), make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)
        first, second = in_hand(comment), in_hand(comment)

        results = at_once(lambda first=first: suspend(first, one), lambda second=second: suspend(second, two))

        (won,), (refused,) = split(results)
        assert isinstance(refused, refusals.StandingChanged)
        assert refused.standing == won == comment.author.standings.get()


def test_of_two_over_one_network_through_different_authors_one_is_recorded():
    one, two, discussion = make_editor(), make_editor(), make_discussion()
    for n in range(ROUNDS):
        network = f"{NETWORK}{n}"
        first = make_comment(discussion=discussion, network=network)
        second = make_comment(discussion=discussion, network=network)

        results = at_once(
            lambda first=first: suspend(first, one, subject="network"),
            lambda second=second: suspend(second, two, subject="network"),
        )

        (won,), (refused,) = split(results)
        assert isinstance(refused, refusals.StandingChanged)
        assert Standing.objects.get(key__in=network_keys(network)) == won


def test_a_comment_sent_while_its_author_is_suspended_came_before_or_is_refused():
    moderator, discussion = make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)

        def send(author=comment.author):
            return make_comment(discussion=discussion, author=author)

        first = in_hand(comment)

        sent, standing = at_once(send, lambda first=first: suspend(first, moderator))

        assert isinstance(standing, Standing)
        assert isinstance(sent, Comment | refusals.Suspended), sent
        with pytest.raises(refusals.Suspended):
            send()


def test_of_two_escalations_one_is_recorded():
    one, two, discussion = make_moderator(), make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)
        first, second = in_hand(comment), in_hand(comment)

        results = at_once(
            lambda first=first: make_escalated(first, by=one),
            lambda second=second: make_escalated(second, by=two, group="Security"),
        )

        (won,), (refused,) = split(results)
        assert isinstance(refused, refusals.AlreadyEscalated)
        assert comment.escalations.get() == won


def test_what_is_escalated_while_it_is_erased_is_one_or_the_other():
    editor, moderator, discussion = make_editor(), make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(discussion=discussion)
        first, second = in_hand(comment), in_hand(comment)

        results = at_once(
            lambda first=first: make_escalated(first, by=moderator),
            lambda second=second: second.erase(by=editor, request="2026/1"),
        )

        _won, (refused,) = split(results)
        assert isinstance(refused, refusals.NotEscalatable | refusals.UnderLegalHold)
        is_erased = in_hand(comment).status == "erased"
        assert is_erased != Escalation.objects.filter(comment=comment).exists()
