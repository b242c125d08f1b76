"""Having PostgreSQL let go of what it counted where nothing is left to be counted.

ANALYZE puts new statistics in the place of old ones, and leaves these where it finds no row at all: of a
table that was emptied, and of an index over some rows, as those with an address, of which none is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from comments.triggers.rules import quoted

# Of columns in which text can stand.
OF_EMPTY_TABLES = """
SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class t
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attcollation <> 0
JOIN pg_stats s ON s.tablename = t.relname AND s.attname = a.attname
WHERE t.relname = ANY (%s) AND t.relkind = 'r' AND t.reltuples = 0 AND pg_table_is_visible(t.oid)
"""
OF_EMPTY_INDEXES = """
SELECT DISTINCT i.relname, pg_get_indexdef(i.oid) FROM pg_class t JOIN pg_index x ON x.indrelid = t.oid
JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_stats s ON s.tablename = i.relname
WHERE t.relname = ANY (%s) AND i.reltuples = 0 AND pg_table_is_visible(t.oid)
"""


def forget_statistics(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> None:
    """Of what an ANALYZE just found empty. No command says so: it goes with what it is of."""
    with connection.cursor() as cursor:
        cursor.execute(OF_EMPTY_TABLES, [list(tables)])
        for table, column, its_type in cursor.fetchall():
            cursor.execute(
                f"ALTER TABLE {quoted(table)} ALTER COLUMN {quoted(column)} SET DATA TYPE {its_type}"
            )
        cursor.execute(OF_EMPTY_INDEXES, [list(tables)])
        for index, definition in cursor.fetchall():
            with transaction.atomic(using=connection.alias):
                cursor.execute(f"DROP INDEX {quoted(index)}")
                cursor.execute(definition)
