"""What no seal says anything of: rows put in behind the triggers' back, and a status set by hand."""

from __future__ import annotations

from collections.abc import Iterator

from comments.models import Comment, Unsealed
from comments.sealing.documents import comments_of, heads
from comments.sealing.problem import Problem
from comments.sealing.waiting import kinds_of, legible
from comments.triggers.rules import status_by_facts, table
from comments.triggers.sealing import without_seal

AT_ONCE = 1000


def unsealed_problems(connection) -> Iterator[Problem]:
    for kind, model in heads().items():
        for _kind, key in _rows(connection, without_seal(kind, model)):
            yield Problem("is neither sealed nor waiting for a seal", row=f"{kind} {key}")
        for key in _gone(kind):
            yield Problem("was to be sealed, and is gone", row=f"{kind} {key}")
    for kind in sorted(kinds_of(Unsealed.objects.exclude(kind__in=heads()))):
        yield Problem(f"nothing in the record is called {kind!r}, which waits for a seal")
    for pk, status in _rows(connection, _set_by_hand()):
        yield Problem(f"its status is {status}, and its decisions say otherwise", row=f"comment {pk}")


def _set_by_hand() -> str:
    """SQL: comments whose status does not follow their decisions."""
    # Made of our models' own names.
    return f"SELECT c.id, c.status FROM {table(Comment)} c WHERE c.status <> {status_by_facts('c.id')}"  # noqa: S608


def first_nameless() -> str:
    """What has waited longest, where it names no row: those that do are sealed and leave such keys behind."""
    for first in legible(Unsealed.objects.settled().order_by("pk")[:1]):
        if first.kind not in heads() or not comments_of(first.kind, [first.key]):
            return str(first)
    return ""


def _gone(kind: str) -> Iterator[str]:
    last: int | None = None
    waiting = Unsealed.objects.filter(kind=kind).order_by("pk")
    while entries := legible(waiting.filter(**({} if last is None else {"pk__gt": last}))[:AT_ONCE]):
        last, keys = entries[-1].pk, [entry.key for entry in entries]
        there = comments_of(kind, keys)
        yield from (key for key in keys if key not in there)


def _rows(connection, sql: str) -> Iterator[tuple]:
    # Else PostgreSQL's driver fetches all of them before the first is looked at.
    is_plain = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    with connection.cursor() if is_plain else connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
