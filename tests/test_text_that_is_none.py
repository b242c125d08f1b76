"""SQLite takes bytes that are no UTF-8 for a text: they hold up no seal, hide nothing, are not repeated."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments.models import Unsealed
from comments.sealing.backlog import overdue_since
from comments.triggers import install
from tests.factories import make_comment
from tests.sealing import behind_the_triggers, found, seal, verified
from tests.test_sealing_line import is_sealed, named, run

pytestmark = pytest.mark.django_db

NO_TEXT = "CAST(x'ff73776f726466697368' AS TEXT)"  # a byte that begins no letter, and swordfish


@pytest.fixture(autouse=True)
def on_sqlite(db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes no such text")


def make_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO comments_trailentry (at, act, details) "
            f"VALUES ('2026-11-23 10:00:00', {NO_TEXT}, '{{}}')"
        )


def test_it_holds_up_no_seal():
    seal()
    make_one()
    comment = make_comment()

    seal()

    assert is_sealed(comment)
    assert Unsealed.objects.get().kind == "trailentry"


def test_it_is_counted_and_named():
    seal()
    make_one()
    make_comment()
    first = Unsealed.objects.earliest("pk")

    said, complaint = run()

    assert said.startswith("seal ")
    assert complaint.startswith(f"1 in line for a seal cannot be read, the first: {first}. ")


def test_put_in_the_place_of_words_it_is_found_beside_whatever_else_is_wrong():
    comment, other = make_comment(), make_comment()
    seal()
    behind_the_triggers(
        f"UPDATE comments_comment SET text = {NO_TEXT} WHERE id = {comment.pk}",
        f"UPDATE comments_comment SET name = 'Another' WHERE id = {other.pk}",
    )

    said = verified(1)["first"]

    assert [(each["row"], each["sentence"]) for each in said] == [
        (f"comment {comment.pk}", "cannot be read"),
        (f"comment {other.pk}", "has other words than those it was sealed with"),
    ]


def test_in_a_seal_it_ends_badly():
    make_comment()
    seal()
    behind_the_triggers(f"UPDATE comments_seal SET root = {NO_TEXT}")
    install(connection)

    assert found() == ["what comes next cannot be read"]


NOT_TEXT = {"no UTF-8": NO_TEXT, "bytes": "x'ff'", "bytes of a number": "x'393939'"}


def make_invented(*, kind: str = "'comment'", key: str = "'1'", since: str = "datetime()") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO comments_unsealed (kind, key, "transaction", since) '
            f"VALUES ({kind}, {key}, 0, {since})"
        )


@pytest.mark.parametrize("column", ["kind", "key", "since"])
@pytest.mark.parametrize("what", NOT_TEXT.values(), ids=NOT_TEXT)
def test_in_the_line_itself_it_holds_up_no_seal(column, what):
    make_invented(**{"key": "'700000000'", column: what})
    comment = make_comment()

    _said, complaint = run()

    assert is_sealed(comment)
    assert complaint.startswith("1 in line for a seal name no row of the record, the first: ")


def test_in_the_line_itself_it_is_named_by_everything_that_looks():
    seal()
    make_invented(key=NO_TEXT)
    make_invented(kind=NO_TEXT)

    assert "the first: comment \\xffswordfish." in run()[1]
    assert named() == ["In line for a seal, and no row of the record: comment \\xffswordfish."]
    assert found() == [
        "comment \\xffswordfish: was to be sealed, and is gone",
        "nothing in the record is called '\\\\xffswordfish', which waits for a seal",
    ]


@pytest.mark.parametrize("since", ["'2026-13-45 00:00:00'", NO_TEXT], ids=["no time", "no UTF-8"])
def test_a_time_in_line_that_is_none_hides_none_that_waits_too_long(since):
    seal()
    make_invented(since=since)
    make_invented(since="'2020-01-02 03:04:05'")

    assert overdue_since().year == 2020


@pytest.mark.parametrize("command", ["seal_trail", "export_trail"])
def test_what_it_holds_is_not_repeated(command, tmp_path):
    make_comment()
    seal()
    make_comment()
    behind_the_triggers(f"UPDATE comments_seal SET root = {NO_TEXT}")
    file = [str(tmp_path / "trail.jsonl")] if command == "export_trail" else []

    with pytest.raises(CommandError) as refused:
        call_command(command, *file, stdout=io.StringIO())

    assert refused.value.returncode == 2
    assert "a text is not UTF-8" in str(refused.value)
    assert "swordfish" not in str(refused.value)
