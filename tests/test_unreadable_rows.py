"""What the database holds and nobody can read holds up no seal, and is named as what it is."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from comments.models import SealedRow, TrailEntry, Unsealed
from comments.sealing.documents import heads
from comments.sealing.line import Line
from comments.triggers import install
from tests.factories import make_comment
from tests.full_record import make_full_record
from tests.sealing import behind_the_triggers, found, let_others_end, seal, status_of
from tests.test_sealing_backlog import BriefWorker
from tests.test_sealing_line import is_sealed, named, run

pytestmark = pytest.mark.django_db

KEYS = ["abc", "", "-1", "1.5", "0x1", "٣", "9" * 18, "9" * 19, "9" * 40]


def no_time() -> str:
    """Which an import of columns, or a hand, can put where a time belongs."""
    return "infinity" if connection.vendor == "postgresql" else "2026-13-45 00:00:00"


def make_unreadable(number: int = 1) -> None:
    with connection.cursor() as cursor:
        for _each in range(number):
            cursor.execute(
                "INSERT INTO comments_trailentry (at, act, details) VALUES (%s, 'slow', '{}')", [no_time()]
            )


def make_sealed_unreadable() -> int:
    entry = TrailEntry.objects.record(act="slow")
    seal()
    behind_the_triggers(f"UPDATE comments_trailentry SET at = '{no_time()}' WHERE id = {entry.pk}")
    return entry.pk


def test_keys_that_no_column_holds_hold_up_nothing():
    seal()
    invented = [Unsealed(kind=kind, key=key) for kind in heads() for key in KEYS]
    Unsealed.objects.bulk_create(invented)
    comment = make_comment()

    seal()

    assert is_sealed(comment)
    assert Unsealed.objects.count() == len(invented)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_no_column_holds_is_named(key):
    seal()
    Unsealed.objects.create(kind="badge", key=key)
    make_comment()
    let_others_end()

    assert f"the first: badge {key}." in run()[1]

    assert named() == [f"In line for a seal, and no row of the record: badge {key}."]
    assert found() == [f"badge {key}: was to be sealed, and is gone"]


def test_a_sealed_row_of_a_key_that_no_column_holds_is_named():
    make_full_record()
    rows = {row.kind: row for row in SealedRow.objects.order_by("-number")}
    assert set(rows) == set(heads())

    behind_the_triggers(
        *(f"UPDATE comments_sealedrow SET key = '{'9' * 39}' WHERE id = {row.pk}" for row in rows.values())
    )

    said = found()
    assert [kind for kind, row in rows.items() if f"seal 1, {kind} {'9' * 39}: is gone" not in said] == []


def test_a_row_that_nobody_can_read_holds_up_nothing():
    seal()
    make_unreadable(3)
    comment = make_comment()

    (newest,) = seal()

    assert is_sealed(comment)
    assert newest.complete
    assert Unsealed.objects.count() == 3


def test_it_is_counted_and_named():
    seal()
    make_unreadable(2)
    make_comment()
    first = Unsealed.objects.earliest("pk")
    let_others_end()

    said, complaint = run()

    assert said.startswith("seal ")
    assert complaint.startswith(f"2 in line for a seal cannot be read, the first: {first}. ")


def test_a_line_of_such_rows_alone_makes_no_seal():
    seal()
    make_unreadable()
    line = Line()

    assert seal() == []
    assert [entry.kind for entry, _comment in line.next_at_rest()] == ["trailentry"]


def test_the_worker_goes_on_beside_it(committed_db, caplog):
    make_unreadable()
    comment = make_comment()
    let_others_end()

    BriefWorker().run()

    assert is_sealed(comment)
    assert "1 in line for a seal cannot be read" in caplog.text


def test_a_number_that_is_none_is_stepped_over():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no such number")
    comment = make_comment()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO comments_screening (comment_id, number, screened_at, score, language, versions) "
            "VALUES (%s, 2, now(), 'NaN', '', '{}')",
            [comment.pk],
        )

    seal()

    assert is_sealed(comment)
    assert Unsealed.objects.get().kind == "screening"


def test_a_sealed_row_that_nobody_can_read_any_more_is_named():
    key = make_sealed_unreadable()

    (said,) = found()

    assert said.endswith(f"trailentry {key}: cannot be read")


def test_whatever_else_is_wrong_is_named_beside_it():
    comment = make_comment()
    key = make_sealed_unreadable()
    behind_the_triggers(f"UPDATE comments_comment SET name = 'Another' WHERE id = {comment.pk}")

    said = "\n".join(found())

    assert f"trailentry {key}: cannot be read" in said
    assert f"comment {comment.pk}: has other words" in said


def test_a_seal_that_nobody_can_read_ends_badly_and_in_a_sentence():
    make_comment()
    seal()
    behind_the_triggers(f"UPDATE comments_seal SET sealed_at = '{no_time()}'")
    install(connection)

    assert found() == ["what comes next cannot be read"]


@pytest.mark.parametrize("command", ["verify_trail", "seal_trail", "export_trail"])
def test_a_database_that_gives_no_answer_is_no_tampering(command, tmp_path):
    make_comment()
    seal()
    make_comment()
    let_others_end()
    behind_the_triggers("ALTER TABLE comments_seal RENAME TO comments_elsewhere")
    file = [str(tmp_path / "trail.jsonl")] if command == "export_trail" else []

    assert status_of(lambda: call_command(command, *file)) == 2
