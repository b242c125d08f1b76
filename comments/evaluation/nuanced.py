"""Whether naming a group costs a comment: the figures of Borkan et al. 2019.

Daniel Borkan, Lucas Dixon, Jeffrey Sorensen, Nithum Thain, Lucy Vasserman: "Nuanced Metrics for Measuring
Unintended Bias with Real Data for Text Classification", WWW 2019, https://arxiv.org/abs/1903.04561
"""

from __future__ import annotations

from dataclasses import dataclass

from comments.evaluation.columns import Column
from comments.evaluation.curves import Curve

FEWEST = 10


@dataclass(frozen=True, slots=True)
class Nuanced:
    """Of the comments that name one group, among all comments."""

    innocent: int  # that name the group
    toxic: int
    subgroup: float | None  # AUC among comments that name it
    bpsn: float | None  # background positive, subgroup negative: innocent with the word against toxic without
    bnsp: float | None  # background negative, subgroup positive: toxic with the word against innocent without
    false_alarms: float | None  # of `look` among the innocent


def nuanced(column: Column, group: int) -> Nuanced:
    naming, other = column.naming(group), column.not_naming(group)
    innocent, toxic = column.scores_of(0, naming), column.scores_of(1, naming)
    if not innocent and not toxic:
        return Nuanced(0, 0, None, None, None, None)
    return Nuanced(
        len(innocent),
        len(toxic),
        Curve(toxic, innocent).area,
        Curve(column.scores_of(1, other), innocent).area,
        Curve(toxic, column.scores_of(0, other)).area,
        column.looks_of(0, naming) / len(innocent) if innocent else None,
    )
