"""What became of each line: counted, the bad ones by number."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TextIO

BAD_LINES_SHOWN = 20
SECONDS_BETWEEN_LINES = 10
SECONDS_ON_A_TERMINAL = 0.5


@dataclass(slots=True)
class Report:
    bad_lines: TextIO | None = None  # where all of them go
    imported: int = 0
    there_already: int = 0
    bad: int = 0
    first_bad: list[tuple[int, str]] = field(default_factory=list)

    def is_bad(self, number: int, reason: str) -> None:
        self.bad += 1
        if len(self.first_bad) < BAD_LINES_SHOWN:
            self.first_bad.append((number, reason))
        if self.bad_lines is not None:
            print(json.dumps({"line": number, "reason": reason}), file=self.bad_lines)

    @property
    def lines(self) -> int:
        return self.imported + self.there_already + self.bad


class Progress:
    """A line that is written over on a terminal; in a log, a new one now and then."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.is_terminal = stream, stream.isatty()
        self.begun = self.told = time.monotonic()

    def tell(self, report: Report) -> None:
        now = time.monotonic()
        if now - self.told >= (SECONDS_ON_A_TERMINAL if self.is_terminal else SECONDS_BETWEEN_LINES):
            self.told = now
            self._write(f"{report.lines:,} lines, {self.rate(report):,.0f} a second, {report.bad:,} bad")

    def end(self) -> None:
        if self.is_terminal and self.told > self.begun:
            self.stream.write("\n")

    def rate(self, report: Report) -> float:
        return report.lines / max(self.seconds, 0.001)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def _write(self, line: str) -> None:
        self.stream.write(f"\r{line}\x1b[K" if self.is_terminal else f"{line}\n")
        self.stream.flush()
