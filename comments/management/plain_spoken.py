"""How a command ends that the database, a pipe or somebody at the keys stops: by a sentence and a status."""

from __future__ import annotations

import errno
import os
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from comments.sealing.unreadable import reason_of

NO_ANSWER, INTERRUPTED, NOBODY_READS = 2, 130, 141  # the last two as a shell says of SIGINT and SIGPIPE

NOT_MIGRATED = {"42P01", "42703"}  # PostgreSQL: no such table, no such column
NOT_ALLOWED = {"42501"}


class PlainSpokenCommand(BaseCommand):
    """Says what the database said and what to do; `--traceback` still shows where it happened."""

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except Error as error:
            raise CommandError(sentence_of(error), returncode=NO_ANSWER) from error

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
            sys.stdout.flush()  # else a full disk is noticed after the status is settled
        except KeyboardInterrupt:
            sys.exit(interrupted())
        except OSError as error:
            if error.errno not in (errno.EPIPE, errno.ENOSPC):
                raise
            sys.exit(_cannot_be_written(error))


def sentence_of(error: Error) -> str:
    """Without the rows and values that the database may repeat in further lines."""
    return f"The database refused, or gave no answer: {reason_of(error)}.{advice_on(error)}"


def advice_on(error: Error) -> str:
    """What to do, as a further sentence; nothing where that is not known."""
    state = getattr(error.__cause__, "sqlstate", None)
    if state in NOT_MIGRATED or str(error).startswith(("no such table", "no such column")):
        return " Run migrate, unless DATABASE_URL names another database than you meant."
    if state in NOT_ALLOWED:
        return " That is for another role of the database: see docs/operating.md."
    return ""


def interrupted() -> int:
    sys.stderr.write("\nInterrupted. What was not finished was left as it was; run it again.\n")
    return INTERRUPTED


def _cannot_be_written(error: OSError) -> int:
    # Python flushes once more as it ends, and would say once more that it cannot.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return NOBODY_READS
    where = error.filename or "what this prints"
    sys.stderr.write(f"No room is left on the disk for {where}.\n")
    return NO_ANSWER
