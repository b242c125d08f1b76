"""What the contextual model learns from: the English collections that may ship, and sentences of our own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from comments.checks.folding import fold
from comments.checks.wordpieces import WordPieces
from comments.training.counterexamples import examples
from comments.training.labelled import RECIPES, TRAIN, UNJUDGED, Labelled, read_collection
from comments.training.sentences.english import SENTENCES

LANGUAGE = "en"
OWN = "own"
RECIPE = RECIPES[LANGUAGE]
# Of the largest only so many, so that it takes half an hour on one core.
MOST = {"jigsaw_bin": 12_000, "davidson": 5_000, "edos": 8_000}
OWN_SENTENCES = 8_000
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def comments_of(folder: Path, part: str, *, seed: int) -> list[Labelled]:
    """The comments of one part of the split; to train on, with our own sentences among them."""
    random = Random(seed)
    found: list[Labelled] = []
    for source in RECIPE.sources:
        rows = [row for row in read_collection(folder, source, RECIPE) if row.part == part]
        random.shuffle(rows)
        found.extend(rows[: MOST.get(source)] if part == TRAIN else rows)
    if part == TRAIN:
        for example in examples(SENTENCES, seed=seed, how_many=OWN_SENTENCES):
            judged = tuple(example.judged.get(label, UNJUDGED) for label in RECIPE.labels)
            found.append(Labelled(example.text, judged, OWN, part, 0.6))
    return found


def kept_pieces(vocabulary: Sequence[str]) -> list[int]:
    """The numbers of the pieces that folded English is made of; the rest of the base's table is left out."""
    return [
        number
        for number, piece in enumerate(vocabulary)
        if piece in SPECIAL or (piece.isascii() and not piece.startswith("[") and piece.lower() == piece)
    ]


def numbers(pieces: WordPieces, text: str, *, most: int) -> list[int]:
    found = pieces.read(fold(text).letters, most=most - 2)
    return [pieces.begin, *(piece.number for piece in found), pieces.end]
