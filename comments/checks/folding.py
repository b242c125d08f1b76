"""One folding of a text, shared by all checks: words to compare, and the way back to the reader's own text.

Folding is for matching only. What a finding marks is always a slice of the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from comments.checks.letters import Letters

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?;…؟؛۔\n\r]+")
END = "."  # stands for whatever ends a sentence
LETTERS = Letters()
# No Arabic or Kurdish word has a letter three times in a row.
DRAWN_OUT = re.compile("([\u0621-\u06d3])\\1{2,}")


@dataclass(frozen=True, eq=False)
class Folded:
    """A text as a row of folded words, each of which knows where it stands in the original."""

    text: str
    letters: str  # folded, with everything that is not a word still in place
    starts: Sequence[int]  # of each folded letter, where it begins in the text
    ends: Sequence[int]  # and where it ends, its combining marks included
    words: tuple[str, ...]  # a sentence's end counts as a word
    spans: tuple[tuple[int, int], ...]  # of each word, in `letters`

    @cached_property
    def line(self) -> str:
        """All words with one space around each, to be searched."""
        return f" {' '.join(self.words)} "

    @cached_property
    def offsets(self) -> list[int]:
        """Where each word begins in `line`."""
        offsets, position = [], 1
        for word in self.words:
            offsets.append(position)
            position += len(word) + 1
        return offsets

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def stops(self) -> list[int]:
        """The numbers of the words that end a sentence."""
        return [number for number, word in enumerate(self.words) if word == END]

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """How each word begins, to tell which turns of phrase with open endings are worth trying."""
        return frozenset(map(beginning, self.words)).union(f"{word[:2]}*" for word in self.words)

    def word_at(self, position: int) -> int:
        """The number of the word at a position of `line`."""
        return bisect_right(self.offsets, position) - 1

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last word that share a letter with a span of `letters`."""
        first = bisect_right(self.spans, (start, len(self.letters) + 1)) - 1
        if first < 0 or self.spans[first][1] <= start:
            first += 1
        last = bisect_left(self.spans, (end, 0)) - 1
        return first, max(first, last)

    def slice_of_line(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of a span of `line` that begins and ends inside words."""
        first, last = self.word_at(start), self.word_at(end - 1)
        return self.slice_of_letters(
            self.spans[first][0] + start - self.offsets[first],
            self.spans[last][0] + end - self.offsets[last],
        )

    def slice_of_letters(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]

    def slice_of_words(self, first: int, last: int) -> tuple[int, int]:
        return self.slice_of_letters(self.spans[first][0], self.spans[last][1])


def beginning(word: str) -> str:
    return f"{word[:3]}*"


# A submission meets seven checks, one after the other: few texts need remembering, and none for long.
@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    letters, starts, ends = _fold_letters(text)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for found in WORD.finditer(letters):
        word = found[0]
        start, end = found.span()
        if not word[0].isalnum():
            if _joins(text, letters, starts, start, end):
                continue
            word = END
        words.append(word)
        spans.append((start, end))
    return Folded(text, letters, starts, ends, tuple(words), tuple(spans))


def fold_phrase(phrase: str) -> str:
    """A word or phrase of a list, folded as readers' words are."""
    return " ".join(fold.__wrapped__(phrase).words)


def _fold_letters(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    if text.isascii():
        return text.replace("`", "'").lower(), range(len(text)), range(1, len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, letter in enumerate(text):
        piece = LETTERS[letter]
        if piece:
            pieces.append(piece)
            for _ in piece:
                starts.append(index)
                ends.append(index + 1)
        elif ends and ends[-1] == index and unicodedata.combining(letter):
            # The mark belongs to the letter before it, all the folded letters that came of it included.
            begin = starts[-1]
            for back in range(len(ends) - 1, -1, -1):
                if starts[back] != begin:
                    break
                ends[back] = index + 1
    folded = "".join(pieces)
    return _drawn_in(folded, starts, ends) if DRAWN_OUT.search(folded) else (folded, starts, ends)


def _drawn_in(folded: str, starts: list[int], ends: list[int]) -> tuple[str, Sequence[int], Sequence[int]]:
    """One letter for each run of them, which stands where the run does."""
    kept: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    place = 0
    while place < len(folded):
        run = DRAWN_OUT.match(folded, place)
        stop = run.end() if run else place + 1
        kept.append(folded[place])
        new_starts.append(starts[place])
        new_ends.append(ends[stop - 1])
        place = stop
    return "".join(kept), new_starts, new_ends


def _joins(text: str, letters: str, starts: Sequence[int], start: int, end: int) -> bool:
    """Whether a stop stands inside a word, as in "s.h.i.t" or "example.com", and ends no sentence."""
    if end >= len(letters) or start == 0:
        return False
    return letters[start - 1].isalnum() and letters[end].isalnum() and not text[starts[end]].isupper()
