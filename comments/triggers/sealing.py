"""Every row of the record waits for a seal from the moment it is added, whoever adds it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import router, transaction

from comments.models import Permanent, SealedRow, Unsealed
from comments.sealing.documents import heads
from comments.triggers.queue import Reaction
from comments.triggers.rules import literal, quoted, table


def awaiting_seals() -> Iterator[Reaction]:
    for kind, model in heads().items():
        key = f"NEW.{_pk(model)}"
        # So that who adds to the record need not be let into the line with keys that name nothing.
        yield Reaction(
            model, "seal", "INSERT", (f"{_into()} VALUES ({literal(kind)}, {key})",), as_owner=True
        )


def fill_unsealed(connection) -> None:
    """Rows from before there were seals, and those that a migration added while the triggers were lifted."""
    tables = connection.introspection.table_names()
    if not {Unsealed._meta.db_table, SealedRow._meta.db_table} <= set(tables):
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for kind, model in heads().items():
            if model._meta.db_table in tables and router.allow_migrate_model(connection.alias, model):
                cursor.execute(f"{_into()} {without_seal(kind, model)} ORDER BY r.{_pk(model)}")


def without_seal(kind: str, model: type[Permanent]) -> str:
    """SQL: rows of the model that are neither sealed nor waiting, as (kind, key)."""
    known = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table(other)} s WHERE s.kind = {literal(kind)} "
        f"AND s.key = CAST(r.{_pk(model)} AS varchar(40)))"
        for other in (SealedRow, Unsealed)
    )
    return f"SELECT {literal(kind)}, CAST(r.{_pk(model)} AS varchar(40)) FROM {table(model)} r WHERE {known}"


def _into() -> str:
    return f'INSERT INTO {table(Unsealed)} ("kind", "key")'


def _pk(model: type[Permanent]) -> str:
    return quoted(str(model._meta.pk.column))
