"""The triggers in SQLite's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.backends.utils import truncate_name

from comments.triggers.adding import insert_rules
from comments.triggers.queue import Reaction
from comments.triggers.rules import (
    Rule,
    erasable,
    fillable,
    is_erased,
    literal,
    mutable,
    quoted,
    table,
    unique_keys,
    update_rules,
)
from comments.triggers.trigger import PREFIX, Place, Trigger


def triggers(model, schema: str | None) -> Iterator[Trigger]:
    yield _guard(
        model, "DELETE", [Rule("1", f"{model._meta.db_table} is permanent: its rows are never deleted")]
    )
    yield _guard(
        model, "UPDATE", [*_permanent(model), *_emptied(model), *update_rules(model), *_no_taking(model)]
    )
    yield _guard(model, "INSERT", [*_no_replacing(model), *insert_rules(model)])


def reacting(reaction: Reaction, schema: str | None) -> Trigger:
    body = " ".join(f"{statement};" for statement in reaction.statements)
    when = f" WHEN {reaction.when}" if reaction.when else ""
    definition = f"AFTER {reaction.event} ON {table(reaction.model)}{when} BEGIN {body} END"
    return _trigger(reaction.model, reaction.name, definition)


def found(connection) -> dict[Place, str]:
    """Our triggers in the database, each as it was written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {(name, on): sql for name, on, sql in cursor.fetchall() if name.startswith(PREFIX)}


def strangers(connection, tables: list[str], ours: list[Place]) -> list[str]:
    """What is at work on these tables and is not ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1, 2")
        return [
            f"trigger {name} on {on}"
            for name, on in cursor.fetchall()
            if on in tables and (name, on) not in ours
        ]


def columns(cursor) -> dict[str, set[str]]:
    """Of each table that is kept here. A virtual one is asked of its module, which may not be loaded."""
    cursor.execute(
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c "
        "WHERE t.type = 'table' AND t.rootpage > 0"
    )
    found: dict[str, set[str]] = {}
    for table_name, column in cursor.fetchall():
        found.setdefault(table_name, set()).add(column)
    return found


def heedless(sql: str, columns: Iterable[str]) -> str:
    """A guard less its rules for these columns. Each of its rules is a line."""
    heeded = tuple(f"OLD.{quoted(column)}" for column in columns)
    lines = sql.split("\n")
    return "\n".join(
        line for line in lines if not (line.startswith("WHEN ") and any(each in line for each in heeded))
    )


def drop(cursor, name: str, on: str) -> None:
    """A name is there once, on whichever table."""
    cursor.execute(f"DROP TRIGGER IF EXISTS {quoted(name)}")


def schema_of(connection) -> None:
    """None to name: a trigger reads the tables of its own database file, whatever else is open."""


def _guard(model, event: str, rules: Iterable[Rule]) -> Trigger:
    cases = "\n".join(f"WHEN {rule.condition} THEN RAISE(ABORT, {literal(rule.message)})" for rule in rules)
    return _trigger(
        model,
        event.lower(),
        f"BEFORE {event} ON {table(model)} BEGIN SELECT CASE\n{cases}\nEND; END",
    )


def _trigger(model, what: str, definition: str) -> Trigger:
    name = truncate_name(f"{PREFIX}{model._meta.db_table}_{what}", 63)
    sql = f"CREATE TRIGGER {quoted(name)} {definition}"
    return Trigger(name=name, table=model._meta.db_table, sql=sql, shown=sql)


def _permanent(model) -> Iterator[Rule]:
    yield Rule("OLD.rowid IS NOT NEW.rowid", f"{model._meta.db_table}.{model._meta.pk.column} is permanent")
    changing = mutable(model) | set(erasable(model))
    for field in model._meta.local_concrete_fields:
        if field.column not in changing:
            yield Rule(_changes(model, field.column), f"{model._meta.db_table}.{field.column} is permanent")


def _emptied(model) -> Iterator[Rule]:
    columns = erasable(model)
    if not columns:
        return
    for column, empty in columns.items():
        changes = _changes(model, column)
        is_empty = f"NEW.{quoted(column)} IS {empty}"
        yield Rule(
            f"{changes} AND NOT ({is_empty} AND {is_erased(model)})",
            f"{model._meta.db_table}.{column} is permanent: only an erasure of the comment empties it",
        )
    changed = " OR ".join(_changes(model, column) for column in columns)
    emptied = " AND ".join(f"NEW.{quoted(column)} IS {empty}" for column, empty in columns.items())
    yield Rule(
        f"({changed}) AND NOT ({emptied})",
        f"{model._meta.db_table}: an erasure empties {', '.join(columns)} together",
    )


def _changes(model, column: str) -> str:
    """Whether a column becomes another; filling one that waits for it is no change."""
    name = quoted(column)
    changes = f"OLD.{name} IS NOT NEW.{name}"
    if column not in fillable(model):
        return changes
    return f"({changes} AND (OLD.{name} IS NOT NULL OR {is_erased(model)}))"


def _no_replacing(model) -> Iterator[Rule]:
    """INSERT OR REPLACE deletes whatever stands in its way, and no DELETE trigger fires."""
    # A table whose key is text has a rowid beside it, which is a key too. One not given reads -1 here.
    yield _exists(model, ["rowid"], "", model._meta.pk.column)
    for key in unique_keys(model):
        yield _exists(model, key, "")


def _no_taking(model) -> Iterator[Rule]:
    """UPDATE OR REPLACE does the same, where a column of a key may change."""
    changing = mutable(model) | set(erasable(model))
    for key in unique_keys(model):
        if changing & set(key):
            yield _exists(model, key, " AND rowid <> OLD.rowid")


def _exists(model, key: list[str], other: str, name: str = "") -> Rule:
    same = " AND ".join(f"{quoted(column)} = NEW.{quoted(column)}" for column in key)
    return Rule(
        f"EXISTS (SELECT 1 FROM {table(model)} WHERE {same}{other})",
        f"{model._meta.db_table} is permanent: a row with this {name or ', '.join(key)} exists",
    )
