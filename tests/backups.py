"""Backing the test's database up, and putting a backup in its place, as docs/operating.md says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from tests.postgres import _binaries


def back_up(file: Path) -> None:
    if connection.vendor == "sqlite":
        call_command("back_up", str(file), verbosity=0)
    else:
        _run("pg_dump", "--format=custom", f"--file={file}", "--dbname", connection.settings_dict["NAME"])


@contextmanager
def restored(file: Path, folder: Path) -> Iterator[None]:
    """Within it the site's database is what this backup holds."""
    name = _made_of(file, folder)
    before = connection.settings_dict["NAME"]
    try:
        with _named(name, before):
            yield
    finally:
        if connection.vendor == "postgresql":
            _run("dropdb", name)


def _made_of(file: Path, folder: Path) -> str:
    if connection.vendor == "sqlite":
        return str(shutil.copy(file, folder / "restored.sqlite3"))
    name = f"{connection.settings_dict['NAME']}_restored"
    _run("createdb", name)
    _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--dbname", name, str(file))
    return name


@contextmanager
def _named(name: str, before: str) -> Iterator[None]:
    _reconnect(name)
    try:
        yield
    finally:
        _reconnect(before)


def _reconnect(name: str) -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = name


def _run(program: str, *arguments: str) -> None:
    settings = connection.settings_dict
    where = ["--host", settings["HOST"], "--username", settings["USER"]]
    done = subprocess.run([_binaries() / program, *where, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
