"""Whoever acts on what is being erased came first or finds nothing to act on, and leaves no words behind."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import clock, refusals
from comments.erasing.again import erase_again
from comments.models import (
    Author,
    Claim,
    Comment,
    Erasure,
    LeftForLater,
    Note,
    Person,
    RowErasure,
    author,
    erasure,
)
from comments.models.seal import LOCK
from newsroom.closing import close
from newsroom.models import User
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.sealing import found, seal
from tests.test_permanence_in_erasure import contents
from tests.test_racing import at_once, in_hand, split
from tests.test_racing_over_seals import another_connection

pytestmark = pytest.mark.usefixtures("committed_db")

ROUNDS = 8
WORD = "zwrqxfish"


def person_of(author: Author) -> Person:
    return Person(authors=frozenset({author.pk}))


def erasing(author: Author):
    return lambda: person_of(author).erase(by=None, request="2026/18")


@pytest.mark.parametrize(
    "act",
    [
        lambda comment, by: comment.approve(by=by, seen=0, explanation=WORD),
        lambda comment, by: comment.reject(by=by, seen=0, guidelines=["abuse"], explanation=WORD),
        lambda comment, by: Note.objects.write(by=by, comment=comment, text=WORD),
        lambda comment, by: Note.objects.write(by=by, author=comment.author, text=WORD),
        lambda comment, by: comment.screen(),
        lambda comment, by: comment.withdraw(),
    ],
    ids=["approve", "reject", "note", "note about the author", "screen", "withdraw"],
)
def test_whatever_is_done_meanwhile_no_words_are_left(act):
    moderator, discussion = make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make_comment(f"You idiot, {WORD}.", discussion=discussion)
        author, held = comment.author, in_hand(comment)
        held.author = author

        won, _refused = split(at_once(erasing(author), lambda held=held: act(held, moderator)))

        assert won
        assert Comment.objects.get(pk=comment.pk).status == "erased"
        assert WORD not in contents()
    seal()
    assert found() == []


def rejected_before(**facts) -> Comment:
    with clock.at(timezone.now() - timedelta(days=1)):
        return make_rejected(**facts)


@pytest.mark.parametrize(
    ("make", "act"),
    [
        (rejected_before, lambda comment, by: comment.appeal(statement=WORD)),
        (
            make_approved,
            lambda comment, by: comment.report(author=make_author(), guideline="abuse", note=WORD),
        ),
        (make_approved, lambda comment, by: Claim.objects.take(comment=comment, by=by)),
        (
            make_comment,
            lambda comment, by: LeftForLater.objects.leave(comment=comment, by=by, seen=0, note=WORD),
        ),
    ],
    ids=["appeal", "report", "claim", "leave for later"],
)
def test_whatever_is_begun_meanwhile_ends_with_it(make, act):
    moderator, discussion = make_moderator(), make_discussion()
    for _ in range(ROUNDS):
        comment = make(text=f"You idiot, {WORD}.", discussion=discussion)
        author, held = comment.author, in_hand(comment)

        won, _refused = split(at_once(erasing(author), lambda held=held: act(held, moderator)))

        assert won
        assert Comment.objects.get(pk=comment.pk).status == "erased"
        assert WORD not in contents()
        assert not Comment.objects.under_appeal().exists()
        assert not LeftForLater.objects.exists()
    seal()
    assert found() == []


def test_an_answer_sent_meanwhile_is_anothers_and_stays_or_is_refused():
    discussion = make_discussion()
    for _ in range(ROUNDS):
        comment = make_approved(f"You idiot, {WORD}.", discussion=discussion)
        held = in_hand(comment)

        won, refused = split(
            at_once(
                erasing(comment.author),
                lambda held=held: make_comment("I disagree.", in_reply_to=held, discussion=discussion),
            )
        )

        assert len(won) + len(refused) == 2
        assert not refused or isinstance(refused[0], refusals.ReplyRefused)
        assert Comment.objects.get(pk=comment.pk).status == "erased"
        assert WORD not in contents()
    assert set(Comment.objects.exclude(status="erased").values_list("text", flat=True)) <= {"I disagree."}


def test_what_is_sent_between_looking_and_pressing_is_never_erased_unseen():
    discussion = make_discussion()
    for _ in range(ROUNDS):
        author = make_author()
        make_comment(discussion=discussion, author=author)
        person = person_of(author)
        seen = person.kept.digest

        won, refused = split(
            at_once(
                lambda person=person, seen=seen: person.erase(by=None, request="2026/18", seen=seen),
                lambda author=author: make_comment("Sent meanwhile.", discussion=discussion, author=author),
            )
        )

        assert Comment.objects.filter(text="Sent meanwhile.", author__isnull=False).count() == 1
        assert not refused or isinstance(refused[0], refusals.KeptChanged)
        assert len(won) + len(refused) == 2
        Comment.objects.get(text="Sent meanwhile.").erase(by=None, request="2026/19")


def test_a_comment_sent_meanwhile_goes_too_or_came_after():
    discussion = make_discussion()
    for _ in range(ROUNDS):
        author = make_author()
        make_comment(discussion=discussion, author=author)

        won, _refused = split(
            at_once(erasing(author), lambda author=author: make_comment(discussion=discussion, author=author))
        )

        assert len(won) == 2
        erasing(author)()
        assert not Comment.objects.filter(author=author).exists()


def test_two_at_once_erase_everything_once():
    for _ in range(ROUNDS):
        author = make_author()
        comment = make_comment(author=author)
        make_approved().report(author=author, guideline="abuse", note=WORD)

        results = at_once(erasing(author), erasing(author))

        assert not [each for each in results if isinstance(each, Exception)], results
        assert sorted(erased.comments + erased.reports for erased in results) == [0, 2]
        assert Erasure.objects.filter(comment=comment).count() == 1
    assert RowErasure.objects.count() == ROUNDS


def test_of_a_hold_and_an_erasure_one_wins():
    moderator, editor = make_moderator(), make_editor()
    for _ in range(ROUNDS):
        comment = make_comment()
        first = in_hand(comment)

        won, refused = split(
            at_once(
                lambda comment=comment: Erasure.objects.erase_all([comment.pk], by=editor, request="2026/18"),
                lambda first=first: make_escalated(first, by=moderator),
            )
        )

        assert len(won) == len(refused) == 1
        assert isinstance(refused[0], refusals.UnderLegalHold | refusals.NotEscalatable)
        assert (Comment.objects.get(pk=comment.pk).text == "") == Erasure.objects.filter(
            comment=comment
        ).exists()


def test_all_that_is_erased_at_once_is_locked_before_any_of_it_is_erased(committed_db, monkeypatch):
    """Else whoever decides on one of its authors' other comments could wait for it, and it for them."""
    if committed_db.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    for module in (erasure, author):
        monkeypatch.setattr(module, "AT_ONCE", 1)
    comments = [make_comment(author=make_author()) for _ in range(2)]
    with CaptureQueriesContext(committed_db) as ran:
        Erasure.objects.erase_all([each.pk for each in comments], by=None, request="2026/18")

    said = [query["sql"] for query in ran]
    first = next(n for n, sql in enumerate(said) if sql.startswith('INSERT INTO "comments_erasure"'))
    locks = [sql for sql in said[:first] if "FOR NO KEY UPDATE" in sql]
    tables = [table for sql in locks for table in ("comment", "author") if f'FROM "comments_{table}"' in sql]
    assert tables == ["comment", "comment", "author", "author"]


def test_erasing_again_waits_for_a_seal_that_is_being_made(committed_db, tmp_path):
    """Else it would be sealed with the salt of words that are gone."""
    if committed_db.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    listed = tmp_path / "list"
    listed.write_text("")
    with another_connection() as sealer, committed_db.cursor() as cursor:
        sealer.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])
        cursor.execute("SET lock_timeout = '200ms'")
        try:
            with pytest.raises(OperationalError, match="lock timeout"):
                erase_again(listed, by=None)
        finally:
            cursor.execute("SET lock_timeout = 0")


def test_who_closes_their_account_meets_the_editor_who_closes_it():
    """Whoever comes second finds nothing left of it; neither waits for the other for good."""
    editor = make_editor()
    for round_ in range(ROUNDS):
        reader = make_user(f"leyla-{round_}", email=f"leyla-{round_}@example.org")
        author = Author.objects.of_account(reader)
        make_comment(author=author)
        person = Person.of_account(reader)

        results = at_once(
            lambda reader=reader: close(reader),
            lambda person=person: person.erase(by=editor, request="2026/18", closing=True),
        )

        assert not [each for each in results if isinstance(each, OperationalError)], results
        assert [each for each in results if not isinstance(each, Exception)], results
        assert not User.objects.filter(pk=reader.pk).exists()


def test_sealing_beside_it_leaves_no_salt():
    for _ in range(ROUNDS):
        author = make_comment().author
        Note.objects.write(by=make_moderator(), author=author, text=WORD)
        make_approved().report(author=author, guideline="abuse", note=WORD)

        results = at_once(erasing(author), seal)

        assert not [each for each in results if isinstance(each, Exception)], results
        seal()
        assert found() == []
    assert WORD not in contents()


def test_networks_are_forgotten_after_whoever_puts_one_under_a_hold(committed_db):
    if committed_db.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with clock.at(timezone.now() - timedelta(days=91)):
        comment = make_approved(network="v4:0123456789abcdef")
    with another_connection() as escalating, committed_db.cursor() as cursor:
        escalating.execute("SELECT id FROM comments_comment WHERE id = %s FOR NO KEY UPDATE", [comment.pk])
        cursor.execute("SET lock_timeout = '200ms'")
        try:
            with pytest.raises(CommandError, match="lock timeout"):
                call_command("apply_retention", act=True, stdout=io.StringIO())
        finally:
            cursor.execute("SET lock_timeout = 0")
