"""A role that lacks what it needs is named before a reader meets it; so is one that owns too much."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from comments.privileges.exceeding import beyond_need
from comments.privileges.owning import current_role, lacking, powers

MOST_TOLD = 10


@register(Tags.database)
def check_privileges(*, databases=None, **kwargs) -> list[Error]:
    """Runs with `manage.py check --database default`. After an upgrade there may be a new table."""
    return [
        Error(
            f"The database role {current_role(connections[alias])!r} lacks {_told(missing)}.",
            hint="Run what database_roles prints, as who owns the tables: see docs/operating.md.",
            id="comments.E040",
        )
        for alias in _on_postgresql(databases)
        if (missing := lacking(connections[alias]))
    ]


@register(Tags.database, deploy=True)
def check_ownership(*, databases=None, **kwargs) -> list[Warning]:
    """Runs with `manage.py check --deploy --database default`, as the process would connect."""
    return [
        Warning(
            f"The database role {role!r} can do what it should not: it {'; it '.join(could)}.",
            hint="Let the site connect as a role that was given what database_roles prints. Take it out of "
            "any other (REVOKE other FROM role), and what it was granted beside away.",
            id="comments.W040",
        )
        for alias in _on_postgresql(databases)
        if (could := _could(connections[alias], role := current_role(connections[alias])))
    ]


def _told(missing: Sequence[str]) -> str:
    """After a restore all grants are missing, and hundreds of them would bury what else a check says."""
    more = len(missing) - MOST_TOLD
    return ", ".join(missing[:MOST_TOLD]) + (f" and {more} more" if more > 0 else "")


def _could(connection, role: str) -> list[str]:
    """Of whom no grant holds, the grants are of no matter."""
    return powers(connection, role) or beyond_need(connection, role)


def _on_postgresql(databases) -> list[str]:
    # `migrate` runs as the owner, and may have to make the tables first.
    if sys.argv[1:2] == ["migrate"]:
        return []
    return [alias for alias in databases or () if connections[alias].vendor == "postgresql"]
