"""How much a database does for an act: counted, as time is another on every machine and at every hour."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

# Rows that were looked at, of all tables, within the transaction that has not ended yet.
LOOKED_AT = "SELECT COALESCE(SUM(seq_tup_read + COALESCE(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables"


def work(act: Callable[[], object]) -> int:
    """Steps of SQLite's machine; rows that PostgreSQL looked at."""
    return _steps(act) if connection.vendor == "sqlite" else _rows(act)


def _steps(act: Callable[[], object]) -> int:
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0  # go on

    connection.ensure_connection()
    connection.connection.set_progress_handler(count, 1)
    try:
        act()
    finally:
        connection.connection.set_progress_handler(None, 1)
    return steps


def _rows(act: Callable[[], object]) -> int:
    before = _looked_at()
    act()
    return _looked_at() - before


def _looked_at() -> int:
    with connection.cursor() as cursor:
        cursor.execute(LOOKED_AT)
        return int(cursor.fetchone()[0])
