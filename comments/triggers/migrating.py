"""How the triggers live through migrations.

A table that a migration makes is guarded before that migration is committed, so that one which fails after
it leaves nothing open. On PostgreSQL all triggers stay on meanwhile. SQLite alters a table by copying it,
which loses its triggers without a word, and fails where another table's trigger names it. So there each
migration lifts all of them and puts them back within its own transaction: one that fails half-way leaves its
tables as they were, guarded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

from comments.models import DiscussionVersion, QueueEntry
from comments.triggers import guard_new_tables, install, lift, sqlite
from comments.triggers.sealing import fill_unsealed

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
else:
    BaseDatabaseSchemaEditor = object


class GuardingTables(BaseDatabaseSchemaEditor):
    """Put before a schema editor: what it has made it leaves guarded."""

    def __exit__(self, exc_type, exc_value, traceback):
        if exc_type is None and not self.collect_sql:
            guard_new_tables(self.connection)
        super().__exit__(exc_type, exc_value, traceback)


class LiftingTriggers(GuardingTables):
    """Put before SQLite's: while it is at work there are no triggers of ours."""

    def __enter__(self):
        editor = super().__enter__()
        self.lifted = {} if self.collect_sql else sqlite.found(self.connection)
        if self.lifted:
            lift(self.connection)
        return editor

    def __exit__(self, exc_type, exc_value, traceback):
        # A migration that is one transaction takes its lifting back when it fails; another cannot.
        if exc_type is None or not self.atomic_migration:
            self._put_back()
        super().__exit__(exc_type, exc_value, traceback)

    def _put_back(self) -> None:
        """As they were, not as the models want them: the tables are still on their way there."""
        with self.connection.cursor() as cursor:
            tables = self.connection.introspection.table_names(cursor)
            for name, sql in self.lifted.items():
                if any(f'ON "{table}" BEGIN' in sql for table in tables):
                    sqlite.drop(cursor, name)
                    cursor.execute(sql)


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
