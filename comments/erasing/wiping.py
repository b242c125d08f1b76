"""Having the database let go of what it no longer shows: an emptied row leaves its old words on the disk."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from comments.models import Author, QueueEntry
from comments.triggers.rules import permanent_models, quoted


class CannotWipe(RuntimeError):
    """Why it could not be done now, as a sentence."""


def wipe(connection: BaseDatabaseWrapper, *, whole: bool = False) -> None:
    """Free the space of old versions of rows; `whole` writes the tables anew, which locks each meanwhile.

    Raises CannotWipe within a transaction.
    """
    if connection.in_atomic_block:
        raise CannotWipe("A database cannot be wiped within a transaction.")
    if connection.vendor == "sqlite":
        _wipe_sqlite(connection, whole=whole)
        return
    # ANALYZE too: its statistics hold the commonest values of a column, and a sample of the others.
    options = "FULL, ANALYZE" if whole else "ANALYZE"
    with connection.cursor() as cursor:
        for table in _tables(connection):
            cursor.execute(f"VACUUM ({options}) {quoted(table)}")


def _wipe_sqlite(connection: BaseDatabaseWrapper, *, whole: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        if whole:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _moved = cursor.fetchone()
    if busy:
        raise CannotWipe(
            "Somebody is reading old pages of the database. Run this again, or without the site."
        )


def _tables(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Those in which readers' words and addresses stand, or what an author is known by."""
    models: list[type[Model]] = [each for each in permanent_models(connection.alias) if each.erasable]
    models += [Author, QueueEntry]
    for model in models:
        if router.allow_migrate_model(connection.alias, model):
            yield model._meta.db_table
