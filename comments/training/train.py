"""Trains one language's model from labelled comments and writes its file. Needs scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from comments.checks.features import Numbers
from comments.checks.model_file import write_model
from comments.checks.vocabulary import Vocabulary
from comments.training import linear
from comments.training.batches import Floats, Pieces
from comments.training.calibrate import BASE_RATE, calibrate, to_bytes
from comments.training.corpus import Corpus
from comments.training.dressing import respeller, score_words, variants_of, vocabulary_of, worst_words
from comments.training.grades import grades_of
from comments.training.labelled import DEVELOP, TRAIN, UNJUDGED, CannotLearn, Labelled, Recipe
from comments.training.learning import Respell, learn, logits_of
from comments.training.network import Network

EPOCHS = 3
RESPELT_COPIES = 25_000
LABEL_WEIGHTS = {"toxicity": 1.0, "insult": 0.7, "profanity": 0.5, "identity": 0.7, "threat": 0.6}
Say = Callable[[str], None]


def train(language: str, recipe: Recipe, rows: Sequence[Labelled], path: Path, *, seed: int, say: Say) -> str:
    """Write the language's model; its version is returned. The same rows and seed give the same file."""
    _verify(recipe, rows)
    # Sums in another order are other sums: with one thread they are always the same.
    with threadpool_limits(1):
        about, arrays = _trained(language, recipe, rows, seed, say)
    return write_model(path, about, arrays)


def _verify(recipe: Recipe, rows: Sequence[Labelled]) -> None:
    """Refuse what cannot be learned from before any time is spent on it."""
    for part in (TRAIN, DEVELOP):
        for column, label in enumerate(recipe.labels):
            kinds = {row.judged[column] for row in rows if row.part == part} - {UNJUDGED}
            if len(kinds) < 2:
                raise CannotLearn(
                    f"{label}: there must be comments judged so and comments judged otherwise, "
                    f"both to learn from and to calibrate by; {len(rows)} comments were given."
                )


def _trained(
    language: str, recipe: Recipe, rows: Sequence[Labelled], seed: int, say: Say
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    corpus = Corpus(recipe, rows)
    say(f"{language}: {len(rows)} comments, {len(corpus.words)} words")
    variants = variants_of(corpus, Random(seed))
    scores = score_words(corpus)
    known, sought = vocabulary_of(corpus, scores)
    pieces, names = corpus.read_words(Vocabulary(known, sought))
    worst = worst_words(corpus, scores)
    table = _linear(corpus, pieces, names, worst, respeller(worst, variants, 0.85), seed, say)
    network, bags = _network(corpus, pieces, respeller(worst, variants, 0.3), seed, say)
    readers = (
        linear.rows_of([each.tolist() for each in corpus.comments], pieces, names) @ table,
        logits_of(network, bags, corpus.comments),
    )
    about = {
        "language": language,
        "labels": list(recipe.labels),
        "base_rate": BASE_RATE,
        "sources": list(recipe.credits),
        "seed": seed,
    }
    return about, {
        **_arrays(table, network),
        "calibration": _calibration(corpus, rows, language, *readers),
        "known": np.array(known, np.uint32),
        "sought": np.frombuffer("\n".join(sought).encode(), np.uint8),
    }


def _linear(
    corpus: Corpus,
    pieces: Sequence[Numbers],
    names: Sequence[str],
    worst: NDArray[np.bool_],
    respell: Respell,
    seed: int,
    say: Say,
) -> Floats:
    """One column for each label, learned from the comments and from copies of some in other spellings."""
    random = np.random.default_rng([seed, 1])
    plain = np.flatnonzero(corpus.to_train)
    is_dressed = np.array([worst[corpus.comments[number]].any() for number in plain], bool)
    dressed, others = plain[is_dressed], plain[~is_dressed]
    copies = random.permutation(np.concatenate([dressed, random.permutation(others)[: len(dressed) // 4]]))
    copies = copies[:RESPELT_COPIES]
    comments = [corpus.comments[number].tolist() for number in plain]
    comments.extend(respell(corpus.comments[number], random).tolist() for number in copies)
    rows = linear.rows_of(comments, pieces, names)
    both = np.concatenate([plain, copies])
    weights = np.concatenate([corpus.weights[plain], corpus.weights[copies] * 0.7])
    columns = []
    for label, name in enumerate(corpus.recipe.labels):
        used = (corpus.judged[both, label] != UNJUDGED) & (weights[:, label] > 0)
        judged = corpus.judged[both[used], label]
        columns.append(linear.fit(rows[used], judged, weights[used, label], corpus.sources[both[used]]))
        say(f"linear, {name}: {len(judged)} comments, {int(judged.sum())} of them so")
    return np.stack(columns, axis=1)


def _network(
    corpus: Corpus, pieces: Sequence[Numbers], respell: Respell, seed: int, say: Say
) -> tuple[Network, Pieces]:
    recipe, random = corpus.recipe, np.random.default_rng([seed, 2])
    bags = Pieces(pieces, recipe.bits)
    network = Network(
        bits=recipe.bits,
        width=recipe.width,
        filters=recipe.filters,
        sources=len(corpus.names),
        labels=len(recipe.labels),
        random=random,
    )
    chosen = np.flatnonzero(corpus.to_train)
    by_label = np.array([LABEL_WEIGHTS[label] for label in recipe.labels], np.float32)
    learn(
        network,
        bags,
        [corpus.comments[number] for number in chosen],
        corpus.judged[chosen],
        corpus.weights[chosen] * by_label,
        corpus.sources[chosen],
        epochs=EPOCHS,
        respell=respell,
        random=random,
        say=say,
    )
    return network, bags


def _calibration(
    corpus: Corpus, rows: Sequence[Labelled], language: str, by_pieces: Floats, by_order: Floats
) -> Floats:
    """For each label, how much each reader and the rules count, and the intercept."""
    develop = np.flatnonzero(corpus.to_develop)
    grades = grades_of([rows[number].text for number in develop.tolist()], language, corpus.recipe.labels)
    return np.stack(
        [
            calibrate(
                (by_pieces[develop, label], by_order[develop, label], grades[:, label]),
                corpus.judged[develop, label],
                corpus.sources[develop],
                corpus.weight[develop],
            )
            for label in range(len(corpus.recipe.labels))
        ]
    )


def _arrays(table: Floats, network: Network) -> Mapping[str, NDArray[Any]]:
    linear_bytes, linear_step = to_bytes(table, keep=0.99995)
    piece_bytes, piece_step = to_bytes(network.table, keep=0.9999)
    layers = {name: layer.astype(np.float16) for name, layer in network.layers.items()}
    del layers["source_bias"]
    return {
        "linear": linear_bytes,
        "linear_scale": linear_step,
        "pieces": piece_bytes,
        "pieces_scale": piece_step,
        **layers,
    }
