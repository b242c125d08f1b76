"""Which paragraph of the page a comment speaks of."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from comments.checks.language import guess_language
from comments.checks.protocol import Submission
from comments.checks.stems import stem_length, stems

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
# Sharing less than this much of a comment is chance.
LEAST = 0.06


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of the page's text (code points, end excluded), and how much of the comment it has: 0 to 1."""

    start: int
    end: int
    score: float


def best_paragraph(submission: Submission) -> Paragraph | None:
    """The paragraph that shares most with the comment; None where none shares enough to be worth reading."""
    length = stem_length(guess_language(submission.text, submission.language).language)
    words = frozenset(stems(submission.text, length))
    paragraphs = _paragraphs(submission.page_text, length)
    if not words or not paragraphs:
        return None
    weights = _weights(words, paragraphs)
    whole = sum(weights.values())
    return max(
        (
            Paragraph(paragraph.start, paragraph.end, round(share, 4))
            for paragraph in paragraphs
            if (share := sum(weights[word] for word in words & paragraph.words) / whole) >= LEAST
        ),
        key=lambda paragraph: (paragraph.score, -paragraph.start),
        default=None,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    start: int
    end: int
    words: frozenset[str]


# A page is read once for all comments that are shown under it.
@lru_cache(maxsize=64)
def _paragraphs(text: str, length: int) -> tuple[_Words, ...]:
    found = (
        _Words(match.start(), match.end(), frozenset(stems(match[0], length)))
        for match in PARAGRAPH.finditer(text)
    )
    return tuple(found)


def _weights(words: frozenset[str], paragraphs: Sequence[_Words]) -> dict[str, float]:
    """What few paragraphs say tells them apart; what none says weighs as much as what one does."""
    held = Counter(word for paragraph in paragraphs for word in words & paragraph.words)
    return {word: math.log(1 + len(paragraphs) / max(1, held[word])) for word in words}
