"""How often each fault was tried, and what was lost."""

from __future__ import annotations

import sys
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

    def was(self, is_done: bool) -> None:
        self.done += is_done
        self.not_done += not is_done


@dataclass
class Tally:
    database: str
    lines: list[Line] = field(default_factory=list)

    def line(self, name: str) -> Line:
        self.lines.append(Line(name))
        print(f"{datetime.now():%H:%M:%S} {self.database}, {name}", file=sys.stderr)
        return self.lines[-1]

    @property
    def broken(self) -> list[str]:
        return [f"{line.name}: {sentence}" for line in self.lines for sentence in line.broken]

    @property
    def kills(self) -> int:
        return sum(line.kills for line in self.lines)

    def told(self) -> str:
        rows = [
            f"| {line.name} | {line.kills} | {line.done} | {line.not_done} | {len(line.broken)} | "
            f"{'; '.join(line.notes)} |"
            for line in self.lines
        ]
        head = f"| {self.database} | faults | done | not done | broken | |\n|---|---|---|---|---|---|"
        faults = [f"  {sentence}" for sentence in self.broken[:MOST_TOLD]]
        return "\n".join([head, *rows, *faults])
