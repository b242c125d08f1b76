"""Whether a score of 0.3 means three in ten, where so many comments as in a newsroom are judged so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The comments whose score lies between two bounds."""

    low: float
    high: float
    share: float  # of all comments
    score: float  # their mean
    judged_so: float  # the share of them that people judged so


@dataclass(frozen=True, slots=True)
class Calibration:
    """Each kind of comment is weighted so that the stated share is judged so, whatever the file holds."""

    brier: float  # the mean square of what is missing to 0 or 1
    error: float  # the expected calibration error: the mean distance between score and share, over ten bins
    bins: tuple[Bin, ...]


def calibration(so: Sequence[float], otherwise: Sequence[float], base_rate: float) -> Calibration | None:
    if not so or not otherwise:
        return None
    weights = [0.0] * BINS
    scores = [0.0] * BINS
    judged = [0.0] * BINS
    brier = 0.0
    kinds = (1.0, so, base_rate / len(so)), (0.0, otherwise, (1 - base_rate) / len(otherwise))
    for kind, values, weight in kinds:
        for score in values:
            place = min(int(score * BINS), BINS - 1)
            weights[place] += weight
            scores[place] += weight * score
            judged[place] += weight * kind
            brier += weight * (score - kind) ** 2
    bins = tuple(
        Bin(
            place / BINS,
            (place + 1) / BINS,
            weights[place],
            scores[place] / weights[place],
            judged[place] / weights[place],
        )
        for place in range(BINS)
        if weights[place]
    )
    return Calibration(brier, sum(each.share * abs(each.score - each.judged_so) for each in bins), bins)
