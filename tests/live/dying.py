"""Has a process die by -9 at an exact step of what it does. Only the settings of `tests.live` know of it.

A step is a statement to the database, a COMMIT before and after it is done, what the mail server answers
before and after it is read, and a request's answer before it is sent. A command counts from its start and
dies where `DIE_AT` says; a request counts by itself and dies where its header `X-Die-At` says. Each step is
named in the file `STEPS_TO`, so that the last line of it is where it died.
"""

from __future__ import annotations

import os
import signal
import smtplib
from contextlib import contextmanager
from threading import local

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

LONGEST_NAME = 90


class Steps:
    """How far this thread is, and where it is to die. Counts only while somebody asked."""

    def __init__(self, die_at: int) -> None:
        self.die_at, self.taken = die_at, 0
        self.names = os.open(os.environ["STEPS_TO"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def take(self, name: str) -> None:
        self.taken += 1
        os.write(self.names, f"{self.taken} {' '.join(name.split())[:LONGEST_NAME]}\n".encode())
        if self.taken == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def end(self) -> None:
        os.close(self.names)


class Counting(local):
    steps: Steps | None = None


counting = Counting()


def step(name: str) -> None:
    if counting.steps is not None:
        counting.steps.take(name)


def prepare() -> None:
    """Begins to watch."""
    connection_created.connect(_watch, dispatch_uid="live.dying")
    _around(BaseDatabaseWrapper, "_commit", "COMMIT")
    _around(smtplib.SMTP, "getreply", "mail server's answer")
    count_from_the_start()


def count_from_the_start() -> None:
    """Where `DIE_AT` is set, as for a command."""
    if die_at := os.environ.get("DIE_AT"):
        counting.steps = Steps(int(die_at))


def when_asked(get_response):
    """Middleware: the outermost, so that the last step of a request is its answer, ready and not sent."""

    def middleware(request):
        with _counted(request.headers.get("X-Die-At")):
            response = get_response(request)
            step("answer")
        return response

    return middleware


@contextmanager
def _counted(die_at: str | None):
    if die_at is None:
        yield
        return
    counting.steps = Steps(int(die_at))
    try:
        yield
    finally:
        counting.steps.end()
        counting.steps = None


def _watch(connection, **kwargs) -> None:
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_statement)


def _statement(execute, sql, params, many, context):
    step(sql)
    return execute(sql, params, many, context)


def _around(owner: type, name: str, called: str) -> None:
    inner = getattr(owner, name)

    def outer(self, *args, **kwargs):
        step(f"before {called}")
        result = inner(self, *args, **kwargs)
        step(f"after {called}")
        return result

    setattr(owner, name, outer)
