"""manage.py back_up: a copy of the SQLite database, while the site is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from comments.management.plain_spoken import PlainSpokenCommand


class Command(PlainSpokenCommand):
    help = (
        "Copy the SQLite database as it is at this moment, triggers and all, without what was deleted in it. "
        "It asks for no program beside Python, and holds nobody up."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="is replaced when the copy is whole and was looked over"
        )

    def handle(self, *args, file: str, **options) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("PostgreSQL is backed up by pg_dump: see docs/operating.md.")
        whole = Path(file)
        if whole.exists() and whole.samefile(connection.settings_dict["NAME"]):
            raise CommandError(f"{file} is the database itself.")
        part = whole.with_name(f"{whole.name}.part")
        try:
            _copy(part)
            _look_over(part)
            _settle(part, whole)
        except (OSError, DatabaseError, sqlite3.Error) as error:
            with suppress(OSError):
                part.unlink()
            raise CommandError(f"There is no new backup: {error}", returncode=2) from error
        self.stdout.write(f"Wrote {file}.")


def _copy(part: Path) -> None:
    part.unlink(missing_ok=True)
    # Made by us, so that it is readable by nobody else from the first byte on; SQLite fills an empty file.
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(part)])


def _look_over(part: Path) -> None:
    copy = sqlite3.connect(part)
    try:
        (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(said)
    finally:
        copy.close()


def _settle(part: Path, whole: Path) -> None:
    """On the disk before it takes the place of the one before."""
    for path in (part, part.parent):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    part.replace(whole)
