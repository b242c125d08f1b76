"""How the network learns: batch after batch, each number by what it changed so far (Adam)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from comments.training.batches import BATCH, Floats, Pieces, Places, Words, batches_of_like_length
from comments.training.network import Layers, Network

RATE = 3e-3
DECAY = 1e-3
DROP_PIECES = 0.15
DROP_WORDS = 0.08
FIRST, SECOND, TINY = 0.9, 0.999, 1e-8
Respell = Callable[[Words, np.random.Generator], Words]


class Adam:
    """Steps for the dense layers, and for the rows of the table that a batch touched."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._first = {name: np.zeros_like(layer) for name, layer in network.layers.items()}
        self._second = {name: np.zeros_like(layer) for name, layer in network.layers.items()}
        self._table_first = np.zeros_like(network.table)
        self._table_second = np.zeros_like(network.table)
        self._steps = 0

    def step(self, changes: Layers, rows: Places, row_changes: Floats, rate: float) -> None:
        self._steps += 1
        evened = np.sqrt(1 - SECOND**self._steps) / (1 - FIRST**self._steps)
        for name, change in changes.items():
            first, second, layer = self._first[name], self._second[name], self._network.layers[name]
            first += np.float32(1 - FIRST) * (change - first)
            second += np.float32(1 - SECOND) * (change * change - second)
            layer *= np.float32(1 - rate * DECAY)
            layer -= np.float32(rate * evened) * first / (np.sqrt(second) + np.float32(TINY))
        first = self._table_first[rows]
        first += np.float32(1 - FIRST) * (row_changes - first)
        second = self._table_second[rows]
        second += np.float32(1 - SECOND) * (row_changes * row_changes - second)
        self._table_first[rows], self._table_second[rows] = first, second
        step = np.float32(2 * rate * evened) * first / (np.sqrt(second) + np.float32(TINY))
        self._network.table[rows] -= step


def learn(
    network: Network,
    pieces: Pieces,
    comments: Sequence[Words],
    judged: Floats,
    weights: Floats,
    sources: Places,
    *,
    epochs: int,
    respell: Respell,
    random: np.random.Generator,
    say: Callable[[str], None],
) -> None:
    """Change the network. Judgements that nobody made weigh nothing."""
    adam = Adam(network)
    lengths = np.array([len(each) for each in comments])
    steps, done = epochs * -(-len(comments) // BATCH), 0
    truth = np.maximum(judged, 0)
    for epoch in range(epochs):
        total = 0.0
        for chosen in batches_of_like_length(lengths, random):
            some = [_thinned(respell(comments[number], random), random) for number in chosen]
            batch = pieces.lay_out(some, random, DROP_PIECES)
            loss, changes, rows = network.learn(
                batch, sources[chosen], truth[chosen], weights[chosen], random
            )
            adam.step(changes, batch.rows, rows, RATE * (1 - done / steps))
            total += loss * len(chosen)
            done += 1
        say(f"network, epoch {epoch + 1}: loss {total / len(comments):.4f}")


def logits_of(network: Network, pieces: Pieces, comments: Sequence[Words]) -> Floats:
    order = np.argsort([len(each) for each in comments], kind="stable")
    found = np.zeros((len(comments), network.layers["output_bias"].size), np.float32)
    for begin in range(0, len(order), 2 * BATCH):
        chosen = order[begin : begin + 2 * BATCH]
        found[chosen] = network.logits(pieces.lay_out([comments[number] for number in chosen]))
    return found


def _thinned(words: Words, random: np.random.Generator) -> Words:
    return words[random.random(len(words)) >= DROP_WORDS] if len(words) > 3 else words
