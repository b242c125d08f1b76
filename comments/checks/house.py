"""What a newsroom's own decisions add to the checks: a small layer over their scores, with numpy alone.

Each guideline's log odds are moved by what the scores of all say and by the words of the comment, in any
language. Nothing is moved where nothing was learned, so a guideline keeps the checks' own score until the
newsroom has decided enough under it.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from comments.checks.folding import END, fold

FORMAT = 1
OVERALL = "overall"
ROWS = 1 << 14  # of the table of words; two words that share a row share what is learned of either
BEGINNING = 5  # letters by which inflected forms are one
LEAST = 0.02  # a score of nothing in log odds
MOST_CARRIERS = 3
CARRIES = 0.25  # the share of what the words moved that one must have moved to be shown

# What a stored model must hold, and how many axes each array has.
AXES = {"words": 2, "scores": 2, "bias": 1, "thresholds": 1}
ABOUT = ("format", "heads", "given", "made_for")

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


class BadHouse(ValueError):
    """Stored bytes that are no model, and why."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """What the house makes of a comment: scores by guideline, and the words that raised them most."""

    scores: Mapping[str, float]
    overall: float
    carriers: Mapping[str, Sequence[tuple[int, int]]]  # slices of the reader's own text


class House:
    """Learned from decisions. Built once; the same comment and scores always give the same answer.

    made_for: the versions of what gave the scores that it was trained over. Over others it means nothing.
    """

    def __init__(self, about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        self.about = about
        self.heads: tuple[str, ...] = tuple(about["heads"])
        self.given: tuple[str, ...] = tuple(about["given"])
        self.made_for: Mapping[str, Any] = about["made_for"]
        self._words: Floats = arrays["words"].astype(np.float32)
        self._scores: Floats = arrays["scores"].astype(np.float32)
        self._bias: Floats = arrays["bias"].astype(np.float32)
        self.thresholds = {
            head: float(threshold) for head, threshold in zip(self.heads, arrays["thresholds"], strict=True)
        }

    @property
    def guidelines(self) -> tuple[str, ...]:
        """Those of which it has learned something."""
        return tuple(head for head in self.heads if head != OVERALL)

    @classmethod
    def load(cls, stored: bytes) -> House:
        """Raises BadHouse."""
        about, arrays = _unpacked(stored)
        return cls(about, arrays)

    def read(self, text: str, language: str, scores: Mapping[str, float], overall: float) -> Adapted:
        """`scores` and `overall` as the checks gave them."""
        words = words_of(text, language)
        given = given_of(self.given, scores, overall)
        offsets = np.array([log_odds(overall if h == OVERALL else scores.get(h, 0.0)) for h in self.heads])
        by_words = self._words[words.numbers].sum(axis=0) / words.norm
        moved = offsets + by_words + given @ self._scores + self._bias
        chances = 1 / (1 + np.exp(-np.clip(moved, -30, 30)))
        adapted = {head: round(float(chance), 4) for head, chance in zip(self.heads, chances, strict=True)}
        overall = adapted.pop(OVERALL, overall)
        carriers = {
            head: self._carriers(words, number, float(by_words[number]))
            for number, head in enumerate(self.heads)
            if head != OVERALL and moved[number] > offsets[number]
        }
        return Adapted(adapted, overall, carriers)

    def _carriers(self, words: Words, head: int, moved: float) -> list[tuple[int, int]]:
        """The words that raised a score most, in the order of the text."""
        if moved <= 0 or not len(words.numbers):
            return []
        raised = np.zeros(len(words.spans), np.float32)
        np.add.at(raised, words.owners, self._words[words.numbers, head] / words.norm)
        heaviest = sorted(range(len(raised)), key=lambda number: (-raised[number], number))[:MOST_CARRIERS]
        return [words.spans[number] for number in sorted(heaviest) if raised[number] >= CARRIES * moved]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A comment as rows of the table, each with the word of the text that it is shown by."""

    numbers: Numbers
    owners: Numbers
    spans: Sequence[tuple[int, int]]
    norm: float


def words_of(text: str, language: str) -> Words:
    """Words, beginnings of words and pairs, each once. The same letters in two languages are two words."""
    folded = fold(text)
    places = [number for number, word in enumerate(folded.words) if word != END]
    written = [folded.words[number] for number in places]
    owners: dict[int, int] = {}
    for owner, word in enumerate(written):
        owners.setdefault(_row(f"{language} {word}"), owner)
        owners.setdefault(_row(f"{language} {word[:BEGINNING]}…"), owner)
    for owner, (word, following) in enumerate(pairwise(written)):
        owners.setdefault(_row(f"{language} {word} {following}"), owner)
    return Words(
        numbers=np.fromiter(owners.keys(), np.int64, len(owners)),
        owners=np.fromiter(owners.values(), np.int64, len(owners)),
        spans=[folded.slice_of_words(place, place) for place in places],
        norm=math.sqrt(max(1, len(owners))),
    )


def given_of(names: Sequence[str], scores: Mapping[str, float], overall: float) -> Floats:
    """The checks' scores in log odds, nothing found being nothing."""
    chances = [overall if name == OVERALL else scores.get(name, 0.0) for name in names]
    return np.array([log_odds(chance) - log_odds(0.0) for chance in chances], np.float32)


def log_odds(chance: float) -> float:
    held = min(max(chance, LEAST), 1 - LEAST)
    return math.log(held / (1 - held))


def packed(about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A model as bytes: an .npz archive of plain arrays, one of them JSON that says what it is."""
    described = {**about, "format": FORMAT, "digest": _digest(arrays)}
    text = json.dumps(described, sort_keys=True, ensure_ascii=False).encode()
    stored: dict[str, Any] = {"about": np.frombuffer(text, np.uint8), **arrays}
    file = io.BytesIO()
    np.savez_compressed(file, **stored)
    return file.getvalue()


def _unpacked(stored: bytes) -> tuple[Mapping[str, Any], Mapping[str, NDArray[Any]]]:
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        about = json.loads(arrays.pop("about").tobytes())
    # zipfile, zlib, numpy and json each have their own way of saying that bytes are not what they should be.
    except (
        OSError,
        ValueError,
        KeyError,
        EOFError,
        zipfile.BadZipFile,
        NotImplementedError,
        MemoryError,
    ) as error:
        raise BadHouse(f"It is not a model ({type(error).__name__}).") from error
    if not isinstance(about, dict) or any(name not in about for name in ABOUT):
        raise BadHouse("It does not say what it is.")
    if about["format"] != FORMAT:
        raise BadHouse(f"It has format {about['format']}; this version reads format {FORMAT}.")
    if {name: array.ndim for name, array in arrays.items()} != AXES:
        raise BadHouse("It does not hold the arrays of a model.")
    if about.get("digest") != _digest(arrays):
        raise BadHouse("It was damaged or altered after it was written.")
    heads = len(about["heads"])
    shapes = {"words": (ROWS, heads), "scores": (len(about["given"]), heads), "bias": (heads,)}
    if any(arrays[name].shape != shape for name, shape in shapes.items()):
        raise BadHouse("Its arrays do not fit what it says of itself.")
    return about, arrays


def _digest(arrays: Mapping[str, NDArray[Any]]) -> str:
    total = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        total.update(f"{name} {array.dtype.str} {array.shape}".encode())
        total.update(array.tobytes())
    return total.hexdigest()


def _row(name: str) -> int:
    # Half of a surrogate pair is folded away before it comes here.
    return crc32(name.encode()) & (ROWS - 1)
