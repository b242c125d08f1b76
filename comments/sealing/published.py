"""Digests that were published before, as they are read back from a file."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable
from pathlib import Path

LINE = re.compile(r"(?:seal )?(\d{1,9}) ([0-9a-f]{64})")
RESTORED = re.compile(r"restored (\d{1,9})")
MOST_UNDER_A_SEAL = 100_000  # so that no file fills the memory


class PublishedRefused(Exception):
    """The file is not there, or names no seal."""


def published(path: Path) -> dict[int, str]:
    """Digests by seal, of an export or of lines like `seal 12 9f86d0…`. Raises PublishedRefused.

    After a line `restored 12` those above that number were given up, and count no more. Of two digests of one
    seal the first counts: whoever seals anew publishes another after it.
    """
    found: dict[int, str] = {}
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for line in lines:
                if match := RESTORED.fullmatch(line.strip()):
                    found = {number: found[number] for number in found if number <= int(match[1])}
                elif seal := _seal(line.strip()):
                    found.setdefault(*seal)
    except (OSError, UnicodeDecodeError) as error:
        raise PublishedRefused(f"{path} cannot be read.") from error
    if not found:
        raise PublishedRefused(f"{path} names no seal: neither an export nor lines like `seal 12 9f86d0…`.")
    return found


def rows_published(path: Path, seal: int) -> list[str]:
    """The lines of the rows under it, where the file is an export; else none."""
    rows: deque[str] = deque(maxlen=MOST_UNDER_A_SEAL)
    with path.open(encoding="utf-8-sig") as lines:
        for line in lines:
            if found := _seal(line.strip()):
                if found[0] == seal:
                    return [row for row in rows if _names_a_row(row)]
                rows.clear()
            elif line.startswith("{"):
                rows.append(line.strip())
    return []


def last_of(lines: Iterable[str]) -> tuple[int, str] | None:
    """Number and digest of the last line that names a seal; no digest where the record went on from it."""
    for line in reversed(list(lines)):
        if match := RESTORED.fullmatch(line):
            return int(match[1]), ""
        if seal := _seal(line):
            return seal
    return None


def _names_a_row(line: str) -> bool:
    """The end of an export does not, nor does what somebody else wrote into the file."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(said.get("kind"), str) and isinstance(said.get("key"), str)


def _seal(line: str) -> tuple[int, str] | None:
    if match := LINE.fullmatch(line):
        return int(match[1]), match[2]
    if not line.startswith("{") or '"seal":' not in line:
        return None
    try:
        said = json.loads(line)
        match = LINE.fullmatch(f"{said['seal']} {said['digest']}")
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (int(match[1]), match[2]) if match else None
