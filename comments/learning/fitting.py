"""Fits the layer of a house model by gradient descent, reproducibly from a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comments.checks.house import OVERALL, ROWS, Floats, Words, given_of, log_odds, words_of
from comments.learning.example import Example

EPOCHS = 12
BATCH = 32
RATE = 0.3
EPSILON = 1e-6
# How much the scores' own layer is held back. It is small, so what many words share is learned there first.
HOLD_SCORES = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Examples as numbers. A label nobody gave is NaN."""

    words: Sequence[Words]
    given: Floats
    offsets: Floats
    labels: Floats


def table(examples: Sequence[Example], heads: Sequence[str], given: Sequence[str]) -> Table:
    return Table(
        words=[words_of(example.text, example.language) for example in examples],
        given=np.stack([given_of(given, example.scores, example.overall) for example in examples]),
        offsets=np.array([[_offset(example, head) for head in heads] for example in examples], np.float32),
        labels=np.array([[_label(example, head) for head in heads] for example in examples], np.float32),
    )


def fit(rows: Table, *, hold: float, seed: int) -> dict[str, NDArray[Any]]:
    """The arrays of a model, without thresholds. `hold`: how much a word is held back from saying much."""
    chance = np.random.default_rng(seed)
    heads = rows.labels.shape[1]
    layers = {
        "words": np.zeros((ROWS, heads), np.float32),
        "scores": np.zeros((rows.given.shape[1], heads), np.float32),
        "bias": np.zeros(heads, np.float32),
    }
    seen = {name: np.full(layer.shape, EPSILON, np.float32) for name, layer in layers.items()}
    for batch in _batches(len(rows.words), chance):
        _step(rows, batch, layers, seen, hold)
    return layers


def answers(rows: Table, layers: dict[str, NDArray[Any]]) -> Floats:
    """For each example and head, the log odds that the layer gives."""
    by_words = np.stack([layers["words"][words.numbers].sum(axis=0) / words.norm for words in rows.words])
    return np.asarray(rows.offsets + by_words + rows.given @ layers["scores"] + layers["bias"], np.float32)


def loss(rows: Table, given_answers: Floats) -> float:
    """How surprised one would be by the labels, on average; heads of many and few labels count alike."""
    surprise = np.logaddexp(0, np.where(rows.labels > 0.5, -given_answers, given_answers))
    by_head = [
        surprise[known, head].mean() for head, known in enumerate(~np.isnan(rows.labels).T) if known.any()
    ]
    return float(np.mean(by_head))


def _batches(count: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for _epoch in range(EPOCHS):
        order = chance.permutation(count)
        for start in range(0, count, BATCH):
            yield order[start : start + BATCH]


def _step(
    rows: Table,
    batch: NDArray[np.int64],
    layers: dict[str, NDArray[Any]],
    seen: dict[str, NDArray[Any]],
    hold: float,
) -> None:
    words = [rows.words[number] for number in batch]
    numbers = np.concatenate([each.numbers for each in words])
    owners = np.repeat(np.arange(len(words)), [len(each.numbers) for each in words])
    norms = np.array([each.norm for each in words], np.float32)
    by_words = np.zeros((len(words), layers["bias"].shape[0]), np.float32)
    np.add.at(by_words, owners, layers["words"][numbers])
    given = rows.given[batch]
    found = rows.offsets[batch] + by_words / norms[:, None] + given @ layers["scores"] + layers["bias"]
    labels = rows.labels[batch]
    wrong = np.where(np.isnan(labels), 0, 1 / (1 + np.exp(-np.clip(found, -30, 30))) - labels).astype(
        np.float32
    )
    touched, places = np.unique(numbers, return_inverse=True)
    of_words = np.zeros((len(touched), wrong.shape[1]), np.float32)
    np.add.at(of_words, places, (wrong / norms[:, None])[owners])
    of_words = of_words / len(words) + hold * layers["words"][touched]
    seen["words"][touched] += of_words**2
    layers["words"][touched] -= RATE * of_words / np.sqrt(seen["words"][touched])
    for name, slope in {
        "scores": given.T @ wrong / len(words) + HOLD_SCORES * layers["scores"],
        "bias": wrong.mean(axis=0),
    }.items():
        seen[name] += slope**2
        layers[name] -= RATE * slope / np.sqrt(seen[name])


def _offset(example: Example, head: str) -> float:
    return log_odds(example.overall if head == OVERALL else example.scores.get(head, 0.0))


def _label(example: Example, head: str) -> float:
    judged = example.is_rejected if head == OVERALL else example.judged(head)
    return float("nan") if judged is None else float(judged)
