"""The triggers are there after every migration, also after one that failed, and their absence is an error."""

from __future__ import annotations

import sys
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, migrations, models, transaction

from comments.models import Comment, Notice, Withdrawal
from comments.triggers import install, lift, lifted, missing_triggers, postgresql, sqlite
from comments.triggers.losing import StillPermanent
from comments.triggers.system_check import check_triggers
from tests.factories import make_comment
from tests.full_record import PERMANENT, make_full_record, refused
from tests.migrating import Failure, apply, fail

ALL = [f"permanent_{model._meta.db_table}" for model in PERMANENT]


def a_wider_name() -> migrations.AlterField:
    return migrations.AlterField("comment", "name", models.CharField(max_length=61, blank=True))


@pytest.fixture
def put_back(committed_db):
    yield
    apply(migrations.AlterField("comment", "name", Comment._meta.get_field("name").clone()))
    install(connection)


def assert_words_are_guarded(comment) -> None:
    with refused("comments_comment.text is permanent"):
        Comment.objects.filter(pk=comment.pk).update(text="Put right by hand.")


@pytest.mark.django_db
def test_nothing_is_missing_after_migrating():
    assert missing_triggers(connection) == []


@pytest.mark.django_db
def test_installing_twice_changes_nothing():
    install(connection)

    assert missing_triggers(connection) == []


@pytest.mark.django_db
def test_a_missing_trigger_is_named():
    lift(connection)

    missing = missing_triggers(connection)

    assert [table for table in ALL if not any(name.startswith(table) for name in missing)] == []


@pytest.mark.django_db
def test_a_trigger_that_was_weakened_is_missing():
    name = missing_name()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON comments_comment BEGIN SELECT 1; END")
        else:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NEW; END $$"
            )

    assert missing_triggers(connection) == [name]


@pytest.mark.django_db
def test_a_trigger_that_was_switched_off_is_missing():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no switch for one trigger")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comments_comment DISABLE TRIGGER permanent_comments_comment")

    assert missing_triggers(connection) == ["permanent_comments_comment"]


@pytest.mark.django_db
def test_a_trigger_that_was_narrowed_to_a_column_is_missing():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps a trigger as it was written")
    name = "permanent_comments_comment"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE INSERT OR UPDATE OF id OR DELETE ON comments_comment "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )

    assert missing_triggers(connection) == [name]


@pytest.mark.django_db
def test_lifting_ends_with_its_block():
    comment = make_comment()

    with suppress(Failure), lifted(connection):
        Comment.objects.filter(pk=comment.pk).update(text="Another.")
        raise Failure

    assert_words_are_guarded(comment)
    assert missing_triggers(connection) == []


@pytest.mark.django_db
def test_a_database_without_its_triggers_is_an_error():
    lift(connection)

    (error,) = check_triggers(databases=["default"])

    assert error.is_serious()
    assert "permanent_comments_comment" in error.msg
    assert "migrate" in error.hint


@pytest.mark.django_db
def test_a_database_with_its_triggers_is_none():
    assert check_triggers(databases=["default"]) == []


@pytest.mark.django_db
def test_no_database_is_asked_unless_named():
    lift(connection)

    assert check_triggers(databases=None) == []


@pytest.mark.django_db
def test_migrate_is_not_stopped_by_what_it_puts_right(monkeypatch):
    lift(connection)
    monkeypatch.setattr(sys, "argv", ["manage.py", "migrate"])

    assert check_triggers(databases=["default"]) == []


def test_migrating_puts_missing_triggers_back(committed_db):
    lift(connection)

    call_command("migrate", verbosity=0)

    assert missing_triggers(connection) == []


def test_a_table_can_be_altered(put_back):
    comment = make_comment()

    apply(a_wider_name())

    assert missing_triggers(connection) == []
    assert_words_are_guarded(comment)


@pytest.mark.parametrize("atomic", [True, False])
def test_a_migration_that_fails_half_way_leaves_all_guarded(put_back, atomic):
    comment = make_comment()

    with pytest.raises(Failure):
        apply(migrations.RunPython(lambda apps, editor: None), migrations.RunPython(fail), atomic=atomic)

    assert missing_triggers(connection) == []
    assert_words_are_guarded(comment)


@pytest.mark.parametrize("atomic", [True, False])
def test_a_migration_that_fails_after_altering_leaves_all_guarded(put_back, atomic):
    comment = make_comment()

    with pytest.raises(Failure):
        apply(a_wider_name(), migrations.RunPython(fail), atomic=atomic)

    assert missing_triggers(connection) == []
    assert_words_are_guarded(comment)


@pytest.mark.parametrize("atomic", [True, False])
def test_a_migration_whose_undoing_fails_leaves_all_guarded(put_back, atomic):
    comment = make_comment()

    with pytest.raises(Failure):
        apply(
            migrations.RunPython(migrations.RunPython.noop, fail),
            a_wider_name(),
            atomic=atomic,
            backwards=True,
        )

    assert missing_triggers(connection) == []
    assert_words_are_guarded(comment)


def missing_name() -> str:
    return "permanent_comments_comment" + ("_update" if connection.vendor == "sqlite" else "")


def guards() -> dict[str, str]:
    found = (sqlite if connection.vendor == "sqlite" else postgresql).found(connection)
    return {name: shown for (name, _), shown in found.items()}


def contents() -> dict[str, list]:
    """Of each permanent table, as the database has it now: a migration that is undone takes some away."""
    found = {}
    with connection.cursor() as cursor:
        for table in {model._meta.db_table for model in PERMANENT} & set(
            connection.introspection.table_names(cursor)
        ):
            columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
            cursor.execute(f"SELECT * FROM {table}")
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            found[table] = sorted(rows, key=str)
    return found


def test_migrating_back_and_forth_with_a_full_record_changes_no_row(committed_db):
    make_full_record()
    without(*NEWER)
    before = contents()

    try:
        call_command("migrate", "comments", "0017", verbosity=0)
        back = contents()
        names = set(guards())
    finally:
        call_command("migrate", verbosity=0)

    assert [table for table, rows in back.items() if not is_part(rows, before[table])] == []
    assert [table for table in back if not any(name.startswith(f"permanent_{table}") for name in names)] == []
    assert missing_triggers(connection) == []
    after = contents()
    assert [table for table in back if not is_part(after[table], before[table])] == []


# Tables that later migrations made: no trigger is asked when one is dropped.
NEWER = ("comments_opening", "comments_attribution", "comments_verification")


def without(*tables: str) -> None:
    """As if nothing had come into them yet."""
    with lifted(connection), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")


def test_a_migration_is_not_undone_over_facts_that_it_would_take_along(committed_db):
    make_full_record()
    before = contents()

    try:
        with pytest.raises(StillPermanent, match="comments_verification is permanent: there is something"):
            call_command("migrate", "comments", "0020", verbosity=0)
        back = contents()
    finally:
        call_command("migrate", verbosity=0)

    assert back["comments_verification"] == before["comments_verification"] != []
    assert missing_triggers(connection) == []
    assert contents() == before


def test_a_table_is_not_dropped_over_facts(put_back):
    make_comment().withdraw()

    with pytest.raises(StillPermanent, match="comments_withdrawal is permanent"):
        apply(migrations.DeleteModel("Withdrawal"))

    assert Withdrawal.objects.exists()
    assert missing_triggers(connection) == []


def test_a_column_that_is_sealed_is_not_dropped(put_back):
    comment = make_comment()

    with pytest.raises(StillPermanent, match=r"comments_comment\.language is permanent"):
        apply(migrations.RemoveField("comment", "language"))

    assert Comment.objects.get(pk=comment.pk).language == comment.language
    assert missing_triggers(connection) == []


def test_a_column_that_no_seal_covers_can_be_dropped(put_back):
    make_comment(email="aram@example.org").notices.update(last_error="450 later")

    apply(migrations.RemoveField("notice", "last_error"))
    apply(migrations.AddField("notice", "last_error", Notice._meta.get_field("last_error").clone()))

    assert [notice.last_error for notice in Notice.objects.all()] == [""]
    assert missing_triggers(connection) == []


def reworded(apps, schema_editor) -> None:
    apps.get_model("comments", "Comment")._default_manager.update(text="Put right by a migration.")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RunPython(reworded),
        migrations.RunSQL("UPDATE comments_comment SET text = 'Put right by a migration.'"),
        migrations.RunSQL("DELETE FROM comments_receipt"),
    ],
    ids=["python", "sql", "deleting"],
)
@pytest.mark.parametrize("atomic", [True, False])
def test_a_migration_of_rows_rewrites_no_fact(put_back, operation, atomic):
    comment = make_comment()

    with pytest.raises(IntegrityError, match="is permanent"):
        apply(operation, atomic=atomic)

    assert Comment.objects.get(pk=comment.pk).text == comment.text
    assert missing_triggers(connection) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RunPython(reworded),
        migrations.RunSQL("UPDATE comments_comment SET text = 'Put right by a migration.'"),
        migrations.RunSQL("/* 1 */ UPDATE comments_receipt SET token = 'known'"),
        migrations.RunSQL("WITH one AS (SELECT 1) DELETE FROM comments_receipt"),
    ],
    ids=["python", "sql", "after a comment", "deleting"],
)
@pytest.mark.parametrize("atomic", [True, False])
def test_a_migration_that_altered_a_table_rewrites_no_fact_either(put_back, operation, atomic):
    comment = make_comment()

    with pytest.raises(IntegrityError, match="is permanent"):
        apply(a_wider_name(), operation, a_wider_name(), atomic=atomic)

    assert Comment.objects.get(pk=comment.pk).text == comment.text
    assert missing_triggers(connection) == []


def test_a_migration_that_takes_a_refused_write_back_rewrites_no_fact_after_it(put_back):
    """A savepoint takes back what was done within it: that triggers were put back, too."""
    comment = make_comment()

    def try_twice(apps, schema_editor) -> None:
        with suppress(IntegrityError), transaction.atomic():
            reworded(apps, schema_editor)
        reworded(apps, schema_editor)

    with pytest.raises(IntegrityError, match="is permanent"):
        apply(a_wider_name(), migrations.RunPython(try_twice))

    assert Comment.objects.get(pk=comment.pk).text == comment.text
    assert missing_triggers(connection) == []


def test_a_migration_alters_again_after_a_savepoint_was_taken_back(put_back):
    comment = make_comment()
    before = Comment._meta.get_field("name").clone()

    def alter_in_vain(apps, schema_editor) -> None:
        model = apps.get_model("comments", "Comment")
        with suppress(Failure), transaction.atomic():
            schema_editor.execute("ALTER TABLE comments_comment ADD COLUMN vain integer")
            raise Failure
        model._default_manager.filter(pk=0).update(name="")

    apply(
        a_wider_name(), migrations.RunPython(alter_in_vain), migrations.AlterField("comment", "name", before)
    )

    assert missing_triggers(connection) == []
    assert_words_are_guarded(comment)


def test_copying_a_table_puts_no_trigger_back_before_it_is_done(put_back):
    """It takes a while where there are many tables, and a trigger could not stand on a half of one."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL copies no table")
    written = []

    def watch(execute, sql, *rest):
        written.append(sql.split(" ON ")[0])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        apply(a_wider_name())

    guard = 'CREATE TRIGGER "permanent_comments_comment_update"'
    assert len([sql for sql in written if sql.startswith(guard)]) == 1


def test_a_migration_alters_again_after_rows_were_written(put_back):
    notice = make_comment(email="aram@example.org").notices.get()
    write = migrations.RunSQL("UPDATE comments_notice SET last_error = '450 later'")

    apply(
        a_wider_name(),
        write,
        migrations.AlterField("comment", "name", Comment._meta.get_field("name").clone()),
    )

    notice.refresh_from_db()
    assert notice.last_error == "450 later"
    assert missing_triggers(connection) == []


def is_part(rows: list[dict], of: list[dict]) -> bool:
    """The same rows, less a column that is not there yet."""
    names = set(rows[0]) & set(of[0]) if rows and of else set()
    return sorted(str([row[name] for name in sorted(names)]) for row in rows) == sorted(
        str([row[name] for name in sorted(names)]) for row in of
    )
