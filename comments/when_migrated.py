"""Checks of the database, in one that is not migrated yet: they ask for tables that are not there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

Check = Callable[..., list]


def waiting(app_label: str) -> list[str]:
    """The migrations of this app that wait to be applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(app_label))
    return [str(migration) for migration, _backwards in plan if migration.app_label == app_label]


def is_asked(databases) -> bool:
    """`migrate` runs checks first of all, and must not be stopped from making what they ask for."""
    return "default" in (databases or ()) and sys.argv[1:2] != ["migrate"]


def once_migrated(app_label: str) -> Callable[[Check], Check]:
    """What the check cannot ask is no finding while migrations wait. That they do is one: comments.E049."""

    def asked_once_migrated(check: Check) -> Check:
        @wraps(check)
        def asked(**kwargs) -> list:
            try:
                return check(**kwargs)
            except DatabaseError:
                if _is_said(app_label):
                    return []
                raise

        return asked

    return asked_once_migrated


def _is_said(app_label: str) -> bool:
    try:
        return bool(waiting(app_label))
    except ProgrammingError:  # a role that may not even look: comments.E049 as well
        return True
