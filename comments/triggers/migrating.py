"""How the triggers live through migrations.

A table that a migration makes is guarded before that migration is committed, so that one which fails after
it leaves nothing open. On PostgreSQL all triggers stay on meanwhile. SQLite alters a table by copying it,
which loses its triggers without a word, and fails where another table's trigger names it. So there a
migration that alters a table lifts all of them before it does, and puts them back within its own transaction:
before it next writes a row, and at its end. One that fails half-way leaves its tables as they were, guarded.
One that rewrites facts is refused, as it is on PostgreSQL, whatever it altered before.

No trigger is asked when a table or a column is dropped. So no migration takes facts along: see `losing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from django.db import connections

from comments.models import DiscussionVersion, QueueEntry
from comments.triggers import guard_new_tables, install, lift, sqlite
from comments.triggers.losing import dropped, refuse_to_drop
from comments.triggers.sealing import fill_unsealed
from comments.triggers.trigger import Place

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
else:
    BaseDatabaseSchemaEditor = object


IN_FRONT = r"(?:\s|--[^\n]*\n|/\*.*?\*/)*"
ALTERS = re.compile(IN_FRONT + r"(ALTER|DROP)\s+TABLE\b", re.IGNORECASE | re.DOTALL)
ROLLS_BACK = re.compile(IN_FRONT + r"ROLLBACK\b", re.IGNORECASE | re.DOTALL)
# What writes no row that is there, the copying of a table among it. Anything else may.
WRITES_NO_FACT = re.compile(
    IN_FRONT + r'((ALTER|CREATE|DROP|EXPLAIN|PRAGMA|RELEASE|ROLLBACK|SAVEPOINT|SELECT)\b|INSERT INTO "new__)',
    re.IGNORECASE | re.DOTALL,
)


class GuardingTables(BaseDatabaseSchemaEditor):
    """Put before a schema editor: what it has made it leaves guarded, and facts it does not drop."""

    is_copied = False  # the table that it drops

    def __enter__(self):
        entered = super().__enter__()
        self.watching = ExitStack()
        self.watching.enter_context(self.connection.execute_wrapper(self._watch))
        return entered

    def __exit__(self, exc_type, exc_value, traceback):
        self.watching.close()
        # What a migration without a transaction has made is there, also when it fails.
        if not self.collect_sql and (exc_type is None or not self.atomic_migration):
            guard_new_tables(self.connection)
        super().__exit__(exc_type, exc_value, traceback)

    def _watch(self, execute, sql, params, many, context):
        """Whoever asks: a migration may have a cursor of its own, and rows are not written by this editor."""
        if not self.is_copied:
            for table, column in dropped(self.connection, str(sql)):
                refuse_to_drop(self.connection, table, column)
        return execute(sql, params, many, context)

    def delete_model(self, model, **how):
        # SQLite's copies a table and then deletes the old one in just this way.
        self.is_copied = how.get("handle_autom2m") is False
        if not self.collect_sql and not self.is_copied:
            refuse_to_drop(self.connection, model._meta.db_table)
        try:
            super().delete_model(model, **how)
        finally:
            self.is_copied = False

    def remove_field(self, model, field):
        if not self.collect_sql and field.column:
            refuse_to_drop(self.connection, model._meta.db_table, field.column)
        super().remove_field(model, field)


class LiftingTriggers(GuardingTables):
    """Put before SQLite's: while it alters tables there are no triggers of ours."""

    lifted: dict[Place, str] | None = None  # those that were there before it altered anything
    are_off = False
    columns: dict[str, set[str]]  # of each table, likewise

    def execute(self, sql, params=()):
        if not self.collect_sql and ALTERS.match(str(sql)):
            self._lift()
        super().execute(sql, params)

    def _lift(self) -> None:
        there = sqlite.found(self.connection)
        if self.lifted is None:
            self.lifted, self.columns = there, self._columns()
        if there:
            lift(self.connection)
        self.are_off = True

    def _watch(self, execute, sql, params, many, context):
        if self.are_off and not WRITES_NO_FACT.match(sql):
            added = {on: names - self.columns.get(on, names) for on, names in self._columns().items()}
            self._put_back(added)
        done = super()._watch(execute, sql, params, many, context)
        if self.lifted and ROLLS_BACK.match(sql):
            # To before they were put back, or to before they were lifted.
            self.are_off = not sqlite.found(self.connection)
        return done

    def __exit__(self, exc_type, exc_value, traceback):
        self.watching.close()
        # A migration that is one transaction takes its lifting back when it fails; another cannot.
        if exc_type is None or not self.atomic_migration:
            self._put_back({})
        else:
            # Django looks at the foreign keys even then, which it may not once a statement was refused. That
            # would hide the refusal. All of it is rolled back in any case.
            self.connection.set_rollback(False)
        super().__exit__(exc_type, exc_value, traceback)

    def _columns(self) -> dict[str, set[str]]:
        with self.connection.cursor() as cursor:
            return sqlite.columns(cursor)

    def _put_back(self, added: Mapping[str, set[str]]) -> None:
        """As they were, not as the models want them: the tables are still on their way there. A column that
        this migration added may be filled by it.
        """
        self.are_off = False
        with self.connection.cursor() as cursor:
            tables = self.connection.introspection.table_names(cursor)
            for (name, on), sql in (self.lifted or {}).items():
                if on in tables:
                    sqlite.drop(cursor, name, on)
                    cursor.execute(sqlite.heedless(sql, added.get(on, set())))


def before_migrating(*, using: str, **kwargs) -> None:
    """Receives `pre_migrate`."""
    connection = connections[using]
    ours = LiftingTriggers if connection.vendor == "sqlite" else GuardingTables
    editor = connection.SchemaEditorClass
    if not issubclass(editor, GuardingTables):
        connection.SchemaEditorClass = type(editor.__name__, (ours, editor), {})


def after_migrating(*, using: str, **kwargs) -> None:
    """Receives `post_migrate`."""
    install(connections[using])
    _fill_queue(using)
    _renew_publications(using)
    fill_unsealed(connections[using])


def _fill_queue(using: str) -> None:
    """Whoever comes from before there was a queue has comments that wait, and so has who emptied it."""
    queue, tables = QueueEntry.objects.using(using), connections[using].introspection.table_names()
    if QueueEntry._meta.db_table in tables and not queue.exists():
        QueueEntry.objects.db_manager(using).fill()


def _renew_publications(using: str) -> None:
    """Whoever comes from before they were kept has none; what a site published meanwhile is missing too."""
    if DiscussionVersion._meta.db_table in connections[using].introspection.table_names():
        DiscussionVersion.objects.db_manager(using).renew()
