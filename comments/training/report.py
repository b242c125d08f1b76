"""How well a model that was just written tells comments apart that it never saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from comments.checks.features import tokens
from comments.checks.folding import fold
from comments.checks.model import Model
from comments.evaluation.curves import Curve
from comments.training.labelled import TEST, Labelled

COLUMNS = ("collection", "label", "so", "otherwise", "AUC", "AP", "recall at 1 %", "recall at 5 %")


def table(path: Path, rows: Sequence[Labelled]) -> Iterator[str]:
    """A line for each collection and label of the test split, read from the file as a site would."""
    model = Model.load(path)
    yield _line(*COLUMNS)
    for source in dict.fromkeys(row.source for row in rows):
        tested = [row for row in rows if row.source == source and row.part == TEST]
        if not tested:
            continue
        scores = np.array([model.log_odds(tokens(fold(row.text))) for row in tested])
        chances = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        for column, label in enumerate(model.labels):
            judged = np.array([row.judged[column] for row in tested])
            so, otherwise = (chances[judged == kind, column].tolist() for kind in (1, 0))
            curve = Curve(so, otherwise)
            if curve.area is not None and curve.average_precision is not None:
                figures = (
                    curve.area,
                    curve.average_precision,
                    curve.recall_at(0.01) or 0,
                    curve.recall_at(0.05) or 0,
                )
                yield _line(source, label, len(so), len(otherwise), *(f"{figure:.3f}" for figure in figures))


def _line(*cells: object) -> str:
    widths = (18, 10, 7, 10, 6, 6, 14, 13)
    return " ".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
