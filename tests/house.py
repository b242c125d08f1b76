"""A model of the house to test with, learned from nothing: it moves what it is told to."""

from __future__ import annotations

import numpy as np

from comments.checks.house import OVERALL, ROWS, packed, words_of
from comments.checks.protocol import Submission
from comments.models import HouseModel
from comments.screening import made_for, screen


def house_bytes(
    *, words: str = "", guideline: str = "relevance", moved: float = 60.0, threshold: float = 0.5
) -> bytes:
    """A model that raises `guideline` by comments that have `words`, and nothing by others."""
    heads = [OVERALL, guideline]
    table = np.zeros((ROWS, len(heads)), np.float32)
    for language in ("en", "ar", "ckb", "kmr", "tr", ""):
        table[words_of(words, language).numbers, 1] = moved
    arrays = {
        "words": table,
        "scores": np.zeros((1, len(heads)), np.float32),
        "bias": np.zeros(len(heads), np.float32),
        "thresholds": np.array([1, threshold], np.float32),
    }
    about = {"heads": heads, "given": [OVERALL], "made_for": made_for(screen(Submission("")).versions)}
    return packed(about, arrays)


def make_house_model(**facts) -> HouseModel:
    return HouseModel.objects.add(stored=house_bytes(**facts), decisions=1, figures={})
