"""Long work leaves room for those who write a comment meanwhile: SQLite has one writer and no line for it."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from comments import turns
from comments.models import Comment, PastComment, PastPage, history
from comments.sealing import closing, line
from tests.factories import make_comment
from tests.sealing import seal


@pytest.fixture
def pauses(monkeypatch):
    pauses = []
    monkeypatch.setattr(turns.time, "sleep", pauses.append)
    return pauses


def test_sqlite_s_writers_get_a_look_between_two_transactions(committed_db, pauses):
    turns.give_way()

    assert [pause > turns.LONGEST_BETWEEN_LOOKS for pause in pauses] == (
        [True] if connection.vendor == "sqlite" else []
    )


def test_nobody_is_given_way_to_while_the_lock_is_held(committed_db, pauses):
    with transaction.atomic():
        turns.give_way()

    assert pauses == []


def test_a_sealer_gives_way_after_each_seal_but_the_last(committed_db, monkeypatch):
    ways = []
    monkeypatch.setattr(line, "MOST_ROWS", 5)
    monkeypatch.setattr(closing, "give_way", lambda: ways.append(1))
    for _ in range(4):
        make_comment()

    seals = seal()

    assert len(seals) > 2
    assert len(ways) == len(seals) - 1


def test_an_import_reads_comments_before_it_takes_the_lock(committed_db, monkeypatch):
    held = []
    read = history.screen

    def watched(*args, **kwargs):
        held.append(connection.in_atomic_block)
        return read(*args, **kwargs)

    monkeypatch.setattr(history, "screen", watched)
    page = PastPage(key="/pier/", url="/pier/", title="The pier", language="en")

    Comment.objects.bring_in(source="old", comments=[PastComment("1", "It floods every spring.", page)])

    assert held == [False]
    assert Comment.objects.get().screenings.count() == 1
