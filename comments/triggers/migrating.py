"""How the triggers live through migrations.

On PostgreSQL they stay on. SQLite alters a table by copying it, which loses its triggers without a word, and
fails where another table's trigger names it. So there each migration lifts all of them and puts them back
within its own transaction: one that fails half-way leaves its tables as they were, guarded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

from comments.models import DiscussionVersion, QueueEntry
from comments.triggers import install, lift, sqlite
from comments.triggers.sealing import fill_unsealed

if TYPE_CHECKING:
    from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
else:
    DatabaseSchemaEditor = object


class LiftingTriggers(DatabaseSchemaEditor):
    """Put before SQLite's schema editor: while it is at work there are no triggers of ours."""

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
    if connection.vendor == "sqlite" and not issubclass(connection.SchemaEditorClass, LiftingTriggers):
        editor = connection.SchemaEditorClass
        connection.SchemaEditorClass = type(editor.__name__, (LiftingTriggers, editor), {})


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
