"""The ways people dress words up to slip past a filter, to measure what each of them costs.

Written apart from those that a model is trained with: it must not be measured by what it has practised.
A word is always dressed up in the same way, so that two measurements can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from random import Random

LETTERS = re.compile(r"[^\W\d_]{3,}")
LEET = {
    "a": "4@",
    "b": "8",
    "e": "3",
    "g": "9",
    "i": "1!",
    "l": "1|",
    "o": "0",
    "s": "5$",
    "t": "7+",
    "z": "2",
}
# Cyrillic, Greek and Armenian letters that look like Latin ones, and Persian ones that look like Arabic ones.
LOOKALIKES = str.maketrans("aceiopsuxyhkбيكه", "аϲеіоρѕսхуһкбیکہ")
VOWELS = "aeiouyâêîöüıİ"
MARKS = "\u0301\u0308\u0302\u0300"
HARAKAT = "\u064b\u064e\u064f\u0650\u0651"
UNSEEN = "\u200b\u200d\u2060\u00ad"

Respelling = Callable[[str, Random], str]


def leet(word: str, random: Random) -> str:
    places = [place for place, letter in enumerate(word) if letter.lower() in LEET]
    chosen = set(random.sample(places, (len(places) + 1) // 2))
    return "".join(
        random.choice(LEET[letter.lower()]) if place in chosen else letter
        for place, letter in enumerate(word)
    )


def spaced(word: str, random: Random) -> str:
    return " ".join(word)


def dotted(word: str, random: Random) -> str:
    return ".".join(word)


def stretched(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return word[: place + 1] + word[place] * random.randint(2, 6) + word[place + 1 :]


def starred(word: str, random: Random) -> str:
    inner = range(1, len(word) - 1)
    vowels = [place for place in inner if word[place].lower() in VOWELS]
    place = random.choice(vowels or list(inner))
    return f"{word[:place]}*{word[place + 1 :]}"


def swapped(word: str, random: Random) -> str:
    places = [place for place in range(1, len(word) - 2) if word[place] != word[place + 1]]
    if not places:
        return word
    place = random.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def without_vowels(word: str, random: Random) -> str:
    short = word[0] + "".join(letter for letter in word[1:] if letter.lower() not in VOWELS)
    return short if len(short) > 2 else word


def hyphened(word: str, random: Random) -> str:
    place = random.randrange(1, len(word) - 1)
    return f"{word[: place + 1]}-{word[place + 1 :]}"


def lookalike(word: str, random: Random) -> str:
    return word.translate(LOOKALIKES)


def zero_width(word: str, random: Random) -> str:
    return random.choice(UNSEEN).join(word)


def full_width(word: str, random: Random) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() else letter for letter in word)


def accented(word: str, random: Random) -> str:
    """With a mark on every letter that is not at the end: Latin and Arabic ones have their own."""
    marks = MARKS if word[0] < "\u0600" else HARAKAT
    return (
        unicodedata.normalize("NFC", "".join(letter + random.choice(marks) for letter in word[:-1]))
        + word[-1]
    )


RESPELLINGS: dict[str, Respelling] = {
    "leet": leet,
    "spaces": spaced,
    "dots": dotted,
    "stretched": stretched,
    "starred": starred,
    "swapped": swapped,
    "vowels dropped": without_vowels,
    "hyphen": hyphened,
    "look-alikes": lookalike,
    "zero-width": zero_width,
    "full-width": full_width,
    "accents": accented,
}


def respell(text: str, spans: Iterable[tuple[int, int]], respelling: Respelling) -> str:
    """The text with every word inside the spans dressed up, and all else as it was."""
    pieces: list[str] = []
    end = 0
    for start, stop in _apart(spans):
        pieces += text[end:start], LETTERS.sub(lambda found: _dressed(found[0], respelling), text[start:stop])
        end = stop
    return "".join([*pieces, text[end:]])


def _dressed(word: str, respelling: Respelling) -> str:
    # Seeded by the word: the generator is for variety, and nothing is kept secret.
    return respelling(word, Random(word))  # noqa: S311


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, and those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((start, stop))
    return joined
