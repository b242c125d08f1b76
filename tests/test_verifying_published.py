"""What was found against published seals is said, whatever else the file holds or the database does."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from comments.models import Comment, Verification
from tests.factories import make_comment
from tests.sealing import behind_the_triggers, seal, status_of, verified
from tests.test_verifying_seals import export

OTHER = "a" * 64
STRANGE = {
    "of something else": '{"what":1}',
    "no JSON": "{broken",
    "too deep": '{"a":' * 100_000,
    "a row of no texts": '{"kind":1,"key":2}',
    "the end of an export of nothing": json.dumps({"digest": "0" * 64, "end": 0, "rows": 0}),
}


@pytest.fixture
def published(tmp_path) -> Path:
    """With another digest of the only seal."""
    make_comment()
    (made,) = seal()
    file = export(tmp_path)
    file.write_text(file.read_text().replace(f'"digest":"{made.digest}"', f'"digest":"{OTHER}"', 1))
    return file


@pytest.mark.django_db
@pytest.mark.parametrize("line", STRANGE.values(), ids=STRANGE)
def test_a_strange_line_hides_nothing(published, line):
    published.write_text(f"{line}\n{published.read_text()}")
    comment = Comment.objects.get()
    behind_the_triggers(f"UPDATE comments_comment SET status = 'approved' WHERE id = {comment.pk}")

    first, second = verified(1, against=str(published))["first"]

    assert (first["sentence"], first["row"]) == (f"it was published as {OTHER}", "")
    assert (second["sentence"].partition(",")[0], second["row"]) == (
        "its status is approved",
        f"comment {comment.pk}",
    )


@pytest.mark.django_db
def test_beside_a_strange_line_the_first_other_row_is_named(published):
    first, rest = published.read_text().split("\n", 1)
    row = json.loads(first)
    other = first.replace(row["facts"], OTHER)
    published.write_text(f'{{"what":1}}\n{other}\n{rest}')

    (said,) = verified(1, against=str(published))["first"]

    assert said["row"] == f"{row['kind']} {row['key']}"


@contextmanager
def breaking_off(words: str, leave=lambda: None):
    """Before the first query with these words."""

    def fail(execute, sql, *rest):
        if words in sql:
            leave()
            raise OperationalError("gone away\nas it were")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        yield


def test_what_was_found_before_the_database_broke_off_is_said_and_kept(committed_db, published, capsys):
    with breaking_off("comments_unsealed"):
        status = status_of(lambda: call_command("verify_trail", against=str(published), record=True))

    said = capsys.readouterr()
    assert status == 1
    assert f"seal 1: it was published as {OTHER}\n" in said.out
    assert "gave no answer: gone away. What comes after was not verified." in said.err
    assert (Verification.objects.get().problems, Verification.objects.get().seal) == (1, 1)


def test_it_is_said_where_it_cannot_be_kept(committed_db, published, capsys):
    with breaking_off("comments_unsealed"), breaking_off("INSERT"):
        status = status_of(lambda: call_command("verify_trail", against=str(published), record=True))

    said = capsys.readouterr()
    assert status == 1
    assert f"seal 1: it was published as {OTHER}\n" in said.out
    assert "cannot be kept: gone away." in said.err


def test_it_is_kept_by_a_new_connection(committed_db, published):
    if connection.vendor == "sqlite":
        pytest.skip("Its connection is to a file, and not lost")

    with breaking_off("comments_unsealed", leave=lambda: connection.connection.close()):
        status = status_of(lambda: call_command("verify_trail", against=str(published), record=True))

    assert (status, Verification.objects.get().problems) == (1, 1)


def test_nothing_found_before_it_broke_off_is_no_tampering(committed_db):
    make_comment()
    seal()

    with breaking_off("comments_unsealed"):
        assert status_of(lambda: call_command("verify_trail", record=True)) == 2

    assert not Verification.objects.exists()
