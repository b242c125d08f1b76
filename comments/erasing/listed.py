"""The list of erasures, kept apart from the database: by it they are done again on an older backup.

A line names a row by its number and by a digest of what stays of it, so that a backup in which the number is
another's is told from the one that was meant. Nothing in it is anybody's words, name or address.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from django.db.models import QuerySet

from comments.conf import setting
from comments.models import Erasure, RowErasure
from comments.sealing.canonical import canonical, plain, sha256
from comments.sealing.documents import documents
from comments.sealing.forms import FORMS
from comments.text import is_storable

log = logging.getLogger(__name__)

KINDS = ("comment", "note", "report")
AT_ONCE = 500
LONGEST_LINE = 2000  # a request that is all of escaped characters fits


class NotListed(ValueError):
    """A line that is none of ours, and why."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One erasure, as a line has it."""

    kind: str
    key: str
    facts: str  # digest of what an erasure leaves of the row
    request: str
    erased_at: str

    @classmethod
    def read(cls, line: str) -> Listed:
        """Raises NotListed."""
        try:
            values = json.loads(line)
            listed = cls(**values)
        except (ValueError, TypeError, RecursionError) as error:
            raise NotListed from error
        if not all(isinstance(value, str) for value in asdict(listed).values()) or not listed._is_possible:
            raise NotListed
        return listed

    @property
    def line(self) -> str:
        return canonical(asdict(self))

    @property
    def _is_possible(self) -> bool:
        number = self.key.isascii() and self.key.isdigit() and len(self.key) < 19
        request = len(self.request) <= Erasure.LONGEST_REQUEST and is_storable(self.request)
        return self.kind in KINDS and number and request


def add(kind: str, keys: Collection[int]) -> None:
    """Append what was just erased to the file that the settings name. On the disk when it returns.

    What cannot be written is logged: the erasure is done, and `list_erasures` adds it later.
    """
    if not (path := setting("ERASURES_FILE")):
        return
    try:
        with _appending(Path(path)) as file:
            _write(file, _listed(kind, [str(key) for key in keys]))
    except OSError as error:
        log.error("The erasure of %s was not listed in ERASURES_FILE: %s", len(keys), error.strerror)


def add_lacking(path: Path) -> int:
    """Append every erasure that the file does not have; say how many that were. Raises OSError."""
    with _appending(path) as file:
        known = {(listed.kind, listed.key) for listed in _known(path)}
        return _write(file, (each for each in _all() if (each.kind, each.key) not in known))


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file, numbered; one that is too long comes in parts. Raises OSError."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for number in range(1, 10**12):
            if not (line := file.readline(LONGEST_LINE)):
                return
            yield number, line.rstrip("\n")


def batches(rows: Iterable, size: int = AT_ONCE) -> Iterator[list]:
    rows = iter(rows)
    while few := list(islice(rows, size)):
        yield few


def facts_of(kind: str, keys: Collection[str]) -> dict[str, str]:
    """By key, of those rows that are there. The same before and after an erasure."""
    return {key: sha256(document.facts_told) for key, document in documents(kind, keys).items()}


def facts_of_any_form(kind: str, keys: Collection[str]) -> dict[str, set[str]]:
    """What a line may say of each, whenever it was written."""
    found: dict[str, set[str]] = {}
    for form in FORMS:
        for key, document in documents(kind, keys, form).items():
            found.setdefault(key, set()).add(sha256(document.facts_told))
    return found


def _known(path: Path) -> Iterator[Listed]:
    for _number, line in lines_of(path):
        try:
            yield Listed.read(line)
        except NotListed:
            continue  # as a crash may have cut it: it is written again


def _all() -> Iterator[Listed]:
    keys = Erasure.objects.order_by("pk").values_list("comment", flat=True).iterator(chunk_size=AT_ONCE)
    for few in batches(keys):
        yield from _listed("comment", [str(key) for key in few])
    rows = RowErasure.objects.order_by("pk").values_list("kind", "key").iterator(chunk_size=AT_ONCE)
    for few in batches(rows):
        for kind in sorted({kind for kind, _key in few}):
            yield from _listed(kind, [key for other, key in few if other == kind])


def _listed(kind: str, keys: Collection[str]) -> Iterator[Listed]:
    facts = facts_of(kind, keys)
    for key, request, at in _erasures(kind, keys).order_by("pk"):
        yield Listed(kind, str(key), facts[str(key)], request, plain(at))


def _erasures(kind: str, keys: Collection[str]) -> QuerySet:
    if kind == "comment":
        erasures = Erasure.objects.filter(comment__in=list(map(int, keys)))
        return erasures.values_list("comment", "request", "erased_at")
    return RowErasure.objects.filter(kind=kind, key__in=keys).values_list("key", "request", "erased_at")


def _appending(path: Path):
    """One writer at a time. Readable by nobody else: request numbers are nobody else's business."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "rb+")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _write(file, listed: Iterable[Listed]) -> int:
    written = 0
    if file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
        file.write(b"\n")  # a crash cut the last line
    for few in batches(listed):
        file.write("".join(f"{each.line}\n" for each in few).encode("ascii"))
        written += len(few)
    file.flush()
    os.fsync(file.fileno())
    return written
