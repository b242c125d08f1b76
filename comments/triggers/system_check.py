"""A database without its triggers keeps no promise: that is an error, named before anything is served."""

from __future__ import annotations

import sys

from django.core.checks import Error, Tags, register
from django.db import connections

from comments.triggers import missing_triggers


@register(Tags.database)
def check_triggers(*, databases=None, **kwargs) -> list[Error]:
    """Runs with `manage.py check --database default`."""
    # `migrate` runs this first of all, and would be stopped from putting them in place.
    if sys.argv[1:2] == ["migrate"]:
        return []
    missing = {alias: missing_triggers(connections[alias]) for alias in databases or ()}
    return [
        Error(
            f"The database {alias!r} would let comments be changed: it lacks {', '.join(names)}.",
            hint="Run migrate: it puts them in place.",
            id="comments.E020",
        )
        for alias, names in missing.items()
        if names
    ]
