"""The triggers are there after every migration, also after one that failed, and their absence is an error."""

from __future__ import annotations

import sys
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import pre_migrate
from django.test.utils import isolate_apps

from comments.models import Comment, Permanent
from comments.triggers import install, lift, lifted, missing_triggers, postgresql, sqlite
from comments.triggers.system_check import check_triggers
from tests.factories import make_comment
from tests.full_record import PERMANENT, make_full_record, refused

ALL = [f"permanent_{model._meta.db_table}" for model in PERMANENT]


class Failure(Exception):
    pass


def fail(apps, schema_editor) -> None:
    raise Failure


def apply(*operations, atomic: bool = True) -> None:
    """As `migrate` does: its signal first, then the operations of one migration."""
    migration = migrations.Migration("tried", "comments")
    migration.operations, migration.atomic = list(operations), atomic
    state = MigrationExecutor(connection).loader.project_state()
    pre_migrate.send(
        sender=Comment._meta.app_config, using=connection.alias, plan=[], app_config=Comment._meta.app_config
    )
    with connection.schema_editor(atomic=migration.atomic) as editor:
        migration.apply(state, editor)


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


def test_a_migration_that_fails_after_altering_leaves_all_guarded(put_back):
    comment = make_comment()

    with pytest.raises(Failure):
        apply(a_wider_name(), migrations.RunPython(fail))

    assert missing_triggers(connection) == []
    assert_words_are_guarded(comment)


def missing_name() -> str:
    return "permanent_comments_comment" + ("_update" if connection.vendor == "sqlite" else "")


@pytest.fixture
def shelf(committed_db):
    """A permanent table that nobody has made yet."""
    with isolate_apps("comments"):

        class Shelf(Permanent):
            place = models.IntegerField()

            class Meta(Permanent.Meta):
                app_label = "comments"

            def __str__(self) -> str:
                return str(self.place)

        yield Shelf
    with committed_db.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS comments_shelf")
    install(committed_db)


def made(model) -> migrations.CreateModel:
    return migrations.CreateModel(
        model.__name__, [(field.name, field.clone()) for field in model._meta.local_concrete_fields]
    )


def put_on(shelf) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO comments_shelf (place) VALUES (1)")


def assert_guarded(shelf) -> None:
    for sql in ("UPDATE comments_shelf SET place = 2", "DELETE FROM comments_shelf"):
        with refused("comments_shelf"), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.fixture
def known_to_us(shelf, monkeypatch):
    """As the newest code knows it."""
    known = [*apps.get_models(), shelf]
    monkeypatch.setattr("comments.triggers.apps.get_models", lambda **_ways: known)
    monkeypatch.setattr("comments.triggers.permanent_models", lambda _alias: [*PERMANENT, shelf])


def test_a_new_table_is_guarded_though_the_next_migration_fails(known_to_us, shelf):
    apply(made(shelf))
    with pytest.raises(Failure):
        apply(migrations.RunPython(fail))

    put_on(shelf)

    assert_guarded(shelf)


def test_a_new_table_that_is_not_finished_is_guarded_once_it_is(known_to_us, shelf):
    unfinished = made(shelf)
    unfinished.fields = unfinished.fields[:1]
    apply(unfinished)
    assert "comments_shelf" not in str(guards())

    apply(migrations.RunSQL("ALTER TABLE comments_shelf ADD COLUMN place integer"))
    put_on(shelf)

    assert_guarded(shelf)


def guards() -> dict[str, str]:
    return (sqlite if connection.vendor == "sqlite" else postgresql).found(connection)


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


def is_part(rows: list[dict], of: list[dict]) -> bool:
    """The same rows, less a column that is not there yet."""
    names = set(rows[0]) & set(of[0]) if rows and of else set()
    return sorted(str([row[name] for name in sorted(names)]) for row in rows) == sorted(
        str([row[name] for name in sorted(names)]) for row in of
    )
