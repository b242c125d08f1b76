"""A seal closes only what has come to rest, whoever is still writing, erasing or sealing meanwhile."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.utils import ConnectionHandler

from comments.models import Comment, Erasure, PastComment, Seal, SealedRow, TrailEntry, Unsealed
from comments.models.discussion import PastPage
from comments.triggers.sealing import fill_unsealed
from tests.factories import make_approved, make_comment
from tests.sealing import found, seal
from tests.test_racing import at_once

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture(autouse=True)
def all_waits(committed_db):
    """What was put in while a test before this one was being ended, too."""
    fill_unsealed(connection)


@pytest.fixture
def only_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


@contextmanager
def another_connection():
    """A second one to the same database, in a transaction that stays open."""
    handler = ConnectionHandler({"default": {**connection.settings_dict, "OPTIONS": {}}})
    other = handler["default"]
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            yield cursor
        other.rollback()
    finally:
        other.close()


def sealed(**which) -> bool:
    return SealedRow.objects.filter(**which).exists()


def test_a_seal_stops_below_the_oldest_running_transaction(only_postgresql):
    with another_connection() as other:
        other.execute(
            "INSERT INTO comments_trailentry (at, act, details) VALUES (now(), 'slow', '{}') RETURNING id"
        )
        (slow,) = other.fetchone()
        later = make_comment()
        entry = TrailEntry.objects.get(comment=later)
        assert slow < entry.pk  # what is numbered before is not there yet

        seal()
        assert not sealed(kind="comment", key=str(later.pk))
        assert found() == []

        other.connection.commit()
    seal()

    numbers = dict(SealedRow.objects.filter(kind="trailentry").values_list("key", "number"))
    assert numbers[str(slow)] < numbers[str(entry.pk)]
    assert not Unsealed.objects.exists()
    assert found() == []


def test_what_is_taken_back_is_not_waited_for(only_postgresql):
    with another_connection() as other:
        other.execute("INSERT INTO comments_trailentry (at, act, details) VALUES (now(), 'slow', '{}')")
        later = make_comment()

    seal()

    assert sealed(kind="comment", key=str(later.pk))
    assert not TrailEntry.objects.filter(act="slow").exists()
    assert found() == []


def test_who_only_reads_holds_no_seal_up(only_postgresql):
    with another_connection() as other:
        other.execute("SELECT count(*) FROM comments_comment")
        later = make_comment()

        seal()

        assert sealed(kind="comment", key=str(later.pk))


def test_a_comment_that_is_acted_on_waits_for_the_next_seal(only_postgresql):
    comment, other_comment = make_comment(), make_comment()
    with another_connection() as other:
        other.execute("SELECT 1 FROM comments_comment WHERE id = %s FOR NO KEY UPDATE", [comment.pk])

        seal()
        assert not sealed(kind="comment", key=str(comment.pk))
        assert sealed(kind="comment", key=str(other_comment.pk))

    seal()
    assert sealed(kind="comment", key=str(comment.pk))
    assert found() == []


def test_what_was_restored_into_another_cluster_is_sealed(only_postgresql):
    comment = make_comment()
    Unsealed.objects.update(transaction=2**60)

    seal()

    assert sealed(kind="comment", key=str(comment.pk))


def test_a_seal_takes_what_its_own_transaction_added():
    with transaction.atomic():
        comment = make_comment()
        seal()

    assert sealed(kind="comment", key=str(comment.pk))
    assert found() == []


def test_a_seal_that_is_taken_back_leaves_everything_waiting():
    comment = make_comment()

    with transaction.atomic():
        seal()
        transaction.set_rollback(True)

    assert not Seal.objects.exists()
    assert Unsealed.objects.filter(kind="comment", key=str(comment.pk)).exists()


def test_two_sealers_at_once_seal_everything_once():
    for _ in range(5):
        for _ in range(4):
            make_approved()
        results = at_once(seal, seal)

        assert not [each for each in results if isinstance(each, Exception)], results
    assert not Unsealed.objects.exists()
    assert found() == []


def test_a_seal_and_an_erasure_at_once_leave_no_salt():
    for _ in range(5):
        comment = make_approved()
        erase = Comment.objects.get(pk=comment.pk).erase

        results = at_once(seal, lambda erase=erase: erase(by=None, request="2026/18"))

        assert not [each for each in results if isinstance(each, Exception)], results
        seal()
        assert not sealed(comment=comment)
    assert Erasure.objects.count() == 5
    assert found() == []


def test_a_seal_during_an_import_loses_nothing():
    page = PastPage(key="bridge", title="The bridge", url="/bridge/")

    def bring_in():
        for batch in range(5):
            comments = [
                PastComment(source_key=f"{batch}-{row}", text=f"The road floods, {row}.", page=page)
                for row in range(20)
            ]
            Comment.objects.bring_in(source="old", comments=comments)

    results = at_once(bring_in, lambda: [seal() for _ in range(5)])
    seal()

    assert not [each for each in results if isinstance(each, Exception)], results
    assert SealedRow.objects.filter(kind="comment").count() == 100
    assert not Unsealed.objects.exists()
    assert found() == []
