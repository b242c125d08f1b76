"""Scores a text by what was learned from labelled comments, with numpy alone.

Two readers that err differently are averaged: a linear one that knows pieces of words and pairs of words, and
a small convolutional one that knows what stands near what.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from comments.checks.features import Token, numbers_of_word, undressed
from comments.checks.model_file import ModelFile, read_model
from comments.checks.opinion import log_odds_of_grade
from comments.checks.vocabulary import Vocabulary

Floats = NDArray[np.float32]

WINDOW = 200  # tokens read together; a longer comment is as bad as its worst stretch
STEP = 150
REMEMBERED = 20_000  # words
NOTHING = -6.0  # the log odds of a comment without a word


class Word(NamedTuple):
    """What the model knows of one word by itself."""

    pieces: NDArray[np.int64]  # its rows in the linear table
    vector: Floats
    known_as: bytes


class Model:
    """A trained model of one language. Built once; scoring changes nothing but what it remembers of words."""

    def __init__(self, file: ModelFile) -> None:
        arrays = file.arrays
        self.about = file.about
        self.labels: tuple[str, ...] = tuple(file.about["labels"])
        self.version: str = file.about["version"]
        self._linear = arrays["linear"]
        self._linear_scale: Floats = arrays["linear_scale"].astype(np.float32)
        self._linear_mask = len(self._linear) - 1
        self._pieces = arrays["pieces"]
        self._pieces_scale: Floats = arrays["pieces_scale"].astype(np.float32)
        self._layers: dict[str, Floats] = {
            name: arrays[name].astype(np.float32)
            for name in ("near", "far", "dense", "output")
            for name in (name, f"{name}_bias")
        }
        self._calibration: Floats = arrays["calibration"].astype(np.float32)
        self.trust: Floats = self._calibration[:, 2]  # how far the rules' grade of a label counts beside it
        self._vocabulary = Vocabulary(
            arrays["known"].tolist(), arrays["sought"].tobytes().decode().split("\n")
        )
        self._words: dict[str, Word] = {}

    @classmethod
    def load(cls, path: Path) -> Model:
        return cls(read_model(path))

    def log_odds(self, tokens: Sequence[Token]) -> Floats:
        """For each label, at the base rate the model was calibrated for, where the rules find nothing."""
        if not tokens:
            return np.full(len(self.labels), NOTHING, np.float32)
        words = [self._word(token.written) for token in tokens]
        starts = range(0, max(1, len(words) - WINDOW + STEP), STEP)
        windows = [self._log_odds(words[start : start + WINDOW]) for start in starts]
        return np.asarray(np.max(windows, axis=0), np.float32)

    def features(self, tokens: Sequence[Token]) -> Floats:
        """What the last layer sees of a comment, and each label's log odds: for another model to build on."""
        words = [self._word(token.written) for token in tokens[:WINDOW]]
        inner = self._inner(words) if words else np.zeros(len(self._layers["dense_bias"]), np.float32)
        return np.concatenate([inner, self.log_odds(tokens)])

    def weigh(self, tokens: Sequence[Token], label: int) -> Floats:
        """For each token, how much it raises the linear reader's score of a label: a first guess."""
        words = [self._word(token.written) for token in tokens]
        column, scale = self._linear[:, label], self._linear_scale[label]
        owners = np.repeat(np.arange(len(words)), [len(word.pieces) for word in words])
        pieces = np.concatenate([word.pieces for word in words])
        # At once: of a long comment a sum for each word takes longer than reading it.
        own = np.bincount(owners, weights=column[pieces], minlength=len(words)).astype(np.float32)
        if len(words) > 1:
            pairs = column[self._pairs(words)].astype(np.float32) / 2
            own[:-1] += pairs
            own[1:] += pairs
        return np.asarray(own * scale, np.float32)

    def undressed(self, written: str) -> str:
        """For who reads whole words: the one that a respelling stands for, where this model looks for it."""
        return undressed(written, self._vocabulary)

    def _word(self, written: str) -> Word:
        word = self._words.get(written)
        if word is None:
            numbers, known_as = numbers_of_word(written, self._vocabulary)
            vector = self._pieces[numbers & (len(self._pieces) - 1)].sum(axis=0, dtype=np.int32)
            vector = vector * self._pieces_scale / np.sqrt(max(1, len(numbers)))
            pieces = (numbers & self._linear_mask).astype(np.int64)
            if len(self._words) >= REMEMBERED:
                self._words.clear()
            word = self._words[written] = Word(pieces, vector.astype(np.float32), known_as.encode())
        return word

    def _log_odds(self, words: Sequence[Word]) -> Floats:
        by_order = self._inner(words) @ self._layers["output"] + self._layers["output_bias"]
        by_pieces, order, grade, rest = self._calibration.T
        nothing_found = grade * log_odds_of_grade(0.0)
        return np.asarray(
            by_pieces * self._read_pieces(words) + order * by_order + nothing_found + rest, np.float32
        )

    def _read_pieces(self, words: Sequence[Word]) -> Floats:
        numbers = np.concatenate([word.pieces for word in words] + [self._pairs(words)])
        # Sorting alone is half the price of np.unique.
        numbers.sort()
        distinct = numbers[np.flatnonzero(np.diff(numbers, prepend=-1))]
        total = self._linear[distinct].sum(axis=0, dtype=np.int64)
        return np.asarray(total * self._linear_scale / np.sqrt(max(1, len(distinct))), np.float32)

    def _pairs(self, words: Sequence[Word]) -> NDArray[np.int64]:
        mask = self._linear_mask
        names = [word.known_as for word in words]
        return np.array([crc32(b"%b %b" % pair) & mask for pair in pairwise(names)], np.int64)

    def _inner(self, words: Sequence[Word]) -> Floats:
        """What the network's last layer but one makes of the words in their order."""
        layers = self._layers
        vectors = np.stack([word.vector for word in words])
        near = np.maximum(_beside(vectors) @ layers["near"] + layers["near_bias"], 0)
        far = near + np.maximum(_beside(near) @ layers["far"] + layers["far_bias"], 0)
        size = np.sqrt(len(words))
        pooled = np.concatenate([far.max(axis=0), far.sum(axis=0) / size, vectors.sum(axis=0) / size])
        return np.asarray(np.maximum(pooled @ layers["dense"] + layers["dense_bias"], 0), np.float32)


def _beside(rows: Floats) -> Floats:
    """Each row with the one before and the one after."""
    edge: NDArray[Any] = np.zeros((1, rows.shape[1]), np.float32)
    padded = np.concatenate([edge, rows, edge])
    return np.concatenate([padded[:-2], padded[1:-1], padded[2:]], axis=1)
