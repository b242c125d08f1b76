"""What a permanent table itself refuses. No trigger says it again, so that the absence of it is named too.

By what it refuses, not by its name: one may be exchanged for a weaker one that is called the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import CheckConstraint, UniqueConstraint

from comments.triggers.expressions import forms
from comments.triggers.in_force import InForce, in_force
from comments.triggers.rules import permanent_models


def missing_constraints(connection) -> list[str]:
    """Those that a model has and its table has not: `comments_decision: rejection_names_a_guideline`, …"""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return [
            f"{table}: {constraint}"
            for model in permanent_models(connection.alias)
            if (table := model._meta.db_table) in tables
            for constraint in _missing(connection, cursor, model)
        ]


def _missing(connection, cursor, model) -> Iterator[str]:
    found = in_force(cursor, connection.vendor, model._meta.db_table)
    yield from _weaker(connection, cursor, model, found)
    yield from _of_columns(model, found)
    if found.folds:
        yield "comparing texts byte for byte"
    if found.gives_way:
        yield "refusing where it says ON CONFLICT"


def _weaker(connection, cursor, model, found: InForce) -> Iterator[str]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            columns = frozenset(model._meta.get_field(name).column for name in constraint.fields)
            if columns not in found.unique:
                yield constraint.name
    wanted = dict(_checks(connection, model))
    read = forms(cursor, connection.vendor, model._meta.db_table, [*wanted.values(), *found.checks])
    there = read[len(wanted) :]
    yield from (name for name, form in zip(wanted, read[: len(wanted)], strict=True) if form not in there)


def _checks(connection, model) -> Iterator[tuple[str, str]]:
    """Those of the model under their names, and those that come with the kind of a column."""
    editor = connection.schema_editor(collect_sql=True)
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            sql = constraint.constraint_sql(model, editor)
            yield constraint.name, sql[sql.index("CHECK (") + len("CHECK (") : -1]
    for field in model._meta.local_concrete_fields:
        if check := field.db_parameters(connection)["check"]:
            yield f"check of {field.column}", check


def _of_columns(model, found: InForce) -> Iterator[str]:
    for field in model._meta.local_concrete_fields:
        if field.unique and frozenset([field.column]) not in found.unique:
            yield f"unique {field.column}"
        if field.remote_field and _reference(field) not in found.references:
            yield f"reference {field.column}"
        if not field.null and field.column not in found.filled:
            yield f"NOT NULL of {field.column}"


def _reference(field) -> tuple[str, str, str]:
    target = field.target_field
    return field.column, target.model._meta.db_table, target.column
