"""Ways to a row that ask neither a verb nor a model: fixtures, a flush, cascades, the admin, MERGE."""

from __future__ import annotations

import json

import pytest
from django.contrib import admin
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from comments.models import Comment
from tests.factories import make_approved, make_comment, make_user
from tests.full_record import PERMANENT, name_of, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixture(tmp_path):
    """A file as `dumpdata` writes it."""

    def written(*rows: dict):
        file = tmp_path / "rows.json"
        file.write_text(json.dumps(rows))
        return str(file)

    return written


def as_dumped(row: models.Model, **changed) -> dict:
    (dumped,) = json.loads(serializers.serialize("json", [row]))
    return dumped | {"fields": dumped["fields"] | changed}


def test_no_fixture_rewrites_a_comment(fixture):
    comment = make_comment()

    with refused("is permanent"):
        call_command("loaddata", fixture(as_dumped(comment, text="Put right by hand.")), verbosity=0)

    comment.refresh_from_db()
    assert comment.text != "Put right by hand."


def test_no_fixture_brings_a_comment_in_approved(fixture):
    comment = make_comment()
    dumped = as_dumped(comment, status="approved", form_key=None) | {"pk": 100_000}

    with refused("a new comment is pending"):
        call_command("loaddata", fixture(dumped), verbosity=0)


def test_a_flush_is_refused(committed_db):
    comment = make_comment()

    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)

    assert Comment.objects.filter(pk=comment.pk).exists()


def execute(sql: str, key: int) -> None:
    """And ask at once what is asked at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
    connection.check_constraints()


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("newsroom_user", lambda comment: comment.standing_decision.by_id),
        ("comments_discussion", lambda comment: comment.discussion_id),
        ("comments_author", lambda comment: comment.author_id),
    ],
    ids=["moderator", "page", "author"],
)
def test_what_the_record_hangs_on_takes_nothing_along(table, key):
    comment = make_approved()

    with pytest.raises(IntegrityError), transaction.atomic():
        execute(f"DELETE FROM {table} WHERE id = %s", key(comment))

    assert Comment.objects.filter(pk=comment.pk).exists()


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("newsroom_user", lambda comment: comment.standing_decision.by_id),
        ("comments_discussion", lambda comment: comment.discussion_id),
    ],
    ids=["moderator", "page"],
)
def test_what_the_record_hangs_on_keeps_its_key(table, key):
    comment = make_approved()

    with pytest.raises(IntegrityError), transaction.atomic():
        execute(f"UPDATE {table} SET id = 100000 WHERE id = %s", key(comment))


@pytest.mark.parametrize("model", PERMANENT, ids=name_of)
def test_the_database_itself_cascades_nothing(model):
    """A key that deletes or empties in its own way would go past no trigger of the row it leads to."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f'SELECT on_delete, on_update FROM pragma_foreign_key_list("{model._meta.db_table}")'
            )
            actions = {action for row in cursor.fetchall() for action in row}
        else:
            cursor.execute(
                "SELECT confdeltype, confupdtype FROM pg_constraint WHERE contype = 'f' "
                "AND conrelid = %s::regclass",
                [model._meta.db_table],
            )
            actions = {action for row in cursor.fetchall() for action in row}

    assert actions <= {"NO ACTION", "a"}


@pytest.mark.parametrize("model", PERMANENT, ids=name_of)
def test_no_key_of_a_model_cascades(model):
    keys = [field for field in model._meta.local_concrete_fields if field.remote_field]

    assert [key.name for key in keys if key.remote_field.on_delete is not models.PROTECT] == []


@pytest.mark.parametrize(
    "model", [model for model in PERMANENT if admin.site.is_registered(model)], ids=name_of
)
def test_the_admin_adds_changes_and_deletes_no_fact(rf, model):
    request = rf.get("/")
    request.user = make_user(is_staff=True, is_superuser=True)
    shown = admin.site.get_model_admin(model)

    assert shown.has_view_permission(request)
    assert not shown.has_add_permission(request)
    assert not shown.has_delete_permission(request)
    assert not shown.has_change_permission(request)


@pytest.mark.parametrize("model", PERMANENT, ids=name_of)
def test_nobody_is_ever_given_the_right_to_edit_a_fact(model):
    assert model._meta.default_permissions == ("view",)


@pytest.mark.parametrize(
    ("then", "said"),
    [("DELETE", "its rows are never deleted"), ("UPDATE SET text = 'x'", "text is permanent")],
    ids=["delete", "update"],
)
def test_no_merge_changes_a_row(then, said):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no MERGE")
    comment = make_comment()

    with refused(said), connection.cursor() as cursor:
        cursor.execute(
            "MERGE INTO comments_comment c USING (SELECT %s::bigint AS id) s ON c.id = s.id "
            f"WHEN MATCHED THEN {then}",
            [comment.pk],
        )


def test_no_copy_brings_a_comment_in_approved():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no COPY")

    with (
        refused("a new comment is pending"),
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy("COPY comments_comment (status) FROM STDIN") as copy,
    ):
        copy.write("approved\n")


@pytest.mark.parametrize("table", ["newsroom_user", "comments_author", "comments_discussion"])
def test_no_truncate_of_what_the_record_hangs_on_takes_it_along(table):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    make_approved()
    connection.check_constraints()  # until then nothing is truncated, for another reason

    with refused("is permanent: its rows are never deleted"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("how", ["OR REPLACE", "OR IGNORE", "OR FAIL", "OR ROLLBACK", "OR ABORT"])
def test_no_way_to_settle_a_conflict_gets_past_a_trigger(how):
    """OR IGNORE passes over rows that a constraint refuses, and must not pass over what a trigger says."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite settles conflicts so")
    comment = make_comment()

    with refused("comments_comment.text is permanent"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {how} comments_comment SET text = 'x' WHERE id = %s", [comment.pk])


def test_no_bulk_upsert_changes_a_row():
    comment = make_comment()
    comment.text = "Put right by hand."

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.bulk_create(
            [comment], update_conflicts=True, unique_fields=["id"], update_fields=["text"]
        )
