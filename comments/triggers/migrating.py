"""How the triggers live through migrations.

A table that a migration makes is guarded before that migration is committed, so that one which fails after
it leaves nothing open. On PostgreSQL all triggers stay on meanwhile. SQLite alters a table by copying it,
which loses its triggers without a word, and fails where another table's trigger names it. So there a
migration that alters a table lifts all of them before it does, and puts them back within its own transaction:
before it next writes a row, and at its end. One that fails half-way leaves its tables as they were, guarded.
One that rewrites facts is refused, as it is on PostgreSQL, whatever it altered before.

No trigger is asked when a table or a column is dropped. So what is undone takes no facts along: see `losing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from django.db import connections

from comments.models import DiscussionVersion, QueueEntry
from comments.triggers import guard_new_tables, install, lift, sqlite
from comments.triggers.losing import refuse_to_drop
from comments.triggers.sealing import fill_unsealed
from comments.triggers.trigger import Place

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
else:
    BaseDatabaseSchemaEditor = object


ALTERING = ("ALTER TABLE", "DROP TABLE")
# What writes no row that is there, the copying of a table among it. Anything else may.
WRITES_NO_FACT = re.compile(
    r'\s*((ALTER|CREATE|DROP|EXPLAIN|PRAGMA|RELEASE|ROLLBACK|SAVEPOINT|SELECT)\b|INSERT INTO "new__)',
    re.IGNORECASE,
)


class GuardingTables(BaseDatabaseSchemaEditor):
    """Put before a schema editor: what it has made it leaves guarded, and facts it does not drop."""

    def __exit__(self, exc_type, exc_value, traceback):
        # What a migration without a transaction has made is there, also when it fails.
        if not self.collect_sql and (exc_type is None or not self.atomic_migration):
            guard_new_tables(self.connection)
        super().__exit__(exc_type, exc_value, traceback)

    def delete_model(self, model, **how):
        # SQLite's copies a table and then deletes the old one in just this way.
        is_a_copy = how.get("handle_autom2m") is False
        if not self.collect_sql and not is_a_copy:
            refuse_to_drop(self.connection, model._meta.db_table)
        super().delete_model(model, **how)

    def remove_field(self, model, field):
        if not self.collect_sql and field.column:
            refuse_to_drop(self.connection, model._meta.db_table, field.column)
        super().remove_field(model, field)


class LiftingTriggers(GuardingTables):
    """Put before SQLite's: while it alters tables there are no triggers of ours."""

    lifted: dict[Place, str] | None = None  # those that were there before it altered anything
    are_off = False
    columns: dict[str, set[str]]  # of each table, likewise

    def __enter__(self):
        self.watching = ExitStack()
        self.watching.enter_context(self.connection.execute_wrapper(self._before_writing))
        return super().__enter__()

    def execute(self, sql, params=()):
        if not self.are_off and not self.collect_sql and str(sql).lstrip().upper().startswith(ALTERING):
            if self.lifted is None:
                self.lifted, self.columns = sqlite.found(self.connection), self._columns()
            lift(self.connection)
            self.are_off = True
        super().execute(sql, params)

    def _before_writing(self, execute, sql, params, many, context):
        """Whoever asks: a migration of rows does not ask this editor, but the connection."""
        if self.are_off and not WRITES_NO_FACT.match(sql):
            added = {on: names - self.columns.get(on, names) for on, names in self._columns().items()}
            self._put_back(added)
        return execute(sql, params, many, context)

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
