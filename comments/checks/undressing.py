"""Reads a text as if its disguised words had been written plainly, for those who look for turns of phrase."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from comments.checks.disguises import Disguise, covers, disguises, skeleton
from comments.checks.folding import Folded

SHORTEST = 3
SHORTEST_MASKED = 4
FEWEST_LETTERS = 3  # written apart, to be one word
APART = re.compile(rf"(?: [^\W\d_]){{{FEWEST_LETTERS}}} ")


@dataclass(frozen=True, slots=True)
class Undressed:
    """A text with its words written plainly, and which words of the original each of them was."""

    folded: Folded
    origins: tuple[tuple[int, int], ...]


class Undresser:
    """Knows some words, and reads them in any dress."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if word.isalpha() and len(word) >= SHORTEST)
        self._masked: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        self._skeletons: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            self._skeletons[skeleton(word)].append(word)
            if len(word) >= SHORTEST_MASKED:
                self._masked[word[0], word[-1], len(word)].append(word)

    def undress(self, folded: Folded) -> Undressed | None:
        """None when there is nothing to undress."""
        plain = dict(self._spaced(folded))
        for disguise in disguises(folded):
            if word := self._meant(disguise):
                plain.setdefault(*_placed(folded, disguise, word))
        return _rewritten(folded, plain) if plain else None

    def _meant(self, disguise: Disguise) -> str:
        for spelling in disguise.spellings:
            if spelling in self._words:
                return spelling
        if disguise.skeleton:
            for word in self._skeletons.get(disguise.skeleton, ()):
                if covers(disguise.written, word):
                    return word
        masked = disguise.masked
        if masked:
            for word in self._masked.get((masked[0], masked[-1], len(masked)), ()):
                if all(sign in ("*", letter) for sign, letter in zip(masked, word, strict=True)):
                    return word
        return ""

    def _spaced(self, folded: Folded) -> Iterator[tuple[int, tuple[int, str]]]:
        """Words of which every letter stands alone: "k i l l"."""
        if not APART.search(folded.line):
            return
        words = folded.words
        begin = 0
        while begin < len(words):
            end = begin
            while end < len(words) and len(words[end]) == 1 and words[end].isalpha():
                end += 1
            # The letters before may be words of their own: "I k i l l".
            for first in range(begin, min(begin + 2, end - FEWEST_LETTERS + 1)):
                if (word := "".join(words[first:end])) in self._words:
                    yield first, (end - 1, word)
            begin = end + 1


def _placed(folded: Folded, disguise: Disguise, word: str) -> tuple[int, tuple[int, str]]:
    first, last = folded.words_between(disguise.start, disguise.end)
    return first, (last, word)


def _rewritten(folded: Folded, plain: dict[int, tuple[int, str]]) -> Undressed:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    origins: list[tuple[int, int]] = []
    number = 0
    while number < len(folded.words):
        last, word = plain.get(number, (number, folded.words[number]))
        words.append(word)
        spans.append((folded.spans[number][0], folded.spans[last][1]))
        origins.append((number, last))
        number = last + 1
    return Undressed(replace(folded, words=tuple(words), spans=tuple(spans)), tuple(origins))
