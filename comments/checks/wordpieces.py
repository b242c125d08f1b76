"""A word as the pieces that an encoder knows, the longest first (Wu et al. 2016, arXiv:1609.08144)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CHUNK = re.compile(r"[^\W_]+|[^\s]")
BEGIN, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
FURTHER = "##"  # a piece that goes on with a word
LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece, and where it stands in the letters that were read."""

    number: int
    start: int
    end: int


class WordPieces:
    """The pieces an encoder was trained with, in the order of its table."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.begin, self.end, self.unknown = (self._numbers[piece] for piece in (BEGIN, END, UNKNOWN))

    def read(self, letters: str, *, most: int) -> list[Piece]:
        """The first pieces of folded letters, at most so many."""
        found: list[Piece] = []
        for chunk in CHUNK.finditer(letters):
            found.extend(self._pieces(chunk[0], chunk.start()))
            if len(found) >= most:
                break
        return found[:most]

    def _pieces(self, word: str, offset: int) -> Iterator[Piece]:
        pieces, position = [], 0
        while position < len(word):
            end = self._longest(word, position) if len(word) <= LONGEST_WORD else position
            if end == position:
                # A word is known as a whole or not at all.
                yield Piece(self.unknown, offset, offset + len(word))
                return
            written = word[position:end] if position == 0 else FURTHER + word[position:end]
            pieces.append(Piece(self._numbers[written], offset + position, offset + end))
            position = end
        yield from pieces

    def _longest(self, word: str, begin: int) -> int:
        before = FURTHER if begin else ""
        for end in range(len(word), begin, -1):
            if before + word[begin:end] in self._numbers:
                return end
        return begin
