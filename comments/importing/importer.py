"""Takes a file's lines in batches, a transaction each, so that a killed import goes on where it was."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import DataError, IntegrityError, reset_queries

from comments.importing.numbered_lines import LONGEST_LINE, numbered_lines
from comments.importing.past import BadLine, Reader
from comments.importing.report import Report
from comments.models import Comment, PastComment
from comments.refusals import Refusal

MOST_BYTES_A_BATCH = 8 * LONGEST_LINE
BYTES_OF_EARLY_REPLIES_IN_MEMORY = 8 * LONGEST_LINE


class Broken(Exception):
    """The file itself cannot be read on: what came before is imported."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    line: bytes
    past: PastComment


@dataclass(slots=True)
class Importer:
    source: str
    reader: Reader
    report: Report
    batch: int
    is_rehearsal: bool = False
    after_batch: Callable[[Report], None] = lambda report: None
    # What a rehearsal would have imported: source key and page key.
    rehearsed: dict[str, str] = field(default_factory=dict)

    def run(self, file: BinaryIO) -> None:
        """Import what is not there yet. Answers that come before what they answer wait for the end."""
        early = self._pass(_unbroken(file))
        while early is not None:
            imported = self.report.imported
            early = self._pass(_kept(early), is_last=False)
            if early is not None and self.report.imported == imported:
                # Nothing came of a whole round: what they answer is nowhere.
                self._pass(_kept(early), is_last=True)
                return

    def _pass(self, lines: Iterable[tuple[int, bytes | None]], *, is_last: bool = False) -> BinaryIO | None:
        """One round over the lines. Those whose parent is not there yet, for another round; None if none."""
        early = tempfile.SpooledTemporaryFile(max_size=BYTES_OF_EARLY_REPLIES_IN_MEMORY)  # noqa: SIM115
        for rows in self._batches(lines):
            for row in self._import(rows):
                if is_last:
                    self.report.is_bad(row.number, "in_reply_to names a comment that is not there.")
                else:
                    early.write(b"%d %b\n" % (row.number, row.line))
            self.after_batch(self.report)
            reset_queries()  # with DEBUG Django keeps the last 9,000, each as long as a batch
        return early if early.tell() else None  # type: ignore[return-value]

    def _batches(self, lines: Iterable[tuple[int, bytes | None]]) -> Iterator[list[Row]]:
        rows: list[Row] = []
        size = 0
        for number, line in lines:
            try:
                if line is None:
                    raise BadLine(f"The line is longer than {LONGEST_LINE:,} bytes.")
                rows.append(Row(number, line, self.reader.read(line)))
                size += len(line)
            except BadLine as error:
                self.report.is_bad(number, str(error))
            if len(rows) >= self.batch or size >= MOST_BYTES_A_BATCH:
                yield rows
                rows, size = [], 0
        yield rows

    def _import(self, rows: list[Row]) -> list[Row]:
        """Parents before their answers. Returns those whose parent is not there yet."""
        there = self._there(
            {key for row in rows for key in (row.past.source_key, row.past.in_reply_to) if key}
        )
        waiting = self._new(rows, there)
        while waiting:
            ready = [row for row in waiting if not row.past.in_reply_to or row.past.in_reply_to in there]
            if not ready:
                break
            waiting = [row for row in waiting if row.past.in_reply_to and row.past.in_reply_to not in there]
            for row in self._bring_in(self._under_one_page(ready, there)):
                there[row.past.source_key] = row.past.page.key
        return waiting

    def _there(self, keys: Iterable[str]) -> dict[str, str]:
        """Which of the keys are imported, and under which page."""
        found = Comment.objects.filter(source=self.source, source_key__in=keys)
        there = dict(found.values_list("source_key", "discussion__key"))
        return there | {key: self.rehearsed[key] for key in keys if key in self.rehearsed}

    def _new(self, rows: list[Row], there: dict[str, str]) -> list[Row]:
        new = {row.past.source_key: row for row in reversed(rows) if row.past.source_key not in there}
        self.report.there_already += len(rows) - len(new)
        return sorted(new.values(), key=lambda row: row.number)

    def _under_one_page(self, rows: list[Row], there: dict[str, str]) -> list[Row]:
        fitting = []
        for row in rows:
            if row.past.in_reply_to and there[row.past.in_reply_to] != row.past.page.key:
                self.report.is_bad(row.number, "in_reply_to names a comment under another page.")
            else:
                fitting.append(row)
        return fitting

    def _bring_in(self, rows: list[Row]) -> list[Row]:
        """Those that came in: all together, else each alone, so that one refused costs no other."""
        if self.is_rehearsal:
            self.rehearsed |= {row.past.source_key: row.past.page.key for row in rows}
        else:
            try:
                Comment.objects.bring_in(source=self.source, comments=[row.past for row in rows])
            except (IntegrityError, DataError, Refusal) as error:
                if len(rows) > 1:
                    return [alone for row in rows for alone in self._bring_in([row])]
                self._explain(rows[0], error)
                return []
        self.report.imported += len(rows)
        return rows

    def _explain(self, row: Row, error: Exception) -> None:
        if self._there([row.past.source_key]):
            self.report.there_already += 1  # another import of the same source brought it meanwhile
        else:
            self.report.is_bad(row.number, f"The database refused it: {type(error).__name__}.")


def _unbroken(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    try:
        for number, line in numbered_lines(file):
            yield number, line
    except (EOFError, OSError, zlib.error) as error:
        raise Broken(f"The file cannot be read after line {number}: {error}") from error


def _kept(early: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    with early:
        early.seek(0)
        for kept in early:
            number, _, line = kept.rstrip(b"\n").partition(b" ")
            yield int(number), line
