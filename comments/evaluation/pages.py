"""Paragraphs of the pages that comments stand under: plain news, of which hardly any deserves a look."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from comments.checks.protocol import Submission
from comments.evaluation.answers import HARMS, looked_at
from comments.evaluation.rows import Row
from comments.evaluation.workers import answered
from comments.screening import screen

PARAGRAPHS = re.compile(r"\n+")
SHORTEST, LONGEST = 60, 800  # shorter ones are headings, longer ones are many paragraphs in one


@dataclass(slots=True)
class PagesResult:
    """How many different paragraphs were read, and how many were given a look, under which guidelines."""

    name: str
    read: int = 0
    looked_at: int = 0
    by_guideline: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float | None:
        return self.looked_at / self.read if self.read else None


def measure_pages(rows: Iterable[Row], name: str, processes: int = 1) -> PagesResult:
    result = PagesResult(name)
    for _, guidelines in answered(_looks, paragraphs(rows), processes):
        result.read += 1
        result.looked_at += bool(guidelines)
        result.by_guideline.update(guidelines)
    return result


def paragraphs(rows: Iterable[Row]) -> Iterator[Submission]:
    """Each paragraph once, however many comments stand under its page."""
    seen: set[bytes] = set()
    for row in rows:
        for paragraph in PARAGRAPHS.split(row.submission.page_text):
            text = paragraph.strip()
            digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
            if SHORTEST <= len(text) <= LONGEST and digest not in seen:
                seen.add(digest)
                yield Submission(text, language=row.submission.language)


def _looks(submissions: Sequence[Submission]) -> list[frozenset[str]]:
    return [looked_at(screen(submission, budget_ms=float("inf"))) & set(HARMS) for submission in submissions]
