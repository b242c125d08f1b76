"""Labelled comments on disk, which of them a model may learn from, and how they are split."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from comments.training.counterexamples import Sentences, examples
from comments.training.sentences import arabic, english, turkish

MENTION = re.compile(r"RT @\w+:?|@\w+")
UNJUDGED = -1
TRAIN, DEVELOP, TEST = "train", "develop", "test"
OWN = "our own sentences"


class CannotLearn(ValueError):
    """What was given is not enough to learn from, or not what it should be; says why."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a language's model learns from: collections with their weight, and the labels it gives."""

    labels: tuple[str, ...]
    sources: dict[str, float]
    credits: tuple[str, ...]
    implied: tuple[str, ...] = ()  # labels that nobody judged; a comment that is not toxic is none of them
    ignored: frozenset[tuple[str, str]] = frozenset()  # (source, label) judged by another rule than ours
    sentences: Sentences | None = None  # of our own
    how_many: int = 0
    script: str = "Latin"
    bits: int = 16  # of the network's table of word pieces
    width: int = 32
    filters: int = 64

    def with_more(self, sources: Sequence[str]) -> Recipe:
        """The recipe with collections of one's own."""
        return replace(self, sources={**self.sources, **dict.fromkeys(sources, 1.0)})


RECIPES = {
    "en": Recipe(
        labels=("toxicity", "insult", "profanity", "identity", "threat"),
        sources={"civil": 1.0, "jigsaw_ml": 1.0, "jigsaw_bin": 0.8, "davidson": 0.5, "edos": 0.5},
        credits=(
            "Civil Comments (CC0)",
            "Wikipedia talk page comments by Jigsaw (labels CC0, text CC BY-SA)",
            "Davidson et al. 2017 (MIT)",
            "EDOS (CC0)",
            OWN,
        ),
        ignored=frozenset({("davidson", "identity")}),
        sentences=english.SENTENCES,
        how_many=14_000,
        bits=17,
        width=48,
        filters=96,
    ),
    "ar": Recipe(
        labels=("toxicity", "profanity", "identity", "threat"),
        sources={"ar_aljazeera": 0.6, "ar_osact4": 1.0, "ar_lhsab": 1.0},
        credits=("comments deleted by Al Jazeera's moderators", "OSACT4", "L-HSAB", OWN),
        implied=("identity", "threat"),
        sentences=arabic.SENTENCES,
        script="Arabic",
        how_many=5_000,
    ),
    "tr": Recipe(
        labels=("toxicity", "identity", "threat"),
        sources={"tr_offenseval": 1.0},
        credits=("OffensEval 2020, Turkish", OWN),
        implied=("identity", "threat"),
        sentences=turkish.SENTENCES,
        how_many=5_000,
    ),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A comment, what people judged of each label (1, 0 or nobody), and where it comes from."""

    text: str
    judged: tuple[int, ...]
    source: str
    part: str
    weight: float = 1.0


def read_all(folder: Path, also: Sequence[Path], recipe: Recipe, seed: int) -> list[Labelled]:
    """All that a model learns from, our own sentences last."""
    more = {path.name.partition(".")[0]: path for path in also}
    rows: list[Labelled] = []
    for source in recipe.sources:
        path = more.get(source)
        rows.extend(read_file(path, source, recipe) if path else read_collection(folder, source, recipe))
    rows.extend(own_sentences(recipe, seed))
    return rows


def read_collection(folder: Path, source: str, recipe: Recipe) -> Iterator[Labelled]:
    return read_file(folder / f"{source}.jsonl.gz", source, recipe)


def read_file(path: Path, source: str, recipe: Recipe) -> Iterator[Labelled]:
    """The rows of a file of JSON lines, plain or gzipped: {"text": "…", "labels": {"toxicity": 1}}."""
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield _labelled(line, f"{path}, line {number}", source, recipe)
    except FileNotFoundError:
        raise CannotLearn(f"{path}: there is no such file.") from None
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise CannotLearn(f"{path}: cannot be read ({error}).") from error


def _labelled(line: str, place: str, source: str, recipe: Recipe) -> Labelled:
    try:
        row = json.loads(line)
        text, labels = row["text"], row["labels"]
        judged = _judged(labels, source, recipe)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CannotLearn(
            f'{place}: must be an object such as {{"text": "…", "labels": {{"toxicity": 1}}}}; '
            "a label is 1, 0 or null."
        ) from None
    if not isinstance(text, str):
        raise CannotLearn(f"{place}: text must be a string.")
    return Labelled(plain(text), judged, source, part_of(text), recipe.sources.get(source, 1.0))


def own_sentences(recipe: Recipe, seed: int) -> Iterator[Labelled]:
    if recipe.sentences is None:
        return
    for example in examples(recipe.sentences, seed=seed, how_many=recipe.how_many):
        judged = tuple(example.judged.get(label, UNJUDGED) for label in recipe.labels)
        # Nothing is measured on sentences that we made to train on.
        part = DEVELOP if part_of(example.text) == DEVELOP else TRAIN
        yield Labelled(example.text, judged, OWN, part)


def _judged(labels: Mapping[str, int | None], source: str, recipe: Recipe) -> tuple[int, ...]:
    def judgement(label: str) -> int:
        judged = labels.get(label)
        if label in recipe.implied and judged is None and labels.get("toxicity") == 0:
            return 0
        if judged is None or (source, label) in recipe.ignored:
            return UNJUDGED
        if judged not in (0, 1):
            raise ValueError(label)
        return int(judged)

    return tuple(map(judgement, recipe.labels))


def part_of(text: str) -> str:
    """Two tenths to test, one to develop, the rest to train; the same wherever a text turns up again."""
    number = int(hashlib.sha256(f"s1{text}".encode("utf-8", "replace")).hexdigest()[:8], 16) % 10
    return TEST if number < 2 else DEVELOP if number == 2 else TRAIN


def plain(text: str) -> str:
    """Without what only tweets have, which would tell the source and not the tone."""
    return html.unescape(MENTION.sub(" ", text))
