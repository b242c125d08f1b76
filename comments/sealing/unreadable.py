"""What a database can hold and nobody can read: a date that is none, one without end, bytes for a text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DataError, Error, OperationalError

UNREADABLE = (DataError, OverflowError, TypeError, ValueError)
NO_TEXT = "a text is not UTF-8"


class NoText(ValueError):
    """SQLite holds bytes in the place of a text."""


@contextmanager
def no_text_is_unreadable() -> Iterator[None]:
    """SQLite says of such a text what it says when it gives no answer, and repeats the text: comments have
    words that only few may see.
    """
    try:
        yield
    except OperationalError as error:
        if not _is_no_text(error):
            raise
        raise NoText(NO_TEXT) from None


def reason_of(error: Error) -> str:
    """Why the database failed, in a line that repeats no text of the record."""
    return NO_TEXT if _is_no_text(error) else str(error).partition("\n")[0]


def _is_no_text(error: Error) -> bool:
    return str(error).startswith("Could not decode")
