"""Cutting a text where marks begin and end, so that a template can show them. The words stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """Words in question: a span of the text in code points, and what to show with it."""

    start: int
    end: int
    about: Any = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same marks; none where `marks` is empty. Joined, segments give the text."""

    text: str
    marks: tuple[Mark, ...] = ()


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text cut at every boundary of a mark. Marks may overlap; what lies outside the text is left out."""
    marks = sorted((m for m in marks if 0 <= m.start < m.end <= len(text)), key=lambda m: (m.start, m.end))
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    return [
        Segment(text[start:end], tuple(m for m in marks if m.start <= start and end <= m.end))
        for start, end in pairwise(cuts)
    ]
