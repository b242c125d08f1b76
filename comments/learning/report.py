"""What an exam of the house model prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from comments.evaluation.tables import decimal, share
from comments.evaluation.tables import table as columns
from comments.learning.figures import Figures

HEADINGS = [
    "guideline",
    "",
    "rejected",
    "approved",
    "AUC",
    "avg. prec.",
    "recall at 5 %",
    "looks caught",
    "false looks",
]


class Examined(Protocol):
    @property
    def shipped(self) -> Mapping[str, Figures]: ...
    @property
    def in_use(self) -> Mapping[str, Figures]: ...
    @property
    def learned(self) -> Mapping[str, Figures]: ...


def table(examined: Examined) -> Iterator[str]:
    """For each guideline that was rejected under: the shipped checks, what is in use, what was learned."""
    rows = []
    for name, learned in examined.learned.items():
        if not learned.rejected:
            continue
        for whose, figures in (
            ("shipped", examined.shipped[name]),
            ("in use", examined.in_use[name]),
            ("learned", learned),
        ):
            rows.append([name, whose, *_cells(figures)])
    yield from columns(HEADINGS, rows)


def _cells(figures: Figures) -> list[str]:
    return [
        str(figures.rejected),
        str(figures.approved),
        decimal(figures.area),
        decimal(figures.average_precision),
        share(figures.recall),
        share(figures.look_caught),
        share(figures.look_alarms),
    ]
