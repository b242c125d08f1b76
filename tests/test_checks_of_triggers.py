"""Triggers that stand in the catalogue and guard nothing, and others' that go past them."""

from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from comments.triggers import install, lift, missing_triggers
from comments.triggers.constraints import missing_constraints
from tests.roles import SUPERUSER, connected_as

pytestmark = pytest.mark.django_db
GUARD = "permanent_comments_comment"


@pytest.fixture
def only_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite names the table in what it keeps of a trigger, and has no such switch")


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def said(identifier: str) -> str:
    found = run_checks(tags=[Tags.database], databases=["default"])
    return " ".join(each.msg for each in found if each.id == identifier)


def test_a_trigger_that_stands_on_another_table_is_missing(only_postgresql):
    execute(
        f"DROP TRIGGER {GUARD} ON comments_comment",
        f"CREATE TRIGGER {GUARD} BEFORE INSERT OR UPDATE OR DELETE ON comments_mailchoice "
        f"FOR EACH ROW EXECUTE FUNCTION {GUARD}()",
    )

    assert GUARD in said("comments.E020")
    install(connection)
    assert missing_triggers(connection) == []
    assert said("comments.W047") == ""


EVIL = (
    "CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN NEW.token := 'known'; RETURN NEW; END $$",
    f"CREATE TRIGGER {GUARD} BEFORE INSERT ON comments_receipt FOR EACH ROW EXECUTE FUNCTION evil()",
)


def test_a_trigger_of_our_name_beside_ours_is_a_stranger_until_migrating_takes_it_away(only_postgresql):
    execute(*EVIL)

    assert said("comments.W047").endswith(f"trigger {GUARD} on comments_receipt.")
    assert missing_triggers(connection) == []
    install(connection)
    assert said("comments.W047") == ""
    assert missing_triggers(connection) == []


def test_whichever_of_two_with_one_name_came_first_is_told_from_the_other(only_postgresql):
    execute(f"DROP TRIGGER {GUARD} ON comments_comment", *EVIL)
    assert GUARD in said("comments.E020")
    execute(
        f"CREATE TRIGGER {GUARD} BEFORE INSERT OR UPDATE OR DELETE ON comments_comment "
        f"FOR EACH ROW EXECUTE FUNCTION {GUARD}()",
    )

    assert missing_triggers(connection) == []
    assert said("comments.W047").endswith(f"trigger {GUARD} on comments_receipt.")


def test_a_table_that_was_put_in_the_place_of_ours_has_no_triggers(only_postgresql):
    execute(
        "ALTER TABLE comments_withdrawal RENAME TO kept",
        "CREATE TABLE comments_withdrawal (LIKE kept INCLUDING ALL)",
    )

    assert "permanent_comments_withdrawal" in said("comments.E020")


def test_triggers_are_missing_where_a_session_has_them_switched_off(only_postgresql, committed_db):
    """As `ALTER DATABASE … SET session_replication_role` would have it for all."""
    with connected_as(SUPERUSER):
        execute("SET session_replication_role = replica")
        switched_off = missing_triggers(connection)
        execute("RESET session_replication_role")

    assert GUARD in switched_off
    assert missing_triggers(connection) == []


def test_another_site_in_the_same_database_keeps_its_triggers(only_postgresql):
    execute(
        "CREATE SCHEMA elsewhere",
        "CREATE TABLE elsewhere.comments_comment (id bigint)",
        f"CREATE TRIGGER {GUARD} BEFORE DELETE ON elsewhere.comments_comment "
        f"FOR EACH ROW EXECUTE FUNCTION {GUARD}()",
    )

    lift(connection)
    install(connection)

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s ORDER BY 1", [GUARD])
        assert cursor.fetchall() == [("comments_comment",), ("elsewhere.comments_comment",)]


ON_POSTGRESQL = {
    "trigger zealous on comments_comment": (
        "CREATE FUNCTION zealous() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN NEW.text := lower(NEW.text); RETURN NEW; END $$",
        "CREATE TRIGGER zealous BEFORE INSERT ON comments_comment FOR EACH ROW EXECUTE FUNCTION zealous()",
    ),
    "rule quiet on comments_report": (
        "CREATE RULE quiet AS ON INSERT TO comments_report DO INSTEAD NOTHING",
    ),
    "row security on comments_escalation": ("ALTER TABLE comments_escalation ENABLE ROW LEVEL SECURITY",),
    "a crash on unlogged comments_opening": ("ALTER TABLE comments_opening SET UNLOGGED",),
    "table beside under comments_decision": ("CREATE TABLE beside () INHERITS (comments_decision)",),
}
ON_SQLITE = {
    "trigger zealous on comments_comment": (
        "CREATE TRIGGER zealous BEFORE INSERT ON comments_comment "
        "WHEN NEW.name = 'Leyla' BEGIN SELECT RAISE(IGNORE); END",
    ),
}


@pytest.mark.parametrize("name", ON_POSTGRESQL)
def test_what_goes_past_ours_is_named(name):
    others = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL
    if name not in others:
        pytest.skip("SQLite has none of these")
    assert said("comments.W047") == ""

    execute(*others[name])

    assert said("comments.W047").endswith(f"{name}.")
    assert said("comments.E020") == ""


def test_no_constraint_is_missing():
    assert missing_constraints(connection) == []


@pytest.mark.parametrize(
    ("table", "columns", "named"),
    [
        ("comments_decision", ["rejection_names_a_guideline"], "rejection_names_a_guideline"),
        ("comments_decision", ["decision_numbered_once"], "decision_numbered_once"),
        ("comments_receipt", ["token"], "unique token"),
        ("comments_receipt", ["comment_id"], "reference comment_id"),
    ],
)
def test_a_constraint_that_was_dropped_is_named(only_postgresql, table, columns, named):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
        names = [
            name
            for name, each in found.items()
            if name in columns or (each["columns"] == columns and not each["index"])
        ]
    execute(*(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for name in names))

    assert f"{table}: {named}" in said("comments.E048")


def test_a_table_that_was_made_anew_without_its_constraints_is_named():
    """As SQLite has it: nothing is dropped from a table there."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL drops one by its name")
    execute(
        "DROP TABLE comments_opening", "CREATE TABLE comments_opening (id integer PRIMARY KEY, notice_id)"
    )

    assert "comments_opening: unique notice_id, comments_opening: reference notice_id" in said(
        "comments.E048"
    )
