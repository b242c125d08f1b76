"""What a permanent table itself refuses. No trigger says it again, so that the absence of it is named too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comments.triggers.rules import permanent_models


def missing_constraints(connection) -> list[str]:
    """Those that a model has and its table has not: `comments_decision: rejection_names_a_guideline`, …"""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return [
            f"{table}: {constraint}"
            for model in permanent_models(connection.alias)
            if (table := model._meta.db_table) in tables
            for constraint in _missing(model, connection.introspection.get_constraints(cursor, table))
        ]


def _missing(model, found: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield from (each.name for each in model._meta.constraints if each.name not in found)
    unique = [each["columns"] for each in found.values() if each["unique"] or each["primary_key"]]
    references = [each["columns"] for each in found.values() if each["foreign_key"]]
    for field in model._meta.local_concrete_fields:
        if field.unique and [field.column] not in unique:
            yield f"unique {field.column}"
        if field.remote_field and field.db_constraint and [field.column] not in references:
            yield f"reference {field.column}"
