"""Words dressed up to slip past a list: figures for letters, letters drawn out, letters starred out.

Only words that look dressed up are tried, and only against words of a list; nothing is ever rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from comments.checks.cues import short_words
from comments.checks.folding import Folded

# better-profanity's map, and the signs it lacks.
LEET = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "g",
    "7": "t",
    "8": "b",
    "9": "g",
    "2": "z",
    "@": "ao",
    "$": "s",
    "!": "il",
    "|": "il",
    "+": "t",
    "€": "e",
    "£": "l",
    "¢": "c",
    "¡": "i",
    "(": "c",
    "×": "x",
}
STARS = "*#%_-•●■█"
CUE = re.compile(r"[0-9@$!|+€£¢¡×*#%_•●■█-]")
CHUNK = re.compile(r"[^\s\"',.:;?«»“”)\[\]{}<>/\\…&=~^]+")
# Letters with a sign among them and no space, as in "sh.it"; an apostrophe belongs to honest words.
JOINT = re.compile(r"[^\W\d_]{1,20}(?:[^\w\s'-]{1,3}[^\W\d_]{1,20}){1,20}")
NO_LETTERS = re.compile(r"[\W\d_]+")
STRETCH = re.compile(r"([^\W\d_])\1\1")
RUN = re.compile(r"(.)\1+")
CODE = re.compile(r"[a-z]{1,2}\d+")  # of a road or a flight: "a55", "sh17"
APART = re.compile(r"[^*](?:\*[^*]){2,}")  # every letter by itself: the signs hide nothing
MAY_BEGIN = "!*|($#"
MOST_SPELLINGS = 16
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Disguise:
    """A span of a folded text's letters, and how else it can be read."""

    start: int
    end: int
    spellings: tuple[str, ...] = ()
    masked: str = ""  # with "*" for every letter that is hidden
    skeleton: str = ""  # each run of one letter as a single one
    written: str = ""


@lru_cache(maxsize=8)
def disguises(folded: Folded) -> tuple[Disguise, ...]:
    return tuple(_find(folded))


def skeleton(word: str) -> str:
    return RUN.sub(r"\1", word)


def covers(written: str, word: str) -> bool:
    """Whether drawing out letters of `word` gives `written`; both have the same skeleton."""
    return all(len(a[0]) >= len(b[0]) for a, b in zip(_runs(written), _runs(word), strict=True))


def _runs(word: str) -> list[re.Match[str]]:
    return list(re.finditer(r"(.)\1*", word))


def _find(folded: Folded) -> Iterator[Disguise]:
    letters = folded.letters
    yield from _chunks(letters)
    yield from _joints(letters)
    if STRETCH.search(letters):
        for word, (start, end) in zip(folded.words, folded.spans, strict=True):
            if len(word) >= 3 and STRETCH.search(word):
                yield Disguise(start, end, skeleton=skeleton(word), written=word)


def _joints(letters: str) -> Iterator[Disguise]:
    for found in JOINT.finditer(letters):
        parts = NO_LETTERS.split(found[0])
        joined = "".join(parts)
        # "The pen.is mine" is a full stop without its space.
        if 3 < len(joined) <= LONGEST and not short_words().issuperset(parts):
            yield Disguise(found.start(), found.end(), spellings=(joined,))


def _chunks(letters: str) -> Iterator[Disguise]:
    place = 0
    while cue := CUE.search(letters, place):
        begin = max(place, letters.rfind(" ", 0, cue.start()) + 1)
        place = cue.end()
        for found in CHUNK.finditer(letters, begin):
            if found.end() > cue.start():
                yield from _read_chunk(found[0], found.start())
                place = max(place, found.end())
                break


def _read_chunk(chunk: str, start: int) -> Iterator[Disguise]:
    if chunk.isalpha() or chunk.isdigit():
        return
    if CODE.fullmatch(chunk):
        return
    if chunk[0] in MAY_BEGIN and chunk[1:].isalpha():
        yield from _dressed(chunk, start)  # "!diot", "*sshole"
        return
    while chunk and chunk[0] in "!*_-#|(%":
        chunk, start = chunk[1:], start + 1
    while chunk and chunk[-1] in "!_-|(":
        chunk = chunk[:-1]
    if not chunk.isalpha() and not chunk.isdigit():
        yield from _dressed(chunk, start)


def _dressed(chunk: str, start: int) -> Iterator[Disguise]:
    if not 3 <= len(chunk) <= LONGEST:
        return
    end = start + len(chunk)
    if any(sign in STARS for sign in chunk):
        masked = "".join("*" if sign in STARS else sign for sign in chunk)
        if not APART.fullmatch(masked):
            yield Disguise(start, end, masked=masked)
        joined = masked.replace("*", "")
        if joined.isalpha() and len(joined) > 3:
            yield Disguise(start, end, spellings=(joined,))
    elif sum(sign.isalpha() for sign in chunk) * 2 >= len(chunk) - 1:
        yield Disguise(start, end, spellings=_spellings(chunk))


def _spellings(chunk: str) -> tuple[str, ...]:
    choices = [LEET.get(sign, sign) for sign in chunk]
    ways = 1
    for index, choice in enumerate(choices):
        ways *= len(choice)
        if ways > MOST_SPELLINGS:
            choices[index:] = [later[0] for later in choices[index:]]
            break
    return tuple(spelling for spelling in map("".join, product(*choices)) if spelling.isalpha())
