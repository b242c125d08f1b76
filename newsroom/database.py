"""How we talk to either database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsroom.environment import is_writable_directory

Database = dict[str, Any]


def sqlite_at(path: Path) -> Database:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}


def is_database(database: Database) -> bool:
    """Whether it is one of the two that hold our triggers, and can keep anything."""
    match database.get("ENGINE"):
        case "django.db.backends.sqlite3":
            return database["NAME"] != ":memory:" and is_writable_directory(Path(database["NAME"]).parent)
        case "django.db.backends.postgresql":
            return bool(database["NAME"])
    return False


def tuned(database: Database) -> Database:
    """The same database with the options that it needs to serve many at once."""
    ours: dict[str, Any]
    if database["ENGINE"].endswith("sqlite3"):
        ours = {
            # Take the write lock at the start: a transaction that reads first and writes later cannot wait.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        }
    else:
        # Whoever waits for a server that is away is told so after ten seconds. By itself the pool tries for
        # minutes, ever more rarely; given up and begun anew, it finds a server that is back within seconds.
        ours = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 10}}
    # A pooled connection is tried before it is lent, so that a restarted database costs no reader an error.
    return {**database, "CONN_HEALTH_CHECKS": True, "OPTIONS": {**database.get("OPTIONS", {}), **ours}}
