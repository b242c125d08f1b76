"""A table that a migration makes is guarded before that migration is done, so that a later one may fail."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.test.utils import isolate_apps

from comments.models import Permanent
from comments.triggers import install, postgresql, sqlite
from tests.full_record import PERMANENT, refused
from tests.migrating import Failure, apply, fail


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


def test_a_new_table_is_guarded_though_its_own_migration_fails_and_is_no_transaction(known_to_us, shelf):
    """What it has made stays."""
    with pytest.raises(Failure):
        apply(made(shelf), migrations.RunPython(fail), atomic=False)

    put_on(shelf)

    assert_guarded(shelf)


def guards() -> dict[str, str]:
    found = (sqlite if connection.vendor == "sqlite" else postgresql).found(connection)
    return {name: shown for (name, _), shown in found.items()}
