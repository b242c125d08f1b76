"""Turns two readers' scores into one chance, and floats into small whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from comments.training.batches import Floats, Places
from comments.training.labelled import UNJUDGED, CannotLearn

BASE_RATE = 0.1  # of comments that break a guideline: what a score's chance is stated for


def calibrate(readers: Sequence[Floats], judged: Floats, sources: Places, weights: Floats) -> Floats:
    """How much each reader counts, and the intercept, for one label; each source brought to the base rate."""
    share = np.zeros(len(judged))
    for source in np.unique(sources):
        here = sources == source
        if len(set(judged[here & (judged != UNJUDGED)])) < 2:
            continue
        for truth, rate in ((0, 1 - BASE_RATE), (1, BASE_RATE)):
            chosen = here & (judged == truth)
            share[chosen] = weights[chosen] * rate / chosen.sum() * 1000
    used = share > 0
    found = np.zeros(len(readers) + 1, np.float32)
    if not used.any():
        raise CannotLearn("No collection has comments of both kinds to calibrate by.")
    told = np.stack(readers, axis=1)[used]
    kept = list(range(len(readers)))
    fitted = _fit(told, judged[used], share[used])
    while fitted.coef_.min() < 0 and len(kept) > 1:  # one reader is only noise beside the others
        del kept[int(fitted.coef_[0].argmin())]
        fitted = _fit(told[:, kept], judged[used], share[used])
    found[kept] = fitted.coef_[0]
    found[-1] = fitted.intercept_[0]
    return found


def _fit(readers: Floats, judged: Floats, share: NDArray[np.float64]) -> Any:
    return LogisticRegression(C=100, max_iter=1000).fit(readers, judged, sample_weight=share)


def to_bytes(table: Floats, *, keep: float) -> tuple[NDArray[np.int8], Floats]:
    """Each column as whole numbers from -127 to 127, and what one step is worth; a few extremes are cut."""
    step = np.maximum(np.quantile(np.abs(table), keep, axis=0) / 127, 1e-9)
    return np.clip(np.round(table / step), -127, 127).astype(np.int8), step.astype(np.float32)
