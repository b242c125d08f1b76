"""The database's half of `Permanent`: triggers that refuse what must never happen, whoever asks for it.

They are written from the models and put in place after every migration. `missing_triggers` says which are
not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from django.core.exceptions import ImproperlyConfigured
from django.db import router, transaction

from comments.triggers import postgresql, sqlite
from comments.triggers.publishing import publishing
from comments.triggers.queue import reactions
from comments.triggers.rules import permanent_models
from comments.triggers.sealing import awaiting_seals
from comments.triggers.trigger import Trigger


def install(connection) -> None:
    """Put in place what is missing or different; take away what no model asks for. Twice is harmless."""
    wanted, found = _wanted(connection), _language(connection).found(connection)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in found.keys() - {trigger.name for trigger in wanted}:
            _language(connection).drop(cursor, name)
        for trigger in wanted:
            if trigger.table in tables and found.get(trigger.name) != trigger.shown:
                _language(connection).drop(cursor, trigger.name)
                cursor.execute(trigger.sql)


def lift(connection) -> None:
    """Take all of them away. What is done until `install` is guarded by nothing."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in _language(connection).found(connection):
            _language(connection).drop(cursor, name)


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
    return [trigger.name for trigger in _wanted(connection) if found.get(trigger.name) != trigger.shown]


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
