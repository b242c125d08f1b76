"""The list of erasures, kept apart from the database: by it they are done again on an older backup.

A line names a row by its number and by a digest of what stays of it, so that a backup in which the number is
another's is told from the one that was meant. Of an account nothing stays: there it is of what never changed.
Nothing in it is anybody's words, name or address.
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

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from comments.conf import setting
from comments.models import Erasure, RowErasure
from comments.models.account_closing import closings
from comments.sealing.canonical import canonical, plain, sha256
from comments.sealing.documents import documents
from comments.sealing.forms import FORMS
from comments.text import is_storable

log = logging.getLogger(__name__)

ACCOUNT = "account"
KINDS = (ACCOUNT, "comment", "note", "report")
# Of what tells of an erasure: the key of what was erased, and when.
COLUMNS = {
    ACCOUNT: ("details__account", "at"),
    "comment": ("comment", "erased_at"),
    "note": ("key", "erased_at"),
    "report": ("key", "erased_at"),
}
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
        return self.kind in KINDS and request and (number or (self.kind == ACCOUNT and self._is_account))

    @property
    def _is_account(self) -> bool:
        """By a key that is no number, as where accounts have a UUID."""
        try:
            key = get_user_model()._meta.pk.to_python(self.key)
        except ValidationError:
            return False
        return not isinstance(key, int) and str(key) == self.key and is_storable(self.key)


def add(kind: str, keys: Collection[int]) -> None:
    """Append what was just erased to the file that the settings name. On the disk when it returns.

    What cannot be written is logged: the erasure is done, and `list_erasures` adds it later.
    """
    if not (path := setting("ERASURES_FILE")):
        return
    try:
        with _appending(Path(path)) as file:
            _write(file, _listed(kind, keys))
    except OSError as error:
        log.error("The erasure of %s was not listed in ERASURES_FILE: %s", len(keys), error.strerror)


def add_lacking(path: Path) -> int:
    """Append every erasure that the file does not have; say how many that were. Raises OSError.

    One is known by its time, too: after a restore a number may be another's.
    """
    with _appending(path) as file:
        known = {(listed.kind, listed.key, listed.erased_at) for listed in _known(path)}
        return _write(file, _lacking(known))


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


def _lacking(known: Collection[tuple[str, str, str]]) -> Iterator[Listed]:
    """Worked out of those alone: whoever erases meanwhile waits for the file."""
    for kind in KINDS:
        rows = _erasures(kind).order_by("pk").values_list("pk", *COLUMNS[kind]).iterator(chunk_size=AT_ONCE)
        lacking = (pk for pk, key, at in rows if (kind, str(key), plain(at)) not in known)
        for few in batches(lacking):
            yield from _told(kind, _erasures(kind).filter(pk__in=few))


def _listed(kind: str, keys: Collection[int | str]) -> Iterator[Listed]:
    """Of accounts, `keys` are those of the entries that tell of it."""
    name = {ACCOUNT: "pk", "comment": "comment"}.get(kind, "key")
    return _told(kind, _erasures(kind).filter(**{f"{name}__in": list(keys)}))


def _told(kind: str, erasures: QuerySet) -> Iterator[Listed]:
    if kind == ACCOUNT:
        for details, at in erasures.order_by("pk").values_list("details", "at"):
            yield Listed(kind, details["account"], details["facts"], details["request"], plain(at))
        return
    rows = list(erasures.order_by("pk").values_list(*COLUMNS[kind], "request"))
    facts = facts_of(kind, [str(key) for key, _at, _request in rows])
    for key, at, request in rows:
        yield Listed(kind, str(key), facts[str(key)], request, plain(at))


def _erasures(kind: str) -> QuerySet:
    if kind == ACCOUNT:
        return closings()
    return Erasure.objects.all() if kind == "comment" else RowErasure.objects.filter(kind=kind)


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
