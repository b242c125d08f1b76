"""Teaches a model of the house by its older decisions."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comments.checks.house import OVERALL, Floats, packed
from comments.learning.example import Example
from comments.learning.fitting import answers, fit, loss, table

# Of the decisions, oldest first: what is learned from, what it is adjusted by, and what it is examined on.
LEARNED, ADJUSTED = 0.7, 0.8
FEWEST = 200
FEWEST_LEARNED = 30  # approvals, and rejections
FEWEST_EXAMINED = 10
FEWEST_UNDER_GUIDELINE = 20
HOLDS = (3e-4, 1e-3, 3e-3, 1e-2)
# However rarely the checks were wrong, no score below this is worth a look.
LOWEST_THRESHOLD = 0.1


class TooLittle(Exception):
    """There is not enough to learn from: a sentence that says what is missing."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Decisions in the order in which they were made, parted."""

    learned: Sequence[Example]
    adjusted: Sequence[Example]
    examined: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Taught:
    """A model before it is stored."""

    about: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]

    @property
    def heads(self) -> list[str]:
        return list(self.about["heads"])

    @property
    def stored(self) -> bytes:
        return packed(self.about, self.arrays)

    def without(self, heads: Collection[str]) -> Taught:
        """With nothing to say of these: the checks' own scores stay there."""
        kept = [number for number, head in enumerate(self.heads) if head not in heads]
        about = {**self.about, "heads": [self.heads[number] for number in kept]}
        return Taught(about, {name: array[..., kept] for name, array in self.arrays.items()})


def lessons(examples: Sequence[Example]) -> Lessons:
    """Raises TooLittle."""
    if len(examples) < FEWEST:
        raise TooLittle(f"There are {len(examples)} decisions to learn from; it takes at least {FEWEST}.")
    first, second = int(len(examples) * LEARNED), int(len(examples) * ADJUSTED)
    parted = Lessons(examples[:first], examples[first:second], examples[second:])
    for part, fewest, name in (
        (parted.learned, FEWEST_LEARNED, "oldest"),
        (parted.adjusted, 1, "later"),
        (parted.examined, FEWEST_EXAMINED, "newest"),
    ):
        rejected = sum(example.is_rejected for example in part)
        for number, outcome in ((rejected, "rejections"), (len(part) - rejected, "approvals")):
            if number < fewest:
                raise TooLittle(
                    f"Among the {len(part)} {name} decisions there are {number} {outcome}; "
                    f"it takes at least {fewest}."
                )
    return parted


def teach(parted: Lessons, *, made_for: Any, seed: int) -> Taught:
    """It has a head for each guideline under which enough was rejected, and one for the whole."""
    heads = [OVERALL, *_guidelines(parted.learned)]
    given = sorted({OVERALL, *(code for example in parted.learned for code in example.scores)})
    learned, adjusted = (table(part, heads, given) for part in (parted.learned, parted.adjusted))
    fitted = [fit(learned, hold=hold, seed=seed) for hold in HOLDS]
    best = min(fitted, key=lambda layers: loss(adjusted, answers(adjusted, layers)))
    layers = {**best, "words": best["words"].astype(np.float16)}
    thresholds = _thresholds(parted.adjusted, answers(adjusted, layers), heads)
    about = {"heads": heads, "given": given, "made_for": made_for, "seed": seed}
    return Taught(about, {**layers, "thresholds": thresholds})


def _guidelines(examples: Sequence[Example]) -> list[str]:
    """Only what the checks read has a score to move."""
    read = {code for example in examples for code in example.scores}
    counts = {code: sum(code in example.rejected_under for example in examples) for code in read}
    return sorted(code for code, count in counts.items() if count >= FEWEST_UNDER_GUIDELINE)


def _thresholds(examples: Sequence[Example], found: Floats, heads: Sequence[str]) -> Floats:
    """As many looks at what was approved as the checks gave by themselves, and no more."""
    approved = np.array([not example.is_rejected for example in examples])
    thresholds = np.ones(len(heads), np.float32)
    # Looks under guidelines of which nothing was learned stay what they are.
    looked_at = np.array([bool(example.looks.difference(heads)) for example in examples])
    for number, head in enumerate(heads):
        if head != OVERALL:
            alarms = sum(head in example.looks for example in examples if not example.is_rejected)
            threshold = _with_alarms(found[approved, number], found[~approved, number], alarms)
            looked_at |= found[:, number] >= threshold
            thresholds[number] = _chance(threshold)
    # What is looked at already needs no second reason, and takes up its share of the alarms.
    alarms = sum(bool(example.looks) for example in examples if not example.is_rejected)
    left = max(0, alarms - int(looked_at[approved].sum()))
    overall = found[:, heads.index(OVERALL)]
    threshold = _with_alarms(overall[approved & ~looked_at], overall[~approved & ~looked_at], left)
    # Where it would catch nothing more, it is left out.
    catches = (overall[~approved & ~looked_at] >= threshold).any()
    thresholds[heads.index(OVERALL)] = _chance(threshold) if catches else 1
    return np.clip(thresholds, LOWEST_THRESHOLD, 1)


def _with_alarms(approved: Floats, rejected: Floats, alarms: int) -> float:
    """The threshold, in log odds, that so many of the approved reach."""
    highest = np.sort(approved)[::-1]
    if alarms >= len(highest):
        return -math.inf
    # Half-way to the next one rejected: the newest comments are not exactly those that it is chosen by.
    beyond = rejected[rejected > highest[alarms]]
    if len(beyond):
        return float((highest[alarms] + beyond.min()) / 2)
    return math.nextafter(float(highest[alarms]), math.inf)


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(log_odds, -30.0)))
