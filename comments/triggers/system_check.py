"""A database without its triggers keeps no promise: that is an error, named before anything is served."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from comments.triggers import missing_triggers, strangers
from comments.triggers.constraints import missing_constraints
from comments.when_migrated import once_migrated


@register(Tags.database)
def check_triggers(*, databases=None, **kwargs) -> list[Error]:
    """Runs with `manage.py check --database default`."""
    return [
        Error(
            f"The database {alias!r} would let comments be changed: it lacks {names}.",
            hint="Run migrate: it puts them in place.",
            id="comments.E020",
        )
        for alias, names in _named(missing_triggers, databases)
    ]


@register(Tags.database)
@once_migrated("comments")
def check_constraints(*, databases=None, **kwargs) -> list[Error]:
    """That a rejection names a guideline, for one, is refused by nothing else."""
    return [
        Error(
            f"The database {alias!r} would take what it should refuse: it lacks {names}.",
            hint="Find out who dropped it, and put it back as the migration that brought it has it.",
            id="comments.E048",
        )
        for alias, names in _named(missing_constraints, databases)
    ]


@register(Tags.database)
def check_strangers(*, databases=None, **kwargs) -> list[Warning]:
    """Triggers, rules and inheriting tables of others go past ours. A site may want them, and says so."""
    return [
        Warning(
            f"In the database {alias!r} others are at work on what is permanent: {names}.",
            hint="Find out whose it is. If it is to stay, SILENCED_SYSTEM_CHECKS says that you know.",
            id="comments.W047",
        )
        for alias, names in _named(strangers, databases)
    ]


def _named(found: Callable[[Any], Iterable[str]], databases) -> Iterator[tuple[str, str]]:
    """Each database in which something is found, and what.

    `migrate` runs these first of all, and would be stopped from putting the triggers in place.
    """
    for alias in [] if sys.argv[1:2] == ["migrate"] else databases or ():
        if names := ", ".join(found(connections[alias])):
            yield alias, names
