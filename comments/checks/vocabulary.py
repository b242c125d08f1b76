"""Which words a model knows, and which of those it looks for behind a spelling that it does not know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from zlib import crc32

VOWELS = str.maketrans("", "", "aeiou")
SHORTEST = 3
SHORTEST_SWAPPED = 4
LONGEST = 16


class Vocabulary:
    """Known words are left alone; an unknown one may be a sought word, its letters hidden or swapped."""

    def __init__(self, known: Iterable[int] = (), sought: Sequence[str] = ()) -> None:
        self._known = frozenset(known)
        self.sought = frozenset(sought)
        self._keys: dict[str, str] = {}
        self._by_frame: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sought:  # the gravest first
            if not SHORTEST <= len(word) <= LONGEST:
                continue
            self._by_frame[word[0], len(word)].append(word)
            if len(word) >= SHORTEST_SWAPPED:
                self._keys.setdefault(_shuffled(word), word)
                without = word[0] + word[1:].translate(VOWELS)
                if len(without) >= SHORTEST:
                    self._keys.setdefault(without, word)

    def meant(self, whole: str, bare: str) -> str:
        """The sought word that an unknown spelling stands for; empty when there is none."""
        if not self._by_frame or not bare or len(bare) > LONGEST:
            return ""
        if not bare.isalpha() and bare[0].isalpha() and len(bare) >= SHORTEST:
            hidden = self._unhide(bare)
            if hidden:
                return hidden
        if len(whole) < SHORTEST or number_of(whole) in self._known:
            return ""
        return self._keys.get(whole) or self._keys.get(_shuffled(whole), "")

    def _unhide(self, bare: str) -> str:
        """Each sign that is no letter hides one; at least two letters must be left to tell by."""
        seen = [(place, letter) for place, letter in enumerate(bare) if letter.isalpha()]
        if len(seen) < 2:
            return ""
        for word in self._by_frame.get((bare[0], len(bare)), ()):
            if all(word[place] == letter for place, letter in seen):
                return word
        return ""


def number_of(word: str) -> int:
    return crc32(word.encode())


def _shuffled(word: str) -> str:
    """The same for all words that differ only in the order of their inner letters."""
    return f"{word[0]}~{''.join(sorted(word[1:-1]))}~{word[-1]}"
