"""Comments laid side by side for the network: which pieces make which word, and which word stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from comments.checks.features import Numbers

BATCH = 128
LONGEST = 200
Words = NDArray[np.int32]
Places = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(eq=False)
class Batch:
    """Some comments in one row, with an empty place before each, so that none sees its neighbour."""

    rows: Places  # of the table, each once
    pieces: sparse.csr_matrix  # the share of each of those rows in each word
    words: sparse.csr_matrix  # which word stands in which place
    begins: Places  # where each comment begins, its empty place included
    real: Floats  # 1 for a word, 0 for an empty place
    sizes: Floats  # the square root of how many words a comment has


class Pieces:
    """The hashed pieces of every word, one after the other."""

    def __init__(self, pieces: Sequence[Numbers], bits: int) -> None:
        self._sizes = np.array([len(each) for each in pieces], np.int64)
        self._starts = np.concatenate([[0], np.cumsum(self._sizes)])
        self._flat = np.concatenate(pieces).astype(np.int64) & ((1 << bits) - 1)

    def lay_out(
        self, comments: Sequence[Words], random: np.random.Generator | None = None, drop: float = 0.0
    ) -> Batch:
        """A batch; with `random`, so many of the pieces left out."""
        cut = [each[:LONGEST] for each in comments]
        lengths = np.array([len(each) for each in cut], np.int64)
        begins = np.concatenate([[0], np.cumsum(lengths + 1)])
        real = np.ones(begins[-1], np.float32)
        real[begins[:-1]] = 0
        distinct, which = np.unique(np.concatenate(cut), return_inverse=True)
        words = sparse.csr_matrix(
            (np.ones(len(which), np.float32), which, np.concatenate([[0], np.cumsum(real, dtype=np.int64)])),
            shape=(len(real), len(distinct)),
        )
        rows, pieces = self._shares(distinct, random, drop)
        sizes = np.sqrt(np.maximum(1, lengths)).astype(np.float32)
        return Batch(rows, pieces, words, begins[:-1], real, sizes)

    def _shares(
        self, words: Words, random: np.random.Generator | None, drop: float
    ) -> tuple[Places, sparse.csr_matrix]:
        sizes = self._sizes[words]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        flat = self._flat[np.repeat(self._starts[words] - starts[:-1], sizes) + np.arange(starts[-1])]
        if random is not None:
            kept = random.random(len(flat)) >= drop
            starts = np.concatenate([[0], np.cumsum(kept)])[starts]
            flat, sizes = flat[kept], np.diff(starts)
        rows, places = np.unique(flat, return_inverse=True)
        share = np.repeat(1 / np.sqrt(np.maximum(1, sizes)), sizes).astype(np.float32)
        return rows, sparse.csr_matrix((share, places, starts), shape=(len(words), len(rows)))


def batches_of_like_length(lengths: Places, random: np.random.Generator) -> list[Places]:
    """Comments of about the same length together, the batches in any order."""
    order = random.permutation(len(lengths))
    order = order[np.argsort(lengths[order] + random.normal(0, 3, len(order)), kind="stable")]
    batches = [order[begin : begin + BATCH] for begin in range(0, len(order), BATCH)]
    return [batches[number] for number in random.permutation(len(batches))]
