"""The time at which an act counts as done: now, unless a history is being replayed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_replayed: ContextVar[datetime | None] = ContextVar("comments_replayed_time", default=None)


def now() -> datetime:
    return _replayed.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within it, verbs act as of a past moment, windows to undo and appeal included.

    For replaying what once happened, as the demo does: every rule holds, as it would have held then. Nothing
    that answers a request may use it; a test sees to that.
    """
    if moment > timezone.now():
        raise ValueError("A history lies in the past.")
    token = _replayed.set(moment)
    try:
        yield
    finally:
        _replayed.reset(token)
