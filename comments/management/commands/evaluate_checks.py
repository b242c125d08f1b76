"""`manage.py evaluate_checks FILE…`: how well the checks agree with comments that people have judged."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.checks.protocol import Submission
from comments.screening import LOOK, Screened, screen

# What people judged, and the guidelines whose scores answer for it. Relevance is judged apart.
ANSWERS: dict[str, tuple[str, ...]] = {
    "toxicity": ("profanity", "threats", "personal_attacks", "vulgarity", "abuse", "promotion"),
    "insult": ("personal_attacks",),
    "profanity": ("profanity", "vulgarity"),
    "identity": ("abuse",),
    "threat": ("threats",),
    "spam": ("promotion",),
    "relevance": ("relevance",),
}


@dataclass
class Tally:
    """The scores of one label, of rows judged so and of rows judged otherwise."""

    scores: dict[int, list[float]] = field(default_factory=lambda: {1: [], 0: []})
    looks: dict[int, int] = field(default_factory=lambda: {1: 0, 0: 0})

    def add(self, judged: int, score: float, *, look: bool) -> None:
        self.scores[judged].append(score)
        self.looks[judged] += look

    def share(self, judged: int) -> float | None:
        return self.looks[judged] / len(self.scores[judged]) if self.scores[judged] else None

    @property
    def auc(self) -> float | None:
        return area_under_curve(self.scores[1], self.scores[0])


class Command(BaseCommand):
    help = "Run the checks on labelled comments (JSON lines, plain or gzipped) and print how they agree."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--language", default="", help="what the page is in, when a row does not say")
        parser.add_argument("--every", type=int, default=1, help="read every n-th row only")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_row("file", "label", "judged so", "otherwise", "recall", "false alarms", "AUC"))
        for path in options["files"]:
            tallies = self._tally(path, options["language"], options["every"])
            for label, tally in tallies.items():
                so, otherwise = len(tally.scores[1]), len(tally.scores[0])
                if so or otherwise:
                    figures = _percent(tally.share(1)), _percent(tally.share(0)), _decimal(tally.auc)
                    self.stdout.write(_row(path.name.partition(".")[0], label, so, otherwise, *figures))

    def _tally(self, path: Path, language: str, every: int) -> dict[str, Tally]:
        tallies = {label: Tally() for label in ANSWERS}
        for number, row in enumerate(_rows(path)):
            if number % every == 0:
                _count(row, language, tallies)
        return tallies


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """How often a positive scores above a negative, ties counting half; None without one of each."""
    if not positive or not negative:
        return None
    ranked = sorted([(score, 1) for score in positive] + [(score, 0) for score in negative])
    ranks = 0.0
    place = 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        ranks += (place + end + 1) / 2 * sum(judged for _, judged in ranked[place:end])
        place = end
    return (ranks - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative))


def _count(row: Mapping[str, Any], language: str, tallies: Mapping[str, Tally]) -> None:
    screened = screen(
        Submission(
            row["text"],
            language=row.get("language") or language,
            page_title=row.get("page_title") or "",
            page_text=row.get("page_text") or row.get("article") or "",
            parent_text=row.get("parent_text") or "",
        )
    )
    for label, judged in row["labels"].items():
        if judged in (0, 1) and label in tallies:
            score, look = _answer(screened, ANSWERS[label])
            tallies[label].add(judged, score, look=look)


def _answer(screened: Screened, guidelines: tuple[str, ...]) -> tuple[float, bool]:
    doubt = 1.0
    look = False
    for verdict in screened.verdicts:
        if verdict.guideline in guidelines:
            doubt *= 1 - verdict.score
            look = look or verdict.verdict == LOOK
    return 1 - doubt, look


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield _parse(line, f"{path}, line {number}")
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error


def _parse(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise CommandError(f"{place}: not JSON: {error}") from error
    if not (
        isinstance(row, dict) and isinstance(row.get("text"), str) and isinstance(row.get("labels"), dict)
    ):
        raise CommandError(
            f'{place}: must be an object such as {{"text": "…", "labels": {{"toxicity": 1}}}}.'
        )
    return row


def _row(*cells: object) -> str:
    widths = (18, 10, 10, 10, 8, 13, 6)
    return " ".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
