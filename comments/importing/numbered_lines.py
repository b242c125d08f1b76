"""Lines of a file by number, however long they are and however the file ends."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

LONGEST_LINE = 1024 * 1024  # bytes: many times the longest comment with its page
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
GZIP_BEGINS = b"\x1f\x8b"


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked if it is gzipped, whatever it is called; `-` is standard input."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        is_gzipped = file.read(len(GZIP_BEGINS)) == GZIP_BEGINS
        file.seek(0)
        if not is_gzipped:
            yield file
            return
        with gzip.open(file) as unpacked:
            yield cast(BinaryIO, unpacked)


def numbered_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Each line that is not blank with its number, counted from 1; None for one that is too long to hold."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            _skip_the_rest(file)
            yield number, None
            continue
        if number == 1:
            line = line.removeprefix(BYTE_ORDER_MARK)
        if line := line.strip():
            yield number, line


def _skip_the_rest(file: BinaryIO) -> None:
    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass
