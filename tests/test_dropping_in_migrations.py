"""What no trigger is asked about: a table or a column that a migration drops by SQL of its own."""

from __future__ import annotations

import pytest
from django.db import NotSupportedError, connection, migrations, transaction

from comments.models import Comment, Withdrawal
from comments.triggers import missing_triggers, sqlite
from comments.triggers.losing import StillPermanent, dropped
from tests.factories import make_comment
from tests.migrating import apply

TABLE = "comments_withdrawal"


def by_cursor(sql: str) -> migrations.RunPython:
    def execute(apps, schema_editor) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return migrations.RunPython(execute)


@pytest.mark.parametrize("way", [migrations.RunSQL, by_cursor])
@pytest.mark.parametrize(
    "sql",
    [
        f"DROP TABLE {TABLE}",
        f'drop  table\nif exists "{TABLE.title()}"',
        f"/* old */ DROP TABLE {TABLE} -- and gone",
    ],
    ids=["plain", "odd", "commented"],
)
@pytest.mark.parametrize("atomic", [True, False])
def test_a_table_is_not_dropped_over_facts(committed_db, way, sql, atomic):
    make_comment().withdraw()
    if connection.vendor == "postgresql":
        sql = sql.replace(TABLE.title(), TABLE)

    with pytest.raises(StillPermanent, match=f"{TABLE} is permanent"):
        apply(way(sql), atomic=atomic)

    assert Withdrawal.objects.exists()
    assert missing_triggers(connection) == []


@pytest.mark.parametrize("way", [migrations.RunSQL, by_cursor])
def test_a_sealed_column_is_not_dropped_over_facts(committed_db, way):
    comment = make_comment()

    with pytest.raises(StillPermanent, match=r"comments_comment\.language is permanent"):
        apply(way("ALTER TABLE comments_comment DROP COLUMN language"))

    assert Comment.objects.get(pk=comment.pk).language == comment.language


def test_one_among_several_statements_is_seen(committed_db):
    make_comment().withdraw()

    with pytest.raises(StillPermanent):
        apply(migrations.RunSQL(f"CREATE TABLE beside (id integer); DROP TABLE beside, {TABLE};"))

    assert Withdrawal.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("DROP TABLE a, b CASCADE; DROP TABLE IF EXISTS c", [("a", ""), ("b", ""), ("c", "")]),
        ('ALTER TABLE ONLY "a" DROP "b", DROP COLUMN IF EXISTS c CASCADE', [("a", "b"), ("a", "c")]),
        ("ALTER TABLE a ALTER b DROP NOT NULL, ALTER b DROP DEFAULT, DROP CONSTRAINT c", []),
        ("UPDATE a SET b = 'DROP TABLE c' /* DROP TABLE d */ -- DROP TABLE e", []),
        ("SELECT 1 /* DROP TABLE a", []),
        ("DROP TABLE elsewhere.a", []),
        ("DROP INDEX a", []),
        ("SELECT 1", []),
    ],
)
def test_what_sql_drops(sql, found):
    assert list(dropped(connection, sql)) == found


@pytest.mark.django_db
def test_a_table_in_our_own_schema_is_ours_by_its_whole_name():
    schema = "public" if connection.vendor == "postgresql" else "main"

    assert list(dropped(connection, f'DROP TABLE "{schema}"."a"')) == [("a", "")]


def test_what_is_not_there_or_holds_nothing_that_is_sealed_can_be_dropped(committed_db):
    make_comment()

    apply(
        migrations.RunSQL("CREATE TABLE theirs (id integer, language text)"),
        migrations.RunSQL("ALTER TABLE theirs DROP COLUMN language"),
        migrations.RunSQL("DROP TABLE theirs"),
        migrations.RunSQL("DROP TABLE IF EXISTS theirs"),
    )

    assert missing_triggers(connection) == []


def test_a_migration_that_could_not_begin_leaves_no_watch_behind(committed_db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets one begin anywhere")
    apply()  # as migrate leaves the connection

    with transaction.atomic(), pytest.raises(NotSupportedError), connection.schema_editor():
        pass

    assert connection.execute_wrappers == []


@pytest.mark.django_db
def test_a_virtual_table_whose_module_is_not_loaded_stops_no_migration():
    """As an extension leaves one that only some processes load."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has none")
    made = "CREATE VIRTUAL TABLE elsewhere USING nowhere (words)"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) "
            f"VALUES ('table', 'elsewhere', 'elsewhere', 0, '{made}')"
        )
        cursor.execute("PRAGMA writable_schema = RESET")
        try:
            found = sqlite.columns(cursor)
        finally:
            cursor.execute("PRAGMA writable_schema = ON")
            cursor.execute("DELETE FROM sqlite_master WHERE name = 'elsewhere'")
            cursor.execute("PRAGMA writable_schema = RESET")

    assert "text" in found["comments_comment"]
    assert "elsewhere" not in found
