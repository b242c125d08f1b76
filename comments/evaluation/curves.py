"""How well a score tells two kinds of comments apart. Comments of one score are never put in an order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from operator import itemgetter


class Curve:
    """Of comments judged so and judged otherwise: what each score, taken as a threshold, would catch."""

    def __init__(self, so: Iterable[float], otherwise: Iterable[float]) -> None:
        # Highest score first; each distinct score once, with how many of either kind have it.
        self._steps: list[tuple[float, int, int]] = []
        scored = sorted([(score, 1) for score in so] + [(score, 0) for score in otherwise], reverse=True)
        for score, group in groupby(scored, itemgetter(0)):
            kinds = [kind for _, kind in group]
            self._steps.append((score, sum(kinds), len(kinds) - sum(kinds)))
        self.so = sum(step[1] for step in self._steps)
        self.otherwise = sum(step[2] for step in self._steps)

    @cached_property
    def area(self) -> float | None:
        """How often a comment judged so scores above one that is not, a tie counting half."""
        if not self.so or not self.otherwise:
            return None
        pairs = 0.0
        below = self.otherwise
        for _, so, otherwise in self._steps:
            below -= otherwise
            pairs += so * (below + otherwise / 2)
        return pairs / (self.so * self.otherwise)

    @cached_property
    def average_precision(self) -> float | None:
        """Precision at every threshold that catches more, weighted by how much. Ties are one threshold."""
        if not self.so or not self.otherwise:
            return None
        total = 0.0
        caught = alarms = 0
        for _, so, otherwise in self._steps:
            caught += so
            alarms += otherwise
            total += so / self.so * (caught / (caught + alarms))
        return total

    def recall_at(self, most: float) -> float | None:
        """The share caught by the lowest threshold with at most this share of false alarms."""
        if not self.so or not self.otherwise:
            return None
        return self._within(most)[1]

    def threshold_at(self, most: float) -> float | None:
        """That threshold; None where even the highest score gives more false alarms."""
        return self._within(most)[0] if self.so and self.otherwise else None

    def _within(self, most: float) -> tuple[float | None, float]:
        threshold: float | None = None
        caught = alarms = 0
        share = 0.0
        for score, so, otherwise in self._steps:
            alarms += otherwise
            caught += so
            # A score of nothing is no sign: a threshold there would take every comment.
            if alarms > most * self.otherwise or score <= 0:
                break
            threshold, share = score, caught / self.so
        return threshold, share
