"""How much a finding weighs, and what several of them come to."""

from __future__ import annotations

from collections.abc import Iterable

SCORES = {"severe": 0.95, "moderate": 0.7, "mild": 0.3}


def together(scores: Iterable[float]) -> float:
    """The chance that at least one of several independent signs is right."""
    doubt = 1.0
    for score in scores:
        doubt *= 1 - score
    return round(1 - doubt, 4)
