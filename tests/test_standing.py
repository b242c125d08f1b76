"""What an author's ways lead to: set with a reason, over when it is over, and never hidden from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import refusals
from comments.models import Author, Comment, Notice, Standing, TrailEntry
from tests.factories import (
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_suspended,
    make_user,
)

pytestmark = pytest.mark.django_db

NETWORK = "v4:0123456789abcdef"


def soon(days: float = 7):
    return timezone.now() + timedelta(days=days)


def make_account_comment(**facts) -> Comment:
    user = make_user(email="leyla@example.org")
    return make_comment(author=Author.objects.of_account(user), email=user.email, **facts)


def writes_again(comment: Comment, **facts) -> Comment:
    return make_comment(author=comment.author, discussion=comment.discussion, **facts)


def test_a_suspended_author_is_told_at_once_until_when_and_why():
    comment = make_comment()
    standing = make_suspended(comment, reason="Five insults in a day.")

    with pytest.raises(refusals.Suspended) as refused:
        writes_again(comment)

    assert standing.until_shown in str(refused.value)
    assert "Five insults in a day." in str(refused.value)
    assert "write to the newsroom" in str(refused.value)


def test_an_author_is_told_where_to_object(settings):
    settings.COMMENTS = settings.COMMENTS | {"OBJECTIONS_TO": "ombud@news.example"}
    comment = make_comment()
    make_suspended(comment)

    with pytest.raises(refusals.Suspended, match=r"ombud@news\.example"):
        writes_again(comment)


def test_a_suspension_is_over_when_it_is_over():
    comment = make_comment()
    make_suspended(comment, days=7)

    with time_machine.travel(soon(6.9)), pytest.raises(refusals.Suspended):
        writes_again(comment)
    with time_machine.travel(soon(7.1)):
        assert writes_again(comment).status == "pending"


def test_a_blocked_author_is_refused_without_an_end():
    comment = make_comment()
    comment.author.block(comment=comment, by=make_editor(), seen=0, reason="Threatened the staff twice.")

    with time_machine.travel(soon(3650)), pytest.raises(refusals.Blocked, match="any more"):
        writes_again(comment)


def test_a_held_author_writes_as_before_and_is_marked():
    comment = make_comment()
    comment.author.hold(comment=comment, by=make_moderator(), seen=0, note="Tries what gets through.")

    assert writes_again(comment).status == "pending"
    assert [standing.author for standing in Standing.objects.holding()] == [comment.author]


def test_what_is_lifted_bars_no_more_and_stays_in_the_history():
    comment, editor = make_comment(), make_editor()
    make_suspended(comment, by=editor)

    comment.author.lift(comment=comment, by=editor, seen=1, reason="It was a quotation.")

    assert writes_again(comment).status == "pending"
    assert list(comment.author.standings.order_by("number").values_list("kind", "reason")) == [
        ("suspended", "Five insults in a day."),
        ("lifted", "It was a quotation."),
    ]


def test_a_newer_one_replaces_the_older():
    comment = make_comment()
    make_suspended(comment, days=30)
    make_suspended(comment, days=1, seen=1)

    with time_machine.travel(soon(2)):
        assert writes_again(comment).status == "pending"


@pytest.mark.parametrize("blank", ["", "   \n"])
def test_nothing_is_set_without_a_reason(blank):
    comment, editor = make_comment(), make_editor()
    make_suspended(other := make_comment(), by=editor)

    for act in (
        lambda: make_suspended(comment, reason=blank),
        lambda: comment.author.block(comment=comment, by=editor, seen=0, reason=blank),
        lambda: comment.author.hold(comment=comment, by=editor, seen=0, note=blank),
        lambda: other.author.lift(comment=other, by=editor, seen=1, reason=blank),
    ):
        with pytest.raises(refusals.StandingNeedsReason):
            act()
    assert Standing.objects.count() == 1


@pytest.mark.parametrize("words", ["x" * 1001, "\x00", "\ud800"])
def test_a_reason_that_cannot_be_stored_is_refused(words):
    with pytest.raises(refusals.TextRefused):
        make_suspended(make_comment(), reason=words)


def test_a_suspension_has_an_end_to_come():
    comment, moderator = make_comment(), make_moderator()

    with pytest.raises(refusals.EndRequired):
        Standing.objects.set(kind="suspended", comment=comment, by=moderator, seen=0, reason="x")
    with pytest.raises(refusals.EndIsPast):
        make_suspended(comment, until=timezone.now())


def test_nothing_is_lifted_that_is_not_in_force():
    comment, editor = make_comment(), make_editor()
    with pytest.raises(refusals.NothingToLift):
        comment.author.lift(comment=comment, by=editor, seen=0, reason="x")

    make_suspended(comment, days=1)
    with time_machine.travel(soon(2)), pytest.raises(refusals.NothingToLift):
        comment.author.lift(comment=comment, by=editor, seen=1, reason="x")


def test_of_two_moderators_the_second_is_told_what_the_first_did():
    comment, nora = make_comment(), make_editor("nora")
    make_suspended(comment, by=nora)

    with pytest.raises(refusals.StandingChanged, match="nora already changed this: suspended"):
        make_suspended(comment)
    assert Standing.objects.count() == 1


def test_a_forged_seen_is_refused():
    with pytest.raises(refusals.StandingChanged):
        make_suspended(make_comment(), seen=7)


# Whom it is bound to.


def test_a_name_has_no_standing():
    comment = make_comment(name="Aram")
    make_suspended(comment)

    assert make_comment(name="Aram", author=make_author()).status == "pending"


def test_a_proven_address_is_known_again_under_another_account():
    comment = make_account_comment()
    make_suspended(comment, subject="email")
    another = Author.objects.of_account(make_user(email="Leyla@Example.org "))

    with pytest.raises(refusals.Suspended):
        make_comment(author=another)
    assert not any("leyla" in str(values).lower() for values in Standing.objects.values("key", "reason"))


def test_an_address_that_anyone_could_type_is_nobodys():
    comment = make_comment(email="leyla@example.org")

    with pytest.raises(refusals.NobodyToRestrict):
        make_suspended(comment, subject="email")


def test_typing_a_suspended_address_suspends_nobody():
    make_suspended(make_account_comment(), subject="email")

    assert make_comment(email="leyla@example.org").status == "pending"


def test_an_address_is_known_again_once_the_secret_key_has_changed(settings):
    comment = make_account_comment()
    make_suspended(comment, subject="email")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    with pytest.raises(refusals.Suspended):
        writes_again(comment)
    comment.author.lift(comment=comment, by=make_editor(), seen=1, reason="A year ago.", subject="email")
    assert writes_again(comment).status == "pending"


def test_a_network_is_refused_whoever_writes_from_it():
    make_suspended(make_comment(network=NETWORK), subject="network")

    with pytest.raises(refusals.Suspended, match="need not be about you"):
        make_comment(network=NETWORK)
    assert make_comment(network="v4:another").status == "pending"


def test_a_network_is_blocked_for_a_time_only(settings):
    settings.COMMENTS = settings.COMMENTS | {"NETWORK_BLOCK_DAYS": 3}
    comment, editor = make_comment(network=NETWORK), make_editor()
    facts = {"comment": comment, "by": editor, "seen": 0, "reason": "A flood.", "subject": "network"}

    with pytest.raises(refusals.EndRequired):
        comment.author.block(**facts)
    with pytest.raises(refusals.NetworkBlockTooLong, match="3 days"):
        comment.author.block(**facts, until=soon(5))
    assert comment.author.block(**facts, until=soon(3)).is_in_force


def test_a_standing_holds_no_network_that_a_comment_holds():
    """It outlives the comment, and what is kept of its network with it."""
    standing = make_suspended(make_comment(network=NETWORK), subject="network")

    assert NETWORK not in standing.key


def test_a_network_that_was_struck_under_its_own_name_stays_struck():
    """As networks were before their standings had a digest of their own."""
    comment, until = make_comment(network=NETWORK), timezone.now() + timedelta(days=1)
    facts = {"comment": comment, "by": make_editor(), "number": 1, "reason": "A flood.", "kind": "blocked"}
    Standing.objects.create(**facts, subject="network", key=NETWORK, author=None, until=until)

    with pytest.raises(refusals.Blocked):
        make_comment(network=NETWORK)


def test_the_database_too_wants_an_end_of_a_network_block():
    comment = make_comment(network=NETWORK)
    facts = {"comment": comment, "by": make_editor(), "number": 1, "reason": "A flood.", "kind": "blocked"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(**facts, subject="network", key=NETWORK, author=None)


def test_nobody_is_bound_where_nothing_is_kept():
    erased = make_comment()
    author = erased.author
    erased.erase(by=make_user(), request="2026/1")

    with pytest.raises(refusals.NobodyToRestrict):
        Standing.objects.set(kind="held", comment=erased, by=make_moderator(), seen=0, note="x")
    with pytest.raises(ValueError, match="own"):
        author.hold(comment=erased, by=make_moderator(), seen=0, note="x")


# Who may.


def test_moderators_hold_and_suspend():
    comment, moderator = make_comment(), make_moderator()

    comment.author.hold(comment=comment, by=moderator, seen=0, note="x")
    make_suspended(comment, by=moderator, seen=1)

    assert comment.author.standings.count() == 2


def test_blocking_and_networks_are_for_editors():
    comment, moderator = make_comment(network=NETWORK), make_moderator()

    for act in (
        lambda: comment.author.block(comment=comment, by=moderator, seen=0, reason="x"),
        lambda: make_suspended(comment, by=moderator, subject="network"),
        lambda: comment.author.hold(comment=comment, by=moderator, seen=0, note="x", subject="network"),
    ):
        with pytest.raises(refusals.MayNotBlock):
            act()
    assert not Standing.objects.exists()


def test_a_moderator_neither_lifts_nor_replaces_a_block():
    comment, moderator = make_comment(), make_moderator()
    comment.author.block(comment=comment, by=make_editor(), seen=0, reason="x")

    with pytest.raises(refusals.MayNotBlock):
        comment.author.lift(comment=comment, by=moderator, seen=1, reason="x")
    with pytest.raises(refusals.MayNotBlock):
        comment.author.hold(comment=comment, by=moderator, seen=1, note="x")


# What is kept, and who is told.


def test_each_is_in_the_trail_without_the_comment():
    comment, editor = make_comment(), make_editor()
    standing = make_suspended(comment, by=editor)

    entry = TrailEntry.objects.get(act="suspended")

    assert (entry.comment, entry.by, entry.details["standing"]) == (None, editor, standing.pk)


def test_whoever_left_an_address_is_told_by_mail():
    comment = make_comment(email="aram@example.org")
    standing = make_suspended(comment)
    comment.author.lift(comment=comment, by=make_editor(), seen=1, reason="It was a quotation.")

    assert [n.standing.kind for n in Notice.objects.filter(kind="standing").order_by("pk")] == [
        "suspended",
        "lifted",
    ]
    assert standing.notice.is_moot()


def test_of_a_hold_no_mail_is_sent():
    comment = make_comment(email="aram@example.org")
    comment.author.hold(comment=comment, by=make_moderator(), seen=0, note="x")

    assert not Notice.objects.filter(kind="standing").exists()


def test_erasing_the_comment_cuts_the_tie_and_leaves_the_standing_in_force():
    comment = make_comment(email="aram@example.org")
    author, standing = comment.author, make_suspended(comment, reason="You wrote that.")

    comment.erase(by=make_user(), request="2026/1")

    standing.refresh_from_db()
    assert (standing.comment, standing.reason, standing.author) == (None, "", author)
    assert not comment.notices.exclude(standing=None).exists()
    with pytest.raises(refusals.Suspended):
        make_comment(author=author)


def test_the_same_form_sent_again_after_a_suspension_is_still_the_same_comment():
    comment = make_comment(form_key="one")
    make_suspended(comment)

    assert make_comment(author=comment.author, discussion=comment.discussion, form_key="one") == comment


@pytest.mark.parametrize("number", [1, 3])
def test_the_database_numbers_them_one_after_another(number):
    comment = make_comment()
    standing = make_suspended(comment)
    facts = {"kind": "lifted", "reason": "x", "by": standing.by, "comment": comment, "author": comment.author}

    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(subject="author", key=standing.key, number=number, **facts)


def test_the_record_of_an_author_costs_the_same_however_much_they_wrote(django_assert_num_queries):
    author, discussion = make_author(), make_discussion()
    for _ in range(3):
        make_comment(author=author, discussion=discussion)

    with django_assert_num_queries(1) as captured:
        record = author.record

    assert (record["pending"], record["total"]) == (3, 3)
    assert "LIMIT 500" in captured[0]["sql"]
