"""The comments that the checks got most wrong. They hold readers' words, so nobody sees them unasked."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappush, heappushpop

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Mistake:
    """A comment whose score is far from what people judged."""

    label: str
    judged: int
    score: float
    line: int
    text: str


@dataclass(slots=True)
class Worst:
    """Keeps the furthest few of either kind, for each label."""

    keep: int
    _heaps: dict[tuple[str, int], list[tuple[float, int, Mistake]]] = field(default_factory=dict)

    def add(self, label: str, judged: int, score: float, line: int, text: str) -> None:
        if not self.keep:
            return
        heap = self._heaps.setdefault((label, judged), [])
        mistake = Mistake(label, judged, score, line, excerpt(text))
        far = abs(judged - score), -line, mistake
        if len(heap) < self.keep:
            heappush(heap, far)
        else:
            heappushpop(heap, far)

    def of(self, label: str) -> list[Mistake]:
        """Missed comments first, then false alarms, each from the worst."""
        return [
            mistake
            for judged in (1, 0)
            for _, _, mistake in sorted(self._heaps.get((label, judged), ()), reverse=True)
        ]


def excerpt(text: str) -> str:
    """On one line, short, and without signs that would steer whoever prints it."""
    line = "".join(sign if sign.isprintable() else " " for sign in text[: LONGEST * 2])
    line = " ".join(line.split())
    return line if len(line) <= LONGEST and len(text) <= LONGEST * 2 else f"{line[:LONGEST]}…"
