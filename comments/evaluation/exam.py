"""Sits the exam: every row through the checks, in one process or several, in little memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from comments.checks.language import known_code
from comments.checks.lexicon import LANGUAGES
from comments.evaluation.answers import ANSWERS, OVERALL, answer, failures, looked_at
from comments.evaluation.columns import Column
from comments.evaluation.comparators import FILTERS
from comments.evaluation.groups import named_groups
from comments.evaluation.rows import Row
from comments.evaluation.workers import answered
from comments.evaluation.worst import Worst
from comments.screening import screen

CHECKS = "the checks"
TONGUES = (*LANGUAGES, "")  # the last: none of ours, or nothing tells
BESIDE_LABELS = (OVERALL, "insult", "profanity", "identity")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks, and whoever is measured beside them, make of one row."""

    language: int
    groups: int
    answers: dict[str, tuple[float, bool]]  # label: score and look
    looks: frozenset[str]  # the guidelines of which they say look
    failures: dict[str, dict[str, str]]  # label: guideline: reason
    beside: tuple[bool, ...]


@dataclass(slots=True)
class Exam:
    """Everything measured of one collection, or of several taken together."""

    name: str
    worst: Worst = field(default_factory=lambda: Worst(0))
    rows: int = 0
    left_out: int = 0
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)  # by label and judge
    failed: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # label, guideline, reason
    looks: Counter[tuple[str, int, str]] = field(default_factory=Counter)  # label, judged, guideline
    unanswered: Counter[str] = field(default_factory=Counter)  # labels that no guideline answers for

    def add(self, row: Row, judgement: Judgement) -> None:
        self.rows += 1
        place = {"language": judgement.language, "groups": judgement.groups}
        for label, judged in row.judged.items():
            if label not in ANSWERS:
                self.unanswered[label] += 1
                continue
            score, look = judgement.answers[label]
            self.column(label, CHECKS).add(judged, score, look=look, **place)
            self.looks.update((label, judged, guideline) for guideline in judgement.looks)
            self.worst.add(label, judged, score, row.line, row.text)
            for guideline, reason in judgement.failures[label].items():
                self.failed[label, guideline, reason] += 1
            if label in BESIDE_LABELS:
                for name, found in zip(FILTERS, judgement.beside, strict=False):
                    self.column(label, name).add(judged, float(found), look=found, **place)

    def column(self, label: str, judge: str) -> Column:
        return self.columns.setdefault((label, judge), Column())

    @property
    def labels(self) -> list[str]:
        return [label for label in ANSWERS if (label, CHECKS) in self.columns]

    def judges(self, label: str) -> list[str]:
        return [judge for judge in (CHECKS, *FILTERS) if (label, judge) in self.columns]

    def extend(self, other: Exam) -> None:
        self.rows += other.rows
        self.left_out += other.left_out
        self.looks += other.looks
        for (label, judge), column in other.columns.items():
            self.column(label, judge).extend(column)


def sit(
    rows: Iterable[Row], name: str, *, keep_worst: int = 0, beside: bool = False, processes: int = 1
) -> Exam:
    exam = Exam(name, Worst(keep_worst))
    for row, judgement in answered(partial(judge, beside=beside), rows, processes):
        exam.add(row, judgement)
    return exam


def added(exams: Iterable[Exam]) -> Exam:
    """All of them taken together, as a site meets them: one threshold for every source."""
    together = Exam("all files")
    for exam in exams:
        together.extend(exam)
    return together


def judge(rows: Sequence[Row], beside: bool) -> list[Judgement]:
    return [_judge(row, beside) for row in rows]


def _judge(row: Row, beside: bool) -> Judgement:
    # A slow row is slow, not unread: the budget protects a reader's request, and no one waits for an exam.
    screened = screen(row.submission, budget_ms=float("inf"))
    labels = [label for label in row.judged if label in ANSWERS]
    language = known_code(row.language) or screened.language
    filters = [build() for build in FILTERS.values()] if beside else []
    return Judgement(
        TONGUES.index(language if language in TONGUES else ""),
        named_groups(row.text, language),
        {label: answer(screened, label) for label in labels},
        looked_at(screened),
        {label: failures(screened, label) for label in labels},
        tuple(found(row.text) for found in filters),
    )
