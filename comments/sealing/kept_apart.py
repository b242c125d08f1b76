"""The seals beside the database: by them it shows when an older backup stands in its place.

The file has a line for each seal, as `seal_trail` prints it, and `restored 41` where the record went on from
seal 41 of an older backup. It is for readers too: nothing in it is secret.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from comments.conf import setting
from comments.models import Seal, TrailEntry
from comments.sealing.published import last_of, published

log = logging.getLogger(__name__)

LONGEST_TO_KEEP = timedelta(hours=1)  # until a seal is in the file, or comes with the next one
TAIL = 4096  # bytes at the end of the file, which hold many lines


class OlderDatabase(Exception):
    """Seals were kept that this database does not have."""

    def __init__(self, kept: int, here: int) -> None:
        self.kept, self.here = kept, here
        super().__init__(
            f"Seal {kept} was kept apart, and this database ends with seal {here}: an older backup was "
            "restored, or the end was cut off."
            if here < kept
            else f"Seal {kept} was kept apart with another digest than it has here."
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest line: a seal, or without a digest the one from which the record went on."""

    number: int
    digest: str = ""


def keep() -> None:
    """Append the seals that the file lacks. On the disk when it returns.

    What cannot be written is logged: the seals are made, and the next one brings their lines along.
    """
    if not setting("SEALS_FILE"):
        return
    path = Path(setting("SEALS_FILE"))
    try:
        with _appending(path) as file:
            newest = _newest(path)
            lacking = Seal.objects.filter(number__gt=newest.number if newest else 0).order_by("number")
            _write(file, (str(seal) for seal in lacking.iterator(chunk_size=1000)))
    except OSError as error:
        log.error("The seals were not kept in SEALS_FILE: %s", error.strerror)


def refuse_older() -> None:
    """Raises OlderDatabase. One line of a file and one query: cheap enough for a health page."""
    if (newest := _readable_newest()) is None:
        return
    last = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    here = Seal.objects.filter(number=newest.number).values_list("digest", flat=True).first()
    if last < newest.number or (newest.digest and here != newest.digest):
        raise OlderDatabase(newest.number, last)


def why_useless(now: datetime) -> str:
    """Why the file does not say how old this database is; empty where it does, or is not asked for."""
    if not setting("SEALS_FILE") or not Seal.objects.exists():
        return ""
    try:
        newest = _newest(Path(setting("SEALS_FILE")))
    except OSError as error:
        return error.strerror or str(error)
    if newest is None:
        return "it names no seal"
    lacking = Seal.objects.filter(number__gt=newest.number, sealed_at__lt=now - LONGEST_TO_KEEP).exists()
    return f"it ends with seal {newest.number}, and more were made since" if lacking else ""


def lacks(number: int) -> bool:
    """Whether this seal did not come into the file, or nobody here can see that it did."""
    try:
        newest = _newest(Path(setting("SEALS_FILE"))) if setting("SEALS_FILE") else Kept(number)
    except OSError:
        return True
    return newest is None or newest.number < number


def is_gone() -> bool:
    """Whether there are seals, and not the file that they were to be kept in."""
    file = setting("SEALS_FILE")
    return bool(file) and not Path(file).exists() and Seal.objects.exists()


def go_on() -> int:
    """Let the record go on from the last seal that both have, and say in both which it is.

    Whoever dies between the two has said it in the record; once more says it in the file alone, which until
    then lets nothing be sealed. Raises OSError, PublishedRefused.
    """
    path = Path(setting("SEALS_FILE"))
    with _appending(path) as file:
        kept = published(path)
        here = dict(Seal.objects.values_list("number", "digest"))
        common = max((number for number, digest in kept.items() if here.get(number) == digest), default=0)
        if common == max(kept):
            return common  # somebody else has just said it
        lost = {"seal": common, "kept": max(kept), "digest": kept[max(kept)]}
        said = TrailEntry.objects.filter(act="restored").values_list("details", flat=True)
        if lost not in list(said):
            TrailEntry.objects.record(act="restored", details=lost)
        _write(file, [f"restored {common}"])
    return common


def _readable_newest() -> Kept | None:
    """A file that is not there yet, or that this process may not read, tells nothing; a check names it."""
    path = setting("SEALS_FILE")
    try:
        return _newest(Path(path)) if path else None
    except OSError:
        return None


def _newest(path: Path) -> Kept | None:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        lines = file.read().decode("ascii", errors="replace").splitlines()
    if found := last_of(lines):
        return Kept(*found)
    if size > TAIL:
        raise OSError(errno.EINVAL, "it does not end with a seal")
    return None


def _appending(path: Path):
    """One writer at a time."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644), "rb+")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _write(file, lines: Iterator[str] | list[str]) -> None:
    if file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
        file.write(b"\n")  # a crash cut the last line
    for line in lines:
        file.write(f"{line}\n".encode("ascii"))
    file.flush()
    os.fsync(file.fileno())
