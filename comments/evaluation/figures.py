"""The figures of one label: how well a score ranks, and what its `look` is worth."""

from __future__ import annotations

from dataclasses import dataclass

from comments.evaluation.columns import Column, Keep
from comments.evaluation.curves import Curve


@dataclass(frozen=True, slots=True)
class Figures:
    """None is a figure that needs comments of both kinds, or a look, where there are none."""

    so: int
    otherwise: int
    area: float | None
    average_precision: float | None
    recall_at_1: float | None  # per cent of false alarms
    recall_at_5: float | None
    recall: float | None  # of `look`, as are the following
    false_alarms: float | None
    precision: float | None
    precision_at_base_rate: float | None


def figures(column: Column, base_rate: float, keep: Keep | None = None) -> Figures:
    curve = Curve(column.scores_of(1, keep), column.scores_of(0, keep))
    caught, alarms = column.looks_of(1, keep), column.looks_of(0, keep)
    recall = _share(caught, curve.so)
    false_alarms = _share(alarms, curve.otherwise)
    return Figures(
        curve.so,
        curve.otherwise,
        curve.area,
        curve.average_precision,
        curve.recall_at(0.01),
        curve.recall_at(0.05),
        recall,
        false_alarms,
        _share(caught, caught + alarms) if curve.so and curve.otherwise else None,
        precision_at(base_rate, recall, false_alarms),
    )


def threshold_at(column: Column, most: float) -> float | None:
    """The lowest score that gives at most this share of false alarms."""
    return Curve(column.scores_of(1), column.scores_of(0)).threshold_at(most)


def precision_at(base_rate: float, recall: float | None, false_alarms: float | None) -> float | None:
    """Of the looks, how many are right where this share of all comments is judged so."""
    if recall is None or false_alarms is None:
        return None
    right = base_rate * recall
    return _share(right, right + (1 - base_rate) * false_alarms)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
