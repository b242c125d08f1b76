"""A constraint that was exchanged for a weaker one of its name is as good as gone, and is named like it."""

from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from comments.triggers.constraints import missing_constraints
from comments.triggers.expressions import checks_of
from tests.roles import SUPERUSER, connected_as

pytestmark = pytest.mark.django_db
NAMES = "rejection_names_a_guideline"
ONCE = 'UNIQUE ("comment_id", "number")'


def said() -> str:
    found = run_checks(tags=[Tags.database], databases=["default"])
    return " ".join(each.msg for each in found if each.id == "comments.E048")


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def only_on(vendor: str) -> None:
    if connection.vendor != vendor:
        pytest.skip(f"Written for {vendor}")


def name_of(table: str, kind: str, column: str) -> str:
    """Of a constraint that the server has named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid "
            "AND a.attnum = ANY (c.conkey) WHERE c.conrelid = %s::regclass AND c.contype = %s "
            "AND a.attname = %s AND cardinality(c.conkey) = 1",
            [table, kind, column],
        )
        return cursor.fetchone()[0]


def exchange(table: str, name: str, definition: str) -> None:
    execute(
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}",
    )


def definition(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("weaker", ["CHECK (true)", "CHECK (outcome IS NOT NULL)"])
def test_a_check_of_the_same_name(weaker):
    only_on("postgresql")
    exchange("comments_decision", NAMES, weaker)

    assert said().endswith(f"it lacks comments_decision: {NAMES}.")


@pytest.mark.parametrize("added", [" NOT VALID", " NO INHERIT NOT VALID"])
def test_a_check_that_was_not_tried_on_what_is_there(added):
    only_on("postgresql")
    exchange("comments_decision", NAMES, definition(NAMES) + added)

    assert said().endswith(f"it lacks comments_decision: {NAMES}.")


def test_a_check_that_was_written_in_another_way_is_the_same():
    only_on("postgresql")
    exchange("comments_decision", NAMES, definition(NAMES).replace("(", " ( ").replace("::text", "::TEXT"))

    assert missing_constraints(connection) == []


def test_a_check_that_a_column_brings():
    only_on("postgresql")
    execute(f"ALTER TABLE comments_decision DROP CONSTRAINT {name_of('comments_decision', 'c', 'number')}")

    assert said().endswith("it lacks comments_decision: check of number.")


def test_a_key_that_only_some_rows_are_held_to():
    only_on("postgresql")
    execute(
        "ALTER TABLE comments_decision DROP CONSTRAINT decision_numbered_once",
        "CREATE UNIQUE INDEX decision_numbered_once ON comments_decision (comment_id, number) WHERE id > 9",
    )

    assert said().endswith("it lacks comments_decision: decision_numbered_once.")


def test_a_key_of_more_columns():
    only_on("postgresql")
    exchange("comments_decision", "decision_numbered_once", "UNIQUE (comment_id, number, outcome)")

    assert said().endswith("it lacks comments_decision: decision_numbered_once.")


@pytest.mark.parametrize(
    "weaker",
    [
        "REFERENCES comments_decision (id)",
        "REFERENCES comments_comment (id) ON DELETE CASCADE",
        "REFERENCES comments_comment (id) NOT VALID",
    ],
)
def test_a_reference_of_the_same_name(weaker):
    only_on("postgresql")
    exchange(
        "comments_receipt",
        name_of("comments_receipt", "f", "comment_id"),
        f"FOREIGN KEY (comment_id) {weaker}",
    )

    assert said().endswith("it lacks comments_receipt: reference comment_id.")


def test_references_that_a_superuser_has_switched_off(committed_db):
    only_on("postgresql")
    with connected_as(SUPERUSER):
        execute("ALTER TABLE comments_receipt DISABLE TRIGGER ALL")
        try:
            assert "comments_receipt: reference comment_id" in said()
        finally:
            execute("ALTER TABLE comments_receipt ENABLE TRIGGER ALL")

    assert missing_constraints(connection) == []


def test_a_column_that_may_be_left_empty():
    only_on("postgresql")
    execute("ALTER TABLE comments_comment ALTER COLUMN digest DROP NOT NULL")

    assert said().endswith("it lacks comments_comment: NOT NULL of digest.")


def test_a_column_that_takes_two_texts_for_one():
    only_on("postgresql")
    execute('ALTER TABLE comments_comment ALTER COLUMN name TYPE varchar(60) COLLATE "C"')
    assert said() == ""

    execute(
        "CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "ALTER TABLE comments_comment ALTER COLUMN name TYPE varchar(60) COLLATE folding",
    )

    assert said().endswith("it lacks comments_comment: comparing texts byte for byte.")


@pytest.mark.parametrize(
    ("table", "there", "weaker", "named"),
    [
        (
            "comments_decision",
            f'CONSTRAINT "{NAMES}" CHECK (',
            f'CONSTRAINT "{NAMES}" CHECK (1 OR ',
            NAMES,
        ),
        (
            "comments_decision",
            f'CONSTRAINT "{NAMES}" CHECK (',
            f'CONSTRAINT "{NAMES}" CHECK (/* CHECK ( */ number > 0), CONSTRAINT another CHECK (1 OR ',
            NAMES,
        ),
        ("comments_decision", 'CHECK ("number" >= 0)', "", "check of number"),
        ("comments_decision", 'CHECK ("number" >= 0)', 'CHECK ("number" <= 0)', "check of number"),
        (
            "comments_receipt",
            'NOT NULL UNIQUE REFERENCES "comments_comment"',
            'NULL UNIQUE REFERENCES "comments_comment"',
            "NOT NULL of comment_id",
        ),
        (
            "comments_receipt",
            'REFERENCES "comments_comment"',
            'REFERENCES "comments_decision"',
            "reference comment_id",
        ),
        ("comments_receipt", "DEFERRABLE INITIALLY DEFERRED", "ON DELETE CASCADE", "reference comment_id"),
        ("comments_receipt", "UNIQUE", "UNIQUE ON CONFLICT REPLACE", "refusing where it says ON CONFLICT"),
        ("comments_receipt", "DEFERRABLE INITIALLY DEFERRED", "ON UPDATE CASCADE", "reference comment_id"),
        ("comments_receipt", "NOT NULL", "collate nocase NOT NULL", "comparing texts byte for byte"),
        ("comments_decision", ONCE, 'UNIQUE ("comment_id", "number", "outcome")', "decision_numbered_once"),
        ("comments_decision", '"id" integer NOT NULL', '"id" integer', "NOT NULL of id"),
    ],
    ids=lambda each: each[:40],
)
def test_what_a_table_of_sqlite_was_made_anew_without(table, there, weaker, named):
    only_on("sqlite")
    make_anew(table, there, weaker)

    assert f"{table}: {named}" in said()


@pytest.mark.parametrize(
    ("kind", "rows"),
    [("INDEX", ""), ("UNIQUE INDEX", "WHERE id > 9"), ("UNIQUE INDEX", "")],
    ids=["no key", "of some rows", "of all"],
)
def test_an_index_of_sqlite_that_stands_for_a_key(kind, rows):
    only_on("sqlite")
    make_anew("comments_decision", f'CONSTRAINT "decision_numbered_once" {ONCE}', "CHECK (1)")
    execute(f"CREATE {kind} numbered ON comments_decision (comment_id, number) {rows}")

    missing = [] if kind == "UNIQUE INDEX" and not rows else ["comments_decision: decision_numbered_once"]
    assert missing_constraints(connection) == missing


def test_a_trigger_of_sqlite_that_is_called_like_a_table():
    only_on("sqlite")
    execute("CREATE TRIGGER comments_decision AFTER INSERT ON django_session BEGIN SELECT 1; END")

    assert missing_constraints(connection) == []


def make_anew(table: str, there: str, weaker: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        ((sql,),) = cursor.fetchall()
    assert there in sql
    execute("PRAGMA defer_foreign_keys = ON", f"DROP TABLE {table}", sql.replace(there, weaker))


def test_how_sqlite_keeps_a_check_is_of_no_matter():
    sql = """CREATE TABLE "a" ("b" text CHECK ("b" <> ')' OR (1)), -- CHECK (2)
        c text DEFAULT 'CHECK (3)', "CHECK" (4), check/* x */( "CHECK" ),
        [CHECK (5)] text, `CHECK (6)` text)"""

    assert checks_of(sql) == ["\"b\" <> ')' OR (1)", ' "CHECK" ']
