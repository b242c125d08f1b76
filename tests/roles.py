"""Roles of a PostgreSQL server that own nothing, and the site connected as one of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

SUPERUSER = "postgres"
# What people have called their roles, and worse.
ODD = """we"b'; DROP TABLE x; --"""


def psycopg_as(user: str, *, database: str = ""):
    """A connection of its own, beside Django's, to the same database or another of the server."""
    import psycopg

    settings = connection.settings_dict
    database = database or settings["NAME"]
    return psycopg.connect(host=settings["HOST"], dbname=database, user=user, autocommit=True)


def granted(**names: str) -> str:
    out = io.StringIO()
    call_command("database_roles", stdout=out, **names)
    return out.getvalue()


@contextmanager
def roles(**names: str) -> Iterator[None]:
    """Made by the superuser, given what they need by the owner, and gone afterwards."""
    owner = connection.settings_dict["USER"]
    quoted = ['"' + name.replace('"', '""') + '"' for name in names.values()]
    with psycopg_as(SUPERUSER) as superuser:
        for name in quoted:
            superuser.execute(f"CREATE ROLE {name} LOGIN")
        try:
            with psycopg_as(owner) as ours:
                ours.execute(granted(**names))
            yield
        finally:
            for name in quoted:
                superuser.execute(f"DROP OWNED BY {name}")
                superuser.execute(f"DROP ROLE {name}")


@contextmanager
def connected_as(name: str) -> Iterator[None]:
    """Within it the site speaks to its database as this role."""
    owner = connection.settings_dict["USER"]
    _reconnect(name)
    try:
        yield
    finally:
        _reconnect(owner)


def _reconnect(user: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["USER"] = user
