"""The record lives on while it is verified: nobody who seals or erases meanwhile is taken for a tamperer."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import connection

from comments.models import Comment, Seal, SealedRow, Verification
from comments.sealing.verifying import problems
from comments.triggers import install
from tests.factories import make_comment, make_moderator
from tests.sealing import behind_the_triggers, found, seal, verified

pytestmark = pytest.mark.django_db


@contextmanager
def before_the_first(words: str, act):
    """`act` is done once, by somebody else as it were, before the first query that has these words."""
    waiting = [act]

    def intervene(execute, sql, params, many, context):
        if waiting and words in sql:
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(intervene):
        yield
    assert not waiting, "nobody asked that"


def seal_another() -> None:
    make_comment()
    assert seal()


def test_a_seal_that_is_made_meanwhile_is_not_missing():
    make_comment()
    seal()
    waiting = [seal_another]

    said = list(problems(keys={}, published={}, progress=lambda _seal: waiting and waiting.pop()()))

    assert (waiting, said) == ([], [])


def test_what_was_verified_is_told_and_not_what_was_sealed_meanwhile():
    make_comment()
    (first,) = seal()

    with before_the_first('FROM "comments_unsealed"', seal_another):
        said = verified(record=True)

    kept = Verification.objects.get()
    assert said["newest"] == {"seal": first.number, "digest": first.digest, "rows": first.last}
    assert (kept.seal, kept.digest) == (first.number, first.digest)
    assert Seal.objects.latest("number").number == first.number + 1


@pytest.mark.parametrize("table", ["comments_comment", "comments_decision", "comments_finding"])
def test_an_erasure_that_is_made_meanwhile_is_no_tampering(table):
    comment = make_comment("You idiot.")
    comment.reject(by=make_moderator(), seen=0, guidelines=["abuse"], explanation="You wrote idiot.")
    seal()

    with before_the_first(f'FROM "{table}"', lambda: erase(comment)):
        assert found() == []

    assert found() == []
    assert not SealedRow.objects.filter(comment=comment).exists()


def erase(comment) -> None:
    Comment.objects.get(pk=comment.pk).erase(by=None, request="2026/18")


def test_what_is_found_is_found_at_the_second_look_too():
    comment = make_comment()
    seal()
    behind_the_triggers(f"UPDATE comments_comment SET name = 'Another' WHERE id = {comment.pk}")
    install(connection)

    with before_the_first('FROM "comments_unsealed"', seal_another):
        (said,) = found()

    assert "has other words than those it was sealed with" in said
