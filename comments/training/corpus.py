"""All comments that a model learns from, as numbers of words, ready for both readers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comments.checks.features import Numbers, numbers_of_word, tokens
from comments.checks.folding import fold
from comments.checks.vocabulary import Vocabulary
from comments.training.batches import Floats, Places, Words
from comments.training.labelled import DEVELOP, OWN, TRAIN, Labelled, Recipe

LONGEST = 250  # words of a comment
RAREST, LARGEST = (
    0.15,
    40,
)  # a rare label is raised to this share of its source, if that takes no more than this


class Corpus:
    def __init__(self, recipe: Recipe, rows: Sequence[Labelled]) -> None:
        self.recipe = recipe
        self.words: dict[str, int] = {}
        self.comments: list[Words] = [
            np.array([self.number(token.written) for token in tokens(fold(row.text))[:LONGEST]], np.int32)
            for row in rows
        ]
        self.names = (*recipe.sources, OWN)
        self.judged: Floats = np.array([row.judged for row in rows], np.float32)
        self.sources: Places = np.array([self.names.index(row.source) for row in rows])
        parts = np.array([row.part for row in rows])
        self.to_train: NDArray[np.bool_] = parts == TRAIN
        self.to_develop: NDArray[np.bool_] = parts == DEVELOP
        self.weight: Floats = np.array([row.weight for row in rows], np.float32)
        self.counts = np.bincount(np.concatenate(self.comments), minlength=len(self.words))
        self.weights = self._balanced()

    def number(self, written: str) -> int:
        return self.words.setdefault(written, len(self.words))

    def read_words(self, vocabulary: Vocabulary) -> tuple[list[Numbers], list[str]]:
        """The hashed pieces of every word, and the name by which its neighbours know it."""
        read = [numbers_of_word(word, vocabulary) for word in self.words]
        return [pieces for pieces, _ in read], [name for _, name in read]

    def _balanced(self) -> Floats:
        """For each comment and label a weight that makes a source's two classes equal, or nearly."""
        weights = np.zeros_like(self.judged)
        for source in range(len(self.names)):
            for label in range(self.judged.shape[1]):
                here = self.to_train & (self.sources == source)
                yes, no = here & (self.judged[:, label] == 1), here & (self.judged[:, label] == 0)
                total = yes.sum() + no.sum()
                if not yes.any() or not no.any():
                    weights[yes | no, label] = 0.3
                    continue
                share = 0.5 if label == 0 else min(0.5, max(RAREST, yes.sum() / total))
                weights[yes, label] = min(share / yes.sum() * total, LARGEST)
                weights[no, label] = (1 - share) / no.sum() * total
        return weights * self.weight[:, None]
