"""How much of what the checks catch they still catch when the offending words are dressed up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from comments.checks.protocol import Submission
from comments.evaluation.answers import answer
from comments.evaluation.respelling import RESPELLINGS, respell
from comments.evaluation.rows import Row
from comments.evaluation.workers import answered
from comments.screening import Screened, screen

LONGEST_SPAN = (
    30  # a longer one is a passage, and who dresses up a whole passage is not read by people either
)

Caught = tuple[bool, bool]  # by a look, by the score


@dataclass(slots=True)
class Kept:
    """Of comments that were caught as written: how many there were, and how many still are."""

    looks: int = 0
    looks_kept: int = 0
    scores: int = 0
    scores_kept: int = 0

    def add(self, clean: Caught, dressed: Caught) -> None:
        self.looks += clean[0]
        self.looks_kept += clean[0] and dressed[0]
        self.scores += clean[1]
        self.scores_kept += clean[1] and dressed[1]

    @property
    def look(self) -> float | None:
        return self.looks_kept / self.looks if self.looks else None

    @property
    def score(self) -> float | None:
        return self.scores_kept / self.scores if self.scores else None


@dataclass(slots=True)
class RespeltResult:
    """For one label of one collection; the score is held against the threshold of 5 % false alarms."""

    name: str
    label: str
    threshold: float | None
    tried: int = 0
    clean: Kept = field(default_factory=Kept)
    kept: dict[str, Kept] = field(default_factory=lambda: {name: Kept() for name in RESPELLINGS})


def measure_respelt(
    rows: Iterable[Row], name: str, label: str, threshold: float | None, processes: int = 1
) -> RespeltResult:
    """Rows judged so, whose offending words people marked, else those that the checks point at."""
    result = RespeltResult(name, label, threshold)
    wanted = (row for row in rows if row.judged.get(label) == 1)
    for _, tried in answered(partial(_dress_all, label=label, threshold=threshold), wanted, processes):
        if tried is None:
            continue
        clean, dressed = tried
        result.tried += 1
        result.clean.add((True, True), clean)
        for respelling, caught in dressed.items():
            result.kept[respelling].add(clean, caught)
    return result


def _dress_all(
    rows: Sequence[Row], label: str, threshold: float | None
) -> list[tuple[Caught, dict[str, Caught]] | None]:
    return [_dress(row, label, threshold) for row in rows]


def _dress(row: Row, label: str, threshold: float | None) -> tuple[Caught, dict[str, Caught]] | None:
    screened = _screen(row.submission)
    spans = [span for span in row.spans if span[1] - span[0] <= LONGEST_SPAN] or _pointed_at(screened)
    if not spans:
        return None
    caught = {}
    for name, respelling in RESPELLINGS.items():
        text = respell(row.text, spans, respelling)
        # Some spellings change nothing: there are no full-width letters in Arabic.
        if text != row.text:
            caught[name] = _caught(_screen(replace(row.submission, text=text)), label, threshold)
    return _caught(screened, label, threshold), caught


def _pointed_at(screened: Screened) -> list[tuple[int, int]]:
    return [
        (finding.start, finding.end)
        for verdict in screened.verdicts
        for finding in verdict.findings
        if not finding.is_quotation and finding.end - finding.start <= LONGEST_SPAN
    ]


def _caught(screened: Screened, label: str, threshold: float | None) -> Caught:
    score, look = answer(screened, label)
    return look, threshold is not None and score >= threshold


def _screen(submission: Submission) -> Screened:
    return screen(submission, budget_ms=float("inf"))
