"""The network reader: vectors of words built from hashed pieces, and what stands near what.

Plain numpy, forward and back, so that a newsroom can train it wherever the site runs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comments.training.batches import Batch, Floats, Places

DENSE = 64
DROP = 0.3
Layers = dict[str, Floats]


@dataclass(eq=False)
class Seen:
    """What each layer made of a batch; needed again on the way back."""

    words: Floats
    near_in: Floats
    near: Floats
    far_in: Floats
    far_own: Floats
    far: Floats
    highest: Floats
    pooled: Floats
    dense: Floats
    logits: Floats
    kept: dict[str, Floats]  # what was left out at random, layer by layer


class Network:
    """Two layers that look at three neighbours, the highest and the sum of what they see, a dense layer."""

    def __init__(
        self, *, bits: int, width: int, filters: int, sources: int, labels: int, random: np.random.Generator
    ) -> None:
        self.table = random.standard_normal((1 << bits, width), np.float32) * np.float32(0.1)
        self.layers: Layers = {"source_bias": np.zeros((sources, labels), np.float32)}
        for name, inputs, outputs in (
            ("near", 3 * width, filters),
            ("far", 3 * filters, filters),
            ("dense", 2 * filters + width, DENSE),
            ("output", DENSE, labels),
        ):
            reach = 1 / np.sqrt(inputs)
            self.layers[name] = random.uniform(-reach, reach, (inputs, outputs)).astype(np.float32)
            self.layers[f"{name}_bias"] = random.uniform(-reach, reach, outputs).astype(np.float32)

    def logits(self, batch: Batch) -> Floats:
        return self._forward(batch, None).logits

    def learn(
        self, batch: Batch, sources: Places, truth: Floats, weights: Floats, random: np.random.Generator
    ) -> tuple[float, Layers, Floats]:
        """The loss, and how it would change with each layer and with the table's rows of this batch."""
        seen = self._forward(batch, random)
        # A source's own share of toxic comments goes into a bias that is left behind.
        logits = seen.logits + self.layers["source_bias"][sources]
        losses = np.maximum(logits, 0) - logits * truth + np.log1p(np.exp(-np.abs(logits)))
        count = np.float32(len(truth))
        blame = np.asarray(weights * (_sigmoid(logits) - truth) / count, np.float32)
        changes, rows = self._backward(batch, seen, blame)
        changes["source_bias"] = np.zeros_like(self.layers["source_bias"])
        np.add.at(changes["source_bias"], sources, blame)
        return float((losses * weights).sum() / count), changes, rows

    def _forward(self, batch: Batch, random: np.random.Generator | None) -> Seen:
        layers, real, size = self.layers, batch.real[:, None], batch.sizes[:, None]
        kept: dict[str, Floats] = {}

        def drop(name: str, values: Floats) -> Floats:
            if random is None:
                return values
            kept[name] = np.asarray((random.random(values.shape, np.float32) >= DROP) / np.float32(1 - DROP))
            return values * kept[name]

        words = drop("words", batch.words @ (batch.pieces @ self.table[batch.rows]))
        near_in = beside(words)
        near = drop("near", np.maximum(near_in @ layers["near"] + layers["near_bias"], 0) * real)
        far_in = beside(near)
        far_own = np.maximum(far_in @ layers["far"] + layers["far_bias"], 0) * real
        far = near + far_own
        highest = np.maximum.reduceat(far, batch.begins, axis=0)
        sums = [np.add.reduceat(each, batch.begins, axis=0) / size for each in (far, words)]
        pooled = np.concatenate([highest, *sums], axis=1)
        dense = drop("dense", np.maximum(pooled @ layers["dense"] + layers["dense_bias"], 0))
        logits = dense @ layers["output"] + layers["output_bias"]
        return Seen(words, near_in, near, far_in, far_own, far, highest, pooled, dense, logits, kept)

    def _backward(self, batch: Batch, seen: Seen, blame: Floats) -> tuple[Layers, Floats]:
        layers, changes = self.layers, {}

        def through(name: str, inputs: Floats, blame: Floats) -> Floats:
            changes[name] = inputs.T @ blame
            changes[f"{name}_bias"] = blame.sum(axis=0)
            return blame @ layers[name].T

        dense = through("output", seen.dense, blame) * seen.kept["dense"] * (seen.dense > 0)
        pooled = through("dense", seen.pooled, dense)
        lengths = np.diff(batch.begins, append=len(batch.real))
        filters = seen.far.shape[1]
        highest, far_sum, word_sum = np.split(pooled, [filters, 2 * filters], axis=1)
        spread = np.repeat(np.arange(len(lengths)), lengths)
        size = batch.sizes[:, None]
        far = (far_sum / size)[spread] + highest[spread] * (seen.far == seen.highest[spread])
        near = far + _fold_back(through("far", seen.far_in, far * (seen.far_own > 0)))
        near = near * seen.kept["near"] * (seen.near > 0)
        words = (word_sum / size)[spread] + _fold_back(through("near", seen.near_in, near))
        words = words * seen.kept["words"]
        return changes, batch.pieces.T @ (batch.words.T @ words)


def beside(rows: Floats) -> Floats:
    """Each row with the one before and the one after."""
    count, width = rows.shape
    wide = np.zeros((count, 3 * width), np.float32)
    wide[1:, :width] = rows[:-1]
    wide[:, width : 2 * width] = rows
    wide[:-1, 2 * width :] = rows[1:]
    return wide


def _fold_back(wide: Floats) -> Floats:
    """What `beside` laid out three times, added up where it came from."""
    width = wide.shape[1] // 3
    rows = wide[:, width : 2 * width].copy()
    rows[:-1] += wide[1:, :width]
    rows[1:] += wide[:-1, 2 * width :]
    return rows


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)
