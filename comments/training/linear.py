"""The linear reader: hashed pieces weighed by how much more often they stand in one class, then fitted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from comments.checks.features import Numbers

BITS = 18
STRENGTH = 4.0
SOURCE = 3.0  # a source's own bias, learned and left behind: no collection's share of toxic comments is ours


def rows_of(
    comments: Sequence[Sequence[int]], pieces: Sequence[Numbers], names: Sequence[str]
) -> sparse.csr_matrix:
    """One row per comment; a comment is the numbers of its words."""
    mask = (1 << BITS) - 1
    pairs: dict[tuple[int, int], int] = {}

    def pair(first: int, second: int) -> int:
        if (first, second) not in pairs:
            pairs[first, second] = crc32(f"{names[first]} {names[second]}".encode()) & mask
        return pairs[first, second]

    rows = []
    for words in comments:
        parts = [pieces[word] & mask for word in words]
        parts.append(np.array([pair(*each) for each in pairwise(words)], np.uint32))
        rows.append(np.unique(np.concatenate(parts)).astype(np.int32))
    sizes = np.array([len(row) for row in rows])
    values = np.repeat(1 / np.sqrt(np.maximum(1, sizes)), sizes).astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return sparse.csr_matrix((values, np.concatenate(rows), starts), shape=(len(rows), 1 << BITS))


def fit(
    rows: sparse.csr_matrix,
    judged: NDArray[np.float32],
    weights: NDArray[np.float32],
    sources: NDArray[np.int64],
) -> NDArray[np.float32]:
    """The weight of each piece for one label."""
    present = rows.astype(bool)
    with_it = present.T @ (weights * (judged == 1)) + 1
    without = present.T @ (weights * (judged == 0)) + 1
    ratio = (np.log(with_it / with_it.sum()) - np.log(without / without.sum())).astype(np.float32)
    count = int(sources.max()) + 1
    bias = sparse.csr_matrix(
        (np.full(len(judged), SOURCE, np.float32), (np.arange(len(judged)), sources)),
        shape=(len(judged), count),
    )
    table = sparse.hstack([rows @ sparse.diags(ratio), bias], format="csr")
    fitted = LogisticRegression(
        C=STRENGTH, solver="liblinear", dual=True, max_iter=30, tol=0.2, random_state=0
    ).fit(table, judged, sample_weight=weights)
    return fitted.coef_[0][: 1 << BITS].astype(np.float32) * ratio
