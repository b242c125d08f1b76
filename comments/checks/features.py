"""What the learned check sees of a text: hashed pieces of its words, and pairs of neighbouring words.

A word that looks dressed up is read in more than one way at once: "sh1t" as it stands and as "shit", "id-iot"
in two pieces and whole, "fuuuck" without its drawl. No reading replaces another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from comments.checks.folding import Folded
from comments.checks.groups import GROUPS
from comments.checks.vocabulary import Vocabulary

Numbers = NDArray[np.uint32]

CHUNK = re.compile(r"\S+")
LINK = re.compile(r"(?:https?:|www\.)\S+")
PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
EDGE = re.compile(r"^[\W_]+|[\W_]+$")
STRETCH = re.compile(r"(.)\1\1+")
SPELT_OUT = re.compile(r"(?<!\S)[^\W_](?:[\s.*_-][^\W_]){2,}(?!\S)")
LEET = str.maketrans("0134578@$!|+€£¢", "oieastbasiiteec")
STARS = str.maketrans("#%_•●■█-+", "*********")
DRESSED = re.compile(r"[0-9@$!|+€£¢*#%_•●■█.\-]")
SIZES = (2, 3, 4, 5)
BITS = 20  # of a hash; a model keeps as many of the lower ones as its tables are long
LONGEST = 24
GROUP = "@group"
MOST_CHUNKS = 700  # 3,000 characters of one-letter words say no more than their beginning


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a folded text's letters that is read as one word."""

    written: str
    start: int
    end: int


def tokens(folded: Folded) -> list[Token]:
    """The chunks between spaces, and letters that were spelt out one by one as one chunk."""
    letters = folded.letters
    found: list[Token] = []
    position = 0
    for spelt in SPELT_OUT.finditer(letters):
        found.extend(_chunks(letters, position, spelt.start()))
        found.append(Token("".join(filter(str.isalnum, spelt[0])), *spelt.span()))
        position = spelt.end()
    found.extend(_chunks(letters, position, len(letters)))
    return found[:MOST_CHUNKS]


def _chunks(letters: str, start: int, end: int) -> Iterator[Token]:
    for chunk in CHUNK.finditer(letters, start, end):
        yield Token(chunk[0], *chunk.span())


def numbers_of_word(written: str, vocabulary: Vocabulary, bits: int = BITS) -> tuple[Numbers, str]:
    """The hashed pieces of every reading of a chunk, and the word by which its neighbours know it."""
    whole, readings = read(written)
    if whole in GROUPS:
        return np.array([crc32(b"w " + GROUP.encode()) & ((1 << bits) - 1)], np.uint32), GROUP
    meant = vocabulary.meant(whole, EDGE.sub("", written))
    if meant:
        whole, readings = meant, [*readings, meant]
    found = set()
    mask = (1 << bits) - 1
    for reading in dict.fromkeys(readings):
        found.add(crc32(f"w {reading}".encode()) & mask)
        padded = f"<{reading[:LONGEST]}>"
        for size in SIZES:
            for begin in range(len(padded) - size + 1):
                found.add(crc32(padded[begin : begin + size].encode()) & mask)
    return np.fromiter(sorted(found), np.uint32, len(found)), whole


def undressed(written: str, vocabulary: Vocabulary) -> str:
    """The sought word that a chunk hides, else the chunk as it is written."""
    whole, _ = read(written)
    bare = EDGE.sub("", written)
    if bare in vocabulary.sought or "'" in bare:  # "he'll" hides nothing
        return written
    for reading in (vocabulary.meant(whole, bare), whole, *_undressings(written)):
        if reading in vocabulary.sought:
            return reading
    return written


def _undressings(written: str) -> Iterator[str]:
    """A sign at the edge may be a letter, one that looks like two letters either, and a drawl a double."""
    for signs in (LEET, LEET | {ord("1"): "l", ord("!"): "l", ord("|"): "l"}):
        letters = "".join(filter(str.isalpha, written.translate(signs)))
        yield from (letters, STRETCH.sub(r"\1\1", letters), STRETCH.sub(r"\1", letters))


def is_group(token: Token) -> bool:
    return read(token.written)[0] in GROUPS


def read(written: str) -> tuple[str, Sequence[str]]:
    """The word a chunk stands for, and all its readings."""
    if written.isalpha():
        return _undrawn(written)
    if LINK.match(written):
        return "://", ["://"]
    bare = EDGE.sub("", written)
    if bare.isalpha():
        return _undrawn(bare)
    if not any(letter.isalpha() for letter in bare):
        return ("0", ["0"]) if bare else (".", [])
    return _dressed(bare, written)


def _undrawn(word: str) -> tuple[str, Sequence[str]]:
    if STRETCH.search(word):
        short = STRETCH.sub(r"\1", word)
        return short, list(dict.fromkeys((short, STRETCH.sub(r"\1\1", word))))
    return word, [word]


def _dressed(bare: str, written: str) -> tuple[str, Sequence[str]]:
    pieces = PIECE.findall(bare)
    readings = [reading for piece in pieces for reading in _undrawn(piece)[1]]
    whole = pieces[0] if len(pieces) == 1 else "".join(pieces)
    if len(pieces) > 1 or DRESSED.search(bare):
        readings.append(whole)
        readings.append(bare.translate(STARS))
        opened = written.lstrip(".,;:?\"'([{<").rstrip(".,;:?!\"')]}>-*")
        undressed = "".join(filter(str.isalpha, opened.translate(LEET)))
        readings.extend(_undrawn(undressed)[1])
        whole = undressed if len(pieces) == 1 or len(pieces[0]) < 3 else whole
    return whole, list(dict.fromkeys(reading for reading in readings if reading))
