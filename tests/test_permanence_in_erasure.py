"""Words leave only whole, and only by an erasure. It leaves none behind."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.models import CharField, TextField

from comments.models import Comment, Erasure
from comments.refusals import TextRefused
from tests.factories import make_comment, make_user
from tests.full_record import PERMANENT, another, make_full_record, name_of, refused

pytestmark = pytest.mark.django_db

WORD = "swordfish"
ERASABLE = [
    (model, model._meta.get_field(name))
    for model in PERMANENT
    for name in sorted(model.erasable - model.forgettable)
]
# Where words can stand; neither a salt nor a token is made of them.
WORDED = [
    (model, field)
    for model, field in ERASABLE
    if isinstance(field, CharField | TextField) and field.name not in ("salt", "token")
]
WITH_OTHERS = [(model, field) for model, field in ERASABLE if len(model.erasable) > 1]


@pytest.fixture(scope="module", autouse=True)
def full_record_made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_full_record(WORD).pk
        transaction.set_rollback(True)


@pytest.fixture
def full_record(full_record_made):
    return Comment.objects.get(pk=full_record_made)


def empty(field):
    return None if field.null else ""


def a_row_with(model, field):
    return model._default_manager.exclude(**{field.attname: empty(field)}).earliest("pk")


def comment_of(row) -> Comment:
    path = f"{row.comment_path}__pk" if row.comment_path else "pk"
    return Comment.objects.get(pk=type(row)._default_manager.values_list(path, flat=True).get(pk=row.pk))


def record_erasure(row) -> None:
    """The bare fact, without the emptying that the verb does."""
    Erasure.objects.create(comment=comment_of(row), by=make_user(), request="2026/17")


def change(row, values: dict[str, object]) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def all_emptied(model) -> dict[str, object]:
    return {name: empty(model._meta.get_field(name)) for name in model.erasable}


def contents() -> str:
    """Every row of every table."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(rows)


@pytest.mark.parametrize(("model", "field"), ERASABLE, ids=name_of)
def test_nothing_is_emptied_without_an_erasure(model, field):
    row = a_row_with(model, field)

    with refused(
        f"{model._meta.db_table}.{field.column} is permanent: only an erasure of the comment empties it"
    ):
        change(row, {field.attname: empty(field)})


@pytest.mark.parametrize(("model", "field"), ERASABLE, ids=name_of)
def test_the_erasure_of_one_comment_empties_no_other(model, field):
    row = a_row_with(model, field)
    record_erasure(make_comment())

    with refused(
        f"{model._meta.db_table}.{field.column} is permanent: only an erasure of the comment empties it"
    ):
        change(row, {field.attname: empty(field)})


@pytest.mark.parametrize(("model", "field"), ERASABLE, ids=name_of)
def test_an_erasure_lets_nothing_be_reworded(model, field):
    row = a_row_with(model, field)
    record_erasure(row)

    with refused(
        f"{model._meta.db_table}.{field.column} is permanent: only an erasure of the comment empties it"
    ):
        change(row, {field.attname: another(getattr(row, field.attname), field)})


@pytest.mark.parametrize(("model", "field"), WITH_OTHERS, ids=name_of)
def test_an_erasure_empties_all_or_nothing(model, field):
    row = a_row_with(model, field)
    record_erasure(row)

    with refused(f"{model._meta.db_table}: an erasure empties "):
        change(row, {field.attname: empty(field)})


@pytest.mark.parametrize("model", [model for model in PERMANENT if model.erasable], ids=name_of)
def test_an_erasure_empties_all_together(model):
    row = a_row_with(model, model._meta.get_field(min(model.erasable)))
    record_erasure(row)

    change(row, all_emptied(model))

    row.refresh_from_db()
    assert {name: getattr(row, name) for name in model.erasable} == all_emptied(model)


@pytest.mark.parametrize("model", [model for model in PERMANENT if model.erasable], ids=name_of)
def test_what_was_emptied_is_not_filled_again(model):
    field = model._meta.get_field(min(model.erasable))
    row = a_row_with(model, field)
    before = getattr(row, field.attname)
    record_erasure(row)
    change(row, all_emptied(model))

    with refused(f"{model._meta.db_table}.{field.column} is permanent"):
        change(row, {field.attname: before})


def test_erasing_leaves_no_word_behind(full_record):
    imported = Comment.objects.get(source="old-system")
    assert contents().count(WORD) >= len(WORDED)

    full_record.erase(by=make_user(), request="2026/18")
    imported.erase(by=make_user(), request="2026/19")

    left = [line for line in contents().splitlines() if WORD in line]
    assert left == []


def test_erasing_leaves_the_text_and_the_author_nowhere(full_record):
    text, salt, author = full_record.text, full_record.salt, full_record.author

    full_record.erase(by=make_user(), request="2026/18")

    assert text not in contents()
    assert salt not in contents()
    assert not author.comments.exists()


def test_erasing_keeps_the_fact_and_the_decisions(full_record):
    before = list(
        full_record.decisions.order_by("number").values_list("number", "outcome", "by", "guideline")
    )
    digest = full_record.digest

    full_record.erase(by=make_user(), request="2026/18")

    full_record.refresh_from_db()
    after = list(full_record.decisions.order_by("number").values_list("number", "outcome", "by", "guideline"))
    assert (full_record.status, full_record.digest) == ("erased", digest)
    assert after == before


def test_erasing_twice_is_harmless(full_record):
    full_record.erase(by=make_user(), request="2026/18")

    full_record.erase(by=make_user(), request="2026/19")

    assert [erasure.request for erasure in Erasure.objects.filter(comment=full_record)] == ["2026/18"]


@pytest.mark.parametrize("request_named", ["x" * 201, "2026\x00", "\ud800"])
def test_a_request_that_cannot_be_stored_is_refused_and_erases_nothing(full_record, request_named):
    with pytest.raises(TextRefused):
        full_record.erase(by=make_user(), request=request_named)

    full_record.refresh_from_db()
    assert WORD in full_record.text
