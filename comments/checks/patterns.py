"""Turns of phrase that a word list cannot hold: regular expressions over the folded words of a text.

Each pattern names words of which one must be there, so that an ordinary comment costs a few set look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from comments.checks.folding import Folded, fold_phrase


@dataclass(frozen=True, slots=True)
class Pattern:
    """A turn of phrase of one language, and what it means when it is found."""

    language: str
    expression: re.Pattern[str]
    cues: frozenset[str]  # folded; empty: always tried
    grade: str
    reason: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a pattern was found: in the text, and in its words."""

    pattern: Pattern
    start: int
    end: int
    first: int
    last: int


def pattern(
    language: str, expression: str, *, cues: str = "", grade: str, reason: str, kind: str = ""
) -> Pattern:
    """A pattern written with one space between words, and none at its ends."""
    folded_cues = frozenset(fold_phrase(cue) for cue in cues.split())
    return Pattern(language, re.compile(f" (?P<mark>{expression})(?= )"), folded_cues, grade, reason, kind)


def passages(patterns: Iterable[Pattern], folded: Folded, languages: frozenset[str]) -> list[Passage]:
    """What was found, in reading order; of passages that overlap, the one of the pattern listed first."""
    found: list[Passage] = []
    taken: set[int] = set()
    for candidate in patterns:
        if candidate.language not in languages:
            continue
        if candidate.cues and candidate.cues.isdisjoint(folded.vocabulary):
            continue
        for match in candidate.expression.finditer(folded.line):
            start, end = match.span("mark")
            first, last = folded.word_at(start), folded.word_at(end - 1)
            if taken.isdisjoint(range(first, last + 1)):
                taken.update(range(first, last + 1))
                found.append(Passage(candidate, *folded.slice_of_line(start, end), first, last))
    return sorted(found, key=lambda passage: passage.start)
