"""Having the database let go of what it no longer shows: an emptied row leaves its old words on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic, sleep

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CASCADE, Model

from comments.erasing.statistics import forget_statistics
from comments.models import Author, MailChoice, QueueEntry
from comments.triggers.rules import permanent_models, quoted

# VACUUM passes over what is somebody else's with no more than a warning.
NOT_OURS = """
SELECT relname FROM pg_class WHERE relname = ANY (%s) AND relkind = 'r' AND pg_table_is_visible(oid)
AND NOT pg_has_role(relowner, 'USAGE')
"""
# What a transaction may still see is kept for it: within this database by whoever reads, and by whoever
# writes on the whole server, as our own VACUUM (FULL) does not look beyond the oldest of those.
AT_WORK = """
SELECT pid, coalesce(backend_xid, backend_xmin)::text FROM pg_stat_activity WHERE pid <> pg_backend_pid()
AND (backend_xid IS NOT NULL OR (backend_xmin IS NOT NULL AND datname = current_database()))
"""
PATIENCE, A_MOMENT = 60.0, 0.05  # seconds


class CannotWipe(RuntimeError):
    """Why it could not be done now, as a sentence."""


def wipe(connection: BaseDatabaseWrapper, *, whole: bool = False) -> list[str]:
    """Free the space of old versions of rows; `whole` writes the tables anew, which locks each meanwhile.

    Gives the tables beside the comments' own that stay as they are, as another role owns them. Raises
    CannotWipe within a transaction, and for who does not own the comments' own.
    """
    if connection.in_atomic_block:
        raise CannotWipe("A database cannot be wiped within a transaction.")
    if connection.vendor == "sqlite":
        _wipe_sqlite(connection, whole=whole)
        return []
    # ANALYZE too: its statistics hold the commonest values of a column, and a sample of the others.
    options = "FULL, ANALYZE" if whole else "ANALYZE"
    models = {model._meta.db_table: model for model in _models(connection)}
    with connection.cursor() as cursor:
        cursor.execute(NOT_OURS, [list(models)])
        others = sorted(name for (name,) in cursor.fetchall())
        if needed := [name for name in others if models[name]._meta.app_label == Author._meta.app_label]:
            raise CannotWipe(f"Only the owner of {', '.join(needed)} can wipe.")
        tables = [name for name in models if name not in others]
        is_all = others_end(cursor, AT_WORK, seconds=PATIENCE)
        for table in tables:
            cursor.execute(f"VACUUM ({options}) {quoted(table)}")
        forget_statistics(connection, tables)
        # Where the statistics of before stand, as old versions of rows themselves.
        is_all = others_end(cursor, AT_WORK, seconds=PATIENCE) and is_all
        cursor.execute(f"VACUUM {'(FULL) ' if whole else ''}pg_statistic")
    if not is_all:
        raise CannotWipe(
            "A transaction does not end, and what it may still see stays in the files. Run this again then."
        )
    return others


def others_end(cursor, at_work: str, *, seconds: float) -> bool:
    """Whether all that were at work when it was asked have ended, after a while of waiting for them."""
    last = monotonic() + seconds
    cursor.execute(at_work)
    waited_for = set(cursor.fetchall())
    while waited_for and monotonic() < last:
        sleep(A_MOMENT)
        cursor.execute(at_work)
        waited_for &= set(cursor.fetchall())
    return not waited_for


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


def _models(connection: BaseDatabaseWrapper) -> Iterator[type[Model]]:
    """Those in whose tables readers' words, names and addresses stand, or what an author is known by."""
    models: list[type[Model]] = [each for each in permanent_models(connection.alias) if each.erasable]
    models += [Author, QueueEntry, MailChoice, *_gone_with_an_account()]
    for model in dict.fromkeys(models):
        if model._meta.managed and router.allow_migrate_model(connection.alias, model):
            yield model


def _gone_with_an_account() -> Iterator[type[Model]]:
    """Accounts, the rows that are deleted with one, and sessions, which lead to one."""
    found: list[type[Model]] = [get_user_model()]
    for model in found:
        yield model
        for relation in model._meta.related_objects:
            if relation.on_delete is CASCADE and relation.related_model not in found:
                found.append(relation.related_model)
    if apps.is_installed("django.contrib.sessions"):
        yield apps.get_model("sessions", "Session")
