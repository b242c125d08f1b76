"""How a word is written so that a list will not find it, though a reader still reads it.

These are spellings of letters alone; signs and figures for letters are in `disguises`. What is an honest word
or a name besides is no respelling: `lexicons/honest_words.txt` holds those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from comments.checks.lexicon import LISTS, plain_words

VOWEL = re.compile("[aeiou]")
VOWELS = "aeiou"
# Letters that sound alike, or nearly, and are typed for one another.
SOUNDS = (
    ("ck", "k"),
    ("ck", "kk"),
    ("ck", "cc"),
    ("ck", "q"),
    ("c", "k"),
    ("f", "ph"),
    ("s", "z"),
    ("ss", "zz"),
    ("i", "y"),
    ("y", "ie"),
    ("u", "oo"),
    ("er", "a"),
    ("er", "ah"),
    ("ot", "it"),
    ("u", "v"),
    ("er", "or"),
)
SHORTEST = 4  # of a word that is looked for without its vowels, or with two letters exchanged
FEWEST_LETTERS = 3
FEWEST_CONSONANTS = 3


@cache
def honest_words() -> frozenset[str]:
    return plain_words(LISTS / "honest_words.txt")


def respellings(form: str, *, grave: bool) -> Iterator[str]:
    """Other spellings of an English word; fewer of one that is not grave."""
    if len(form) < SHORTEST:
        return
    least = FEWEST_LETTERS if grave and len(form) <= SHORTEST + 1 else FEWEST_LETTERS + 1
    yield from (bare for bare in without_vowels(form) if len(bare) >= least)
    yield from swapped(form, edges=grave)
    yield from doubled(form)
    if grave:
        yield from by_sound(form)
        yield from undoubled(form)


def without_vowels(form: str) -> Iterator[str]:
    """Without its vowels, or without some of them when enough is left to know it by."""
    places = [found.start() for found in VOWEL.finditer(form)]
    inner = [place for place in places if place]
    for dropped in {tuple(places), tuple(inner)} - {()}:
        bare = _without(form, dropped)
        if sum(letter not in VOWELS for letter in bare) >= FEWEST_CONSONANTS:
            yield bare
    for count in range(1, len(inner) + 1):
        for some in combinations(inner, count):
            if len(form) - count > FEWEST_LETTERS:
                yield _without(form, some)


def swapped(form: str, *, edges: bool) -> Iterator[str]:
    """With two neighbouring letters exchanged, as in "bicth"; the ends are what the eye reads first."""
    first, last = (0, len(form) - 1) if edges and len(form) > SHORTEST else (1, len(form) - 2)
    if len(form) == SHORTEST and not edges:
        return
    for place in range(first, last):
        if form[place] != form[place + 1]:
            yield form[:place] + form[place + 1] + form[place] + form[place + 2 :]


def doubled(form: str) -> Iterator[str]:
    """With one letter typed twice; what is drawn out further is read in `disguises`."""
    for place, letter in enumerate(form):
        if letter != form[place - 1 : place]:
            yield form[:place] + letter + form[place:]


def undoubled(form: str) -> Iterator[str]:
    """With one letter where there are two."""
    for place in range(1, len(form)):
        if form[place] == form[place - 1] and len(form) > SHORTEST:
            yield form[:place] + form[place + 1 :]


def by_sound(form: str) -> Iterator[str]:
    """With letters that sound alike put for one another, as in "phuck"."""
    for letters, others in SOUNDS:
        for place in range(len(form)):
            if form.startswith(letters, place):
                yield form[:place] + others + form[place + len(letters) :]


def _without(form: str, places: tuple[int, ...]) -> str:
    return "".join(letter for place, letter in enumerate(form) if place not in places)
