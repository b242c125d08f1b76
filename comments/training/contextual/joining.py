"""How much the learned model, the contextual one and the rules count beside each other, for each label."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comments.checks.contextual_model import ContextualModel
from comments.checks.features import tokens
from comments.checks.folding import fold
from comments.checks.model import Model
from comments.checks.model_file import path_of
from comments.training.calibrate import calibrate
from comments.training.contextual.corpus import LANGUAGE, RECIPE
from comments.training.grades import grades_of
from comments.training.labelled import Labelled

Floats = NDArray[np.float32]


def joined(contextual: ContextualModel, comments: Sequence[Labelled], folder: Path) -> Floats:
    """(labels, 4), from comments that neither model has learned from; `folder` holds the learned model."""
    learned = Model.load(path_of(LANGUAGE, folder))
    by_learned, by_context = [], []
    for comment in comments:
        words = tokens(fold(comment.text))
        by_learned.append(learned.log_odds(words))
        pieces = contextual.pieces(" ".join(learned.undressed(word.written) for word in words))
        by_context.append(contextual.read(pieces[: contextual.longest]).log_odds)
    grades = grades_of([comment.text for comment in comments], LANGUAGE, RECIPE.labels)
    judged = np.array([comment.judged for comment in comments], np.float32)
    sources = np.unique([comment.source for comment in comments], return_inverse=True)[1]
    weights = np.array([comment.weight for comment in comments], np.float32)
    readers = (np.stack(by_learned), np.stack(by_context), grades)
    return np.stack(
        [
            calibrate(tuple(reader[:, label] for reader in readers), judged[:, label], sources, weights)
            for label in range(len(RECIPE.labels))
        ]
    )
