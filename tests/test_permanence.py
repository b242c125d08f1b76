"""What is permanent stays as it is, whoever asks: the ORM or raw SQL, on SQLite and on PostgreSQL.

Every column of every permanent model is tried, so a new one is tried without a word here.
"""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from comments.models import Comment, Decision, DecisionGuideline, Erasure, Escalation, Standing
from tests.factories import (
    make_approved,
    make_comment,
    make_escalated,
    make_moderator,
    make_rejected,
    make_suspended,
)
from tests.full_record import COLUMNS, PERMANENT, another, make_full_record, name_of, refused, rows_of

pytestmark = pytest.mark.django_db

GUARDED = [(model, field) for model, field in COLUMNS if field.name not in model.may_change]
CHANGING = [
    (model, field) for model, field in COLUMNS if field.name in model.may_change and field.name != "status"
]


@pytest.fixture(scope="module")
def full_record(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        record = make_full_record()
        connection.check_constraints()  # until then PostgreSQL truncates nothing, for another reason
        yield record
        transaction.set_rollback(True)


@pytest.fixture
def row(request, full_record):
    """A row of the model under attack, asked for by `indirect`."""
    return rows_of(request.param, full_record).first()


def refused_at(model, field):
    """The database says which column of which table, and why."""
    return refused(f"{model._meta.db_table}.{field.column} is permanent")


def execute(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def set_by_sql(row, field, value) -> None:
    meta, quote = row._meta, connection.ops.quote_name
    execute(
        f"UPDATE {quote(meta.db_table)} SET {quote(field.column)} = %s WHERE {quote(meta.pk.column)} = %s",
        field.get_db_prep_save(value, connection),
        row.pk,
    )


def test_there_is_a_row_of_every_permanent_model(full_record):
    assert [model for model in PERMANENT if not rows_of(model, full_record).exists()] == []


@pytest.mark.parametrize(("row", "field"), GUARDED, indirect=["row"], ids=name_of)
def test_no_sql_changes_a_column(row, field):
    with refused_at(row, field):
        set_by_sql(row, field, another(getattr(row, field.attname), field))


@pytest.mark.parametrize(
    ("model", "field"), [(model, field) for model, field in GUARDED if field.null], ids=name_of
)
def test_no_sql_empties_a_column(full_record, model, field):
    row = model._default_manager.exclude(**{field.attname: None}).first()
    if row is None:
        pytest.skip("empty in every row")

    with refused_at(row, field):
        set_by_sql(row, field, None)


@pytest.mark.parametrize(("row", "field"), GUARDED, indirect=["row"], ids=name_of)
def test_no_update_changes_a_column(row, field):
    rows = type(row)._default_manager.filter(pk=row.pk)

    with refused_at(row, field):
        rows.update(**{field.attname: another(getattr(row, field.attname), field)})


@pytest.mark.parametrize(
    ("row", "field"), [pair for pair in GUARDED if not pair[1].primary_key], indirect=["row"], ids=name_of
)
def test_no_save_changes_a_column(row, field):
    setattr(row, field.attname, another(getattr(row, field.attname), field))

    with refused_at(row, field):
        row.save()


@pytest.mark.parametrize(
    ("row", "field"), [pair for pair in GUARDED if not pair[1].primary_key], indirect=["row"], ids=name_of
)
def test_no_bulk_update_changes_a_column(row, field):
    setattr(row, field.attname, another(getattr(row, field.attname), field))

    with refused_at(row, field):
        type(row)._default_manager.bulk_update([row], [field.name])


@pytest.mark.parametrize(("row", "field"), CHANGING, indirect=["row"], ids=name_of)
def test_a_present_state_may_change(row, field):
    value = another(getattr(row, field.attname), field)

    set_by_sql(row, field, value)

    assert type(row)._default_manager.filter(pk=row.pk, **{field.attname: value}).exists()


@pytest.mark.parametrize("row", PERMANENT, indirect=True, ids=name_of)
def test_no_sql_deletes_a_row(row):
    with refused(f"{row._meta.db_table} is permanent: its rows are never deleted"):
        execute(
            f"DELETE FROM {connection.ops.quote_name(row._meta.db_table)} "
            f"WHERE {connection.ops.quote_name(row._meta.pk.column)} = %s",
            row.pk,
        )


@pytest.mark.parametrize("row", PERMANENT, indirect=True, ids=name_of)
def test_no_sql_deletes_all_rows(row):
    with refused(f"{row._meta.db_table} is permanent: its rows are never deleted"):
        execute(f"DELETE FROM {connection.ops.quote_name(row._meta.db_table)}")


@pytest.mark.parametrize("row", PERMANENT, indirect=True, ids=name_of)
def test_no_queryset_deletes_a_row(row):
    with refused("is permanent: its rows are never deleted"):
        type(row)._default_manager.filter(pk=row.pk)._raw_delete(connection.alias)


@pytest.mark.parametrize("row", PERMANENT, indirect=True, ids=name_of)
def test_no_truncate_empties_a_table(row):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")

    with refused("is permanent: its rows are never deleted"):
        execute(f"TRUNCATE {connection.ops.quote_name(row._meta.db_table)} CASCADE")


def test_a_row_cannot_be_deleted_through_its_object():
    with refused("comments_erasure is permanent: its rows are never deleted"):
        comment = make_comment()
        comment.erase(by=None, request="2026/1")
        comment.erasure.delete()


def test_a_rejection_keeps_its_further_guidelines(full_record):
    further = DecisionGuideline.objects.filter(decision__comment=full_record)

    with refused("comments_decisionguideline is permanent"):
        further.delete()


@pytest.mark.parametrize("status", Comment.Status.values)
def test_no_sql_sets_the_status_by_hand(status):
    comment = make_comment() if status != "pending" else make_approved()

    with refused("comments_comment.status follows the decisions: it is not set by hand"):
        execute("UPDATE comments_comment SET status = %s WHERE id = %s", status, comment.pk)


def test_no_comment_comes_in_decided():
    comment = make_comment()
    comment.pk, comment.form_key, comment.status = None, None, "approved"
    comment._state.adding = True

    with refused("comments_comment.status follows the decisions: a new comment is pending"):
        comment.save()


def test_no_sql_rejects_without_a_guideline():
    comment, moderator = make_comment(), make_moderator()

    with refused("rejection_names_a_guideline"):
        execute(
            "INSERT INTO comments_decision "
            "(comment_id, number, outcome, explanation, by_id, source, decided_at, evidence_hidden) "
            "VALUES (%s, 1, 'rejected', '', %s, '', CURRENT_TIMESTAMP, FALSE)",
            comment.pk,
            moderator.pk,
        )


@pytest.mark.parametrize("number", [3, 0, -1])
def test_a_decision_is_numbered_after_the_newest(number):
    comment, moderator = make_approved(), make_moderator()

    with (
        refused("comments_decision.number is one more than the newest of the comment"),
        transaction.atomic(),
    ):
        Decision.objects.create(comment=comment, number=number, outcome="approved", by=moderator)


def test_a_screening_is_numbered_after_the_newest():
    comment = make_comment()

    with refused("comments_screening.number is one more"):
        comment.screenings.create(number=3, score=0)


def test_an_escalation_is_numbered_after_the_newest():
    escalation = make_escalated()

    with refused("comments_escalation.number is one more than the newest of the comment"):
        Escalation.objects.create(
            comment=escalation.comment, number=3, group=escalation.group, kind="threat", by=escalation.by
        )


def test_a_standing_is_numbered_after_the_newest():
    first = make_suspended(make_comment())

    with refused("comments_standing.number is one more than the newest of the key"):
        Standing.objects.create(
            subject=first.subject,
            author=first.author,
            key=first.key,
            number=3,
            kind="lifted",
            reason="Time served.",
            by=first.by,
        )


def test_nothing_undoes_another_comments_decision():
    comment, other, moderator = make_approved(), make_approved(), make_moderator()

    with refused("comments_decision.undoes names the decision of the comment that stands"):
        Decision.objects.create(
            comment=comment, number=2, outcome="undone", undoes=other.standing_decision, by=moderator
        )


def test_nothing_undoes_a_decision_that_does_not_stand():
    comment, moderator = make_approved(), make_moderator()
    first = comment.standing_decision
    comment.reject(by=moderator, seen=1, guidelines=["abuse"])

    with refused("comments_decision.undoes names the decision of the comment that stands"):
        Decision.objects.create(comment=comment, number=3, outcome="undone", undoes=first, by=moderator)


def test_marked_words_lie_within_the_text():
    comment = make_rejected()

    with refused("comments_markedwords.end lies within the comment's text"):
        comment.standing_decision.marked_words.create(start=0, end=len(comment.text) + 1)


def test_marked_words_count_code_points():
    comment = make_comment("ده‌نگ 🧑🏽‍🚒 👍🏽")
    comment.reject(by=make_moderator(), seen=0, guidelines=["relevance"], words=[(0, len(comment.text))])

    assert comment.standing_decision.marked_words.get().end == len(comment.text)


def test_a_finding_lies_within_the_text():
    comment = make_comment()
    verdict = comment.newest_screening.verdicts.first()

    with refused("comments_finding.end lies within the comment's text"):
        verdict.findings.create(start=0, end=len(comment.text) + 1, reason="Too far.")


@pytest.mark.parametrize("table", ["comments_erasure", "comments_decision"])
def test_a_temporary_table_of_the_same_name_grants_nothing(table):
    """Names are looked up in temporary tables first, unless somebody thought of it."""
    comment, table_of_ours = make_comment(), Erasure._meta.db_table
    execute(
        f"CREATE TEMPORARY TABLE {table} "
        "(id bigint, comment_id bigint, number int, outcome varchar(10), undoes_id bigint)"
    )
    execute(f"INSERT INTO {table} VALUES (1, %s, 1, 'approved', NULL)", comment.pk)

    status = "erased" if table == table_of_ours else "approved"
    with refused("comments_comment.status follows the decisions"):
        execute("UPDATE comments_comment SET status = %s WHERE id = %s", status, comment.pk)
