"""Letting others write between two long transactions of ours."""

from __future__ import annotations

import time

from django.db import connection

# SQLite has one writer and no line for it: who waits looks again at most this long after, and whoever takes
# the lock again at once would keep everybody out until they give up.
LONGEST_BETWEEN_LOOKS = 0.1


def give_way() -> None:
    """After a transaction that was long, before another. PostgreSQL's writers do not wait for each other."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(1.5 * LONGEST_BETWEEN_LOOKS)
