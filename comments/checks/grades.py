"""How much a finding weighs, and what several of them come to."""

from __future__ import annotations

from collections.abc import Iterable

SCORES = {"severe": 0.95, "moderate": 0.7, "mild": 0.3}


WEAK = 0.5  # a sign below this is not worth a look by itself
MOST_OF_WEAK = 0.45  # nor are several of them


def weigh(scores: Iterable[float]) -> float:
    """What the signs of one check come to. Weak ones add up for ranking, never to a look."""
    known = list(scores)
    if max(known, default=0.0) >= WEAK:
        return together(known)
    return min(together(known), MOST_OF_WEAK)


def together(scores: Iterable[float]) -> float:
    """The chance that at least one of several independent signs is right."""
    doubt = 1.0
    for score in scores:
        doubt *= 1 - score
    return round(1 - doubt, 4)
