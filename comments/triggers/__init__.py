"""The database's half of `Permanent`: triggers that refuse what must never happen, whoever asks for it.

They are written from the models and put in place after every migration. `missing_triggers` says which are
not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import router, transaction

from comments.triggers import postgresql, sqlite
from comments.triggers.publishing import publishing
from comments.triggers.queue import reactions
from comments.triggers.rules import permanent_models, quoted
from comments.triggers.sealing import awaiting_seals
from comments.triggers.trigger import Trigger


def install(connection) -> None:
    """Put in place what is missing or different; take away what no model asks for. Twice is harmless."""
    wanted, found = _wanted(connection), _language(connection).found(connection)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for place in found.keys() - {trigger.place for trigger in wanted}:
            _language(connection).drop(cursor, *place)
        for trigger in wanted:
            if trigger.table in tables and found.get(trigger.place) != trigger.shown:
                _language(connection).drop(cursor, *trigger.place)
                cursor.execute(trigger.sql)


def guard_new_tables(connection) -> None:
    """Guard each permanent table that is there, has no trigger of ours, and is as the models want it.

    For within a run of migrations, which a later one may end half-way. The rest follows with `install`.
    """
    wanted, found = _wanted(connection), _language(connection).found(connection)
    permanent = {model._meta.db_table for model in permanent_models(connection.alias)}
    bare = permanent - {trigger.table for trigger in wanted if trigger.place in found}
    with connection.cursor() as cursor:
        whole = _whole(_language(connection).columns(cursor))
        for trigger in wanted:
            if trigger.table in bare and _named(trigger) <= whole:
                cursor.execute(trigger.sql)


def lift(connection) -> None:
    """Take all of them away. What is done until `install` is guarded by nothing."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for place in _language(connection).found(connection):
            _language(connection).drop(cursor, *place)


@contextmanager
def lifted(connection) -> Iterator[None]:
    """Within it nothing is permanent: for what no site in service does, as emptying a test's database."""
    lift(connection)
    try:
        yield
    finally:
        install(connection)


def missing_triggers(connection) -> list[str]:
    """The names of the triggers that are not there, not in force, or not what the models ask for."""
    found = _language(connection).found(connection)
    return [trigger.name for trigger in _wanted(connection) if found.get(trigger.place) != trigger.shown]


def strangers(connection) -> list[str]:
    """What others have put on permanent tables: it may alter a row once ours have passed it, or drop it."""
    tables = [model._meta.db_table for model in permanent_models(connection.alias)]
    ours = [trigger.place for trigger in _wanted(connection)]
    return _language(connection).strangers(connection, tables, ours)


def _whole(columns: dict[str, set[str]]) -> set[str]:
    """The tables that have every column which the models give them."""
    return {
        model._meta.db_table
        for model in apps.get_models()
        if {field.column for field in model._meta.local_concrete_fields}
        <= columns.get(model._meta.db_table, set())
    }


def _named(trigger: Trigger) -> set[str]:
    """Its table, and those that it reads and writes: without one of them nothing could be added."""
    tables = {model._meta.db_table for model in apps.get_models()}
    return {table for table in tables if quoted(table) in trigger.sql}


def _wanted(connection) -> list[Trigger]:
    language = _language(connection)
    schema = language.schema_of(connection)
    guards = [
        trigger
        for model in permanent_models(connection.alias)
        for trigger in language.triggers(model, schema)
    ]
    return guards + [
        language.reacting(reaction, schema)
        for reaction in (*reactions(), *publishing(), *awaiting_seals())
        if router.allow_migrate_model(connection.alias, reaction.model)
    ]


def _language(connection) -> ModuleType:
    match connection.vendor:
        case "sqlite":
            return sqlite
        case "postgresql":
            return postgresql
    raise ImproperlyConfigured(
        f"Nothing would guard comments on {connection.vendor}: they are permanent on SQLite and PostgreSQL."
    )
