"""Nothing is deleted by putting another row in its place: REPLACE deletes, and no DELETE trigger fires."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from comments.models import Permanent, Receipt
from comments.triggers import sqlite
from comments.triggers.rules import unique_keys
from tests.factories import make_comment
from tests.full_record import PERMANENT, another, make_full_record, name_of, refused

pytestmark = pytest.mark.django_db

KEYS = [(model, key) for model in PERMANENT for key in unique_keys(model)]


@pytest.fixture(scope="module", autouse=True)
def full_record(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_full_record()
        transaction.set_rollback(True)


@pytest.fixture
def only_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite replaces rows")


def label(value) -> str:
    return "+".join(value) if isinstance(value, list) else name_of(value)


def a_row_with(model, key):
    filled = {f"{model._meta.get_field(column).attname}__isnull": False for column in key}
    return model._default_manager.filter(**filled).first()


def values_with_same(key, row) -> dict:
    """A row that is in the way of `row` by this key and by no other."""
    return {
        field.column: prepared(field, value if field.column in key else another(value, field))
        for field in row._meta.local_concrete_fields
        for value in [getattr(row, field.attname)]
    }


def prepared(field, value):
    return field.get_db_prep_save(value, connection)


def insert(how: str, table: str, values: dict, then: str = "", *more) -> None:
    quote = connection.ops.quote_name
    columns, marks = ", ".join(map(quote, values)), ", ".join(["%s"] * len(values))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{how} INTO {quote(table)} ({columns}) VALUES ({marks}) {then}", [*values.values(), *more]
        )


@pytest.mark.parametrize(("model", "key"), KEYS, ids=label)
@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT"])
def test_no_insert_takes_the_place_of_a_row(only_sqlite, model, key, how):
    row = a_row_with(model, key)

    with refused(f"is permanent: a row with this {', '.join(key)} exists"):
        insert(how, model._meta.db_table, values_with_same(key, row))


@pytest.mark.parametrize(("model", "key"), KEYS, ids=label)
def test_no_upsert_changes_a_row(model, key):
    quote, pk = connection.ops.quote_name, model._meta.pk
    row = a_row_with(model, key)
    same = {field.column: prepared(field, getattr(row, field.attname)) for field in model._meta.local_fields}
    then = f"ON CONFLICT ({', '.join(map(quote, key))}) DO UPDATE SET {quote(pk.column)} = %s"

    # PostgreSQL asks the guards of new rows first, and some have another reason to refuse.
    refusals = (
        "is permanent|(number|version) is one more than the newest|a new comment is pending|"
        "is added with it|a seal follows from the newest|a row comes with its seal"
    )
    with pytest.raises(IntegrityError, match=refusals), transaction.atomic():
        insert("INSERT", model._meta.db_table, same, then, another(row.pk, pk))


def test_no_insert_replaces_a_guideline_by_its_row_number(only_sqlite):
    """A table whose key is text has a number for each row beside it, and that is a key too."""
    with refused("comments_guideline is permanent: a row with this code exists"):
        insert("REPLACE", "comments_guideline", {"rowid": 1, "code": "spoilers", "position": 9})


def test_no_update_replaces_a_guideline_by_its_row_number(only_sqlite):
    with refused("comments_guideline.code is permanent"), connection.cursor() as cursor:
        cursor.execute("UPDATE OR REPLACE comments_guideline SET rowid = 1 WHERE rowid = 2")


def test_no_update_takes_the_token_of_another_receipt(only_sqlite):
    mine, theirs = make_comment().receipt, make_comment().receipt

    with refused("comments_receipt.token is permanent"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE OR REPLACE comments_receipt SET token = %s WHERE id = %s", [theirs.token, mine.pk]
        )
    assert Receipt.objects.filter(pk=theirs.pk).exists()


@isolate_apps("comments")
def test_no_update_of_a_key_that_may_change_takes_the_place_of_a_row(only_sqlite):
    class Shelf(Permanent):
        may_change = frozenset({"place"})
        place = models.IntegerField(unique=True)

        class Meta(Permanent.Meta):
            app_label = "comments"

        def __str__(self) -> str:
            return str(self.place)

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE comments_shelf (id integer PRIMARY KEY, place integer UNIQUE)")
        cursor.execute("INSERT INTO comments_shelf VALUES (1, 1), (2, 2)")
        for trigger in sqlite.triggers(Shelf, None):
            cursor.execute(trigger.sql)
        cursor.execute("UPDATE comments_shelf SET place = 3 WHERE id = 2")

        with refused("comments_shelf is permanent: a row with this place exists"):
            cursor.execute("UPDATE OR REPLACE comments_shelf SET place = 1 WHERE id = 2")


@isolate_apps("comments")
def test_a_key_that_cannot_be_guarded_is_refused_at_once():
    class Shelf(Permanent):
        place = models.IntegerField()
        is_full = models.BooleanField()

        class Meta(Permanent.Meta):
            app_label = "comments"
            constraints = [
                models.UniqueConstraint(fields=["place"], condition=models.Q(is_full=True), name="one_full")
            ]

        def __str__(self) -> str:
            return str(self.place)

    with pytest.raises(ImproperlyConfigured, match="one_full: a permanent row's unique key"):
        unique_keys(Shelf)
