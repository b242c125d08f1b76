"""How often each fault was tried, and what was lost."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

MOST_TOLD = 20


@dataclass
class Line:
    """Of one kind of fault."""

    name: str
    kills: int = 0
    done: int = 0  # the act was in the record after the kill
    not_done: int = 0  # it was not, and nobody had been told that it was
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def tell(self) -> None:
        numbers = f"{self.kills} | {self.done} | {self.not_done} | {len(self.broken)}"
        print(f"| {self.name} | {numbers} | {'; '.join(self.notes)} |", flush=True)
        for sentence in self.broken[:MOST_TOLD]:
            print(f"    broken: {sentence}", flush=True)

    def was(self, is_done: bool) -> None:
        self.done += is_done
        self.not_done += not is_done


@dataclass
class Tally:
    database: str
    minutes: float = math.inf  # after which nothing new is begun
    lines: list[Line] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self.begun > 60 * self.minutes

    @contextmanager
    def line(self, name: str) -> Iterator[Line]:
        """Told as soon as it is there: a long run that is broken off has said what it found."""
        begun = datetime.now()
        line = Line(name)
        self.lines.append(line)
        try:
            yield line
        finally:
            line.notes.append(f"{(datetime.now() - begun).total_seconds():.0f} s")
            line.tell()

    @property
    def broken(self) -> list[str]:
        return [f"{line.name}: {sentence}" for line in self.lines for sentence in line.broken]

    @property
    def kills(self) -> int:
        return sum(line.kills for line in self.lines)

    def tell_head(self) -> None:
        print(
            f"| {self.database} | faults | done | not done | broken | |\n|---|---|---|---|---|---|",
            flush=True,
        )
