"""Comments as rows of piece numbers, and what people judged of them, in batches of like length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from comments.training.labelled import Labelled

SIZE = 32
REACH = 50 * SIZE  # comments among which those of like length are looked for
RARE = 3.0  # how much more a rare label's yes weighs than its no


@dataclass(frozen=True, slots=True)
class Row:
    """One comment to learn from."""

    pieces: Sequence[int]
    judged: Sequence[int]
    weights: Sequence[float]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    pieces: Tensor  # (comments, pieces)
    real: Tensor  # the same shape: 1 for a piece, 0 beyond a comment's end
    judged: Tensor  # (comments, labels)
    weights: Tensor  # the same shape: 0 where nobody judged


def weighted(comments: Sequence[Labelled]) -> list[tuple[float, ...]]:
    """What each judgement weighs: a source's two classes are made equal for the overall label."""
    counts = Counter((each.source, each.judged[0]) for each in comments)
    weights = []
    for each in comments:
        overall, *others = each.judged
        both = counts[each.source, 0] + counts[each.source, 1]
        even = both / (2 * counts[each.source, overall]) if overall >= 0 else 0.0
        rest = (0.0 if judged < 0 else 0.6 * (RARE if judged else 1.0) for judged in others)
        weights.append(tuple(each.weight * weight for weight in (even, *rest)))
    return weights


def epochs(rows: Sequence[Row], random: Random) -> Iterator[Batch]:
    """Batches without end; the comments in another order each time through."""
    while True:
        order = random.sample(range(len(rows)), len(rows))
        for begin in range(0, len(order), REACH):
            near = sorted(order[begin : begin + REACH], key=lambda number: len(rows[number].pieces))
            batches = [near[start : start + SIZE] for start in range(0, len(near), SIZE)]
            random.shuffle(batches)
            yield from (laid_out([rows[number] for number in batch]) for batch in batches)


def laid_out(rows: Sequence[Row]) -> Batch:
    longest = max(len(row.pieces) for row in rows)
    pieces = torch.zeros(len(rows), longest, dtype=torch.long)
    real = torch.zeros(len(rows), longest)
    for number, row in enumerate(rows):
        pieces[number, : len(row.pieces)] = torch.tensor(row.pieces)
        real[number, : len(row.pieces)] = 1
    judged = torch.tensor([row.judged for row in rows], dtype=torch.float).clamp(min=0)
    return Batch(pieces, real, judged, torch.tensor([row.weights for row in rows]))
