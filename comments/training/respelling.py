"""Words as people dress them up to slip past a filter, to train on and to measure with."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7+", "b": "8", "l": "1"}
LOOKALIKES = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х", "i": "і", "y": "у", "s": "ѕ"}
VOWELS = "aeiou"


def leet(word: str, random: Random) -> str:
    places = [place for place, letter in enumerate(word) if letter.lower() in LEET]
    chosen = set(random.sample(places, min(len(places), random.randint(1, 3)))) if places else set()
    return "".join(
        random.choice(LEET[letter.lower()]) if place in chosen else letter
        for place, letter in enumerate(word)
    )


def spaced(word: str, random: Random) -> str:
    return " ".join(word)


def dotted(word: str, random: Random) -> str:
    return random.choice(".-_*").join(word)


def stretched(word: str, random: Random) -> str:
    place = random.randrange(1, len(word)) if len(word) > 1 else 0
    return word[:place] + word[place] * random.randint(3, 6) + word[place + 1 :]


def starred(word: str, random: Random) -> str:
    if len(word) < 3:
        return word
    vowels = [place for place in range(1, len(word) - 1) if word[place] in VOWELS]
    if random.random() < 0.3 and len(word) > 3:
        return word[0] + random.choice("*#") * (len(word) - 2) + word[-1]
    place = random.choice(vowels or list(range(1, len(word) - 1)))
    return word[:place] + random.choice("***#@%") + word[place + 1 :]


def swapped(word: str, random: Random) -> str:
    if len(word) < 4:
        return word
    place = random.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def without_vowels(word: str, random: Random) -> str:
    short = word[0] + "".join(letter for letter in word[1:] if letter not in VOWELS)
    return short if len(short) > 1 else word


def hyphened(word: str, random: Random) -> str:
    if len(word) < 4:
        return word
    place = random.randrange(2, len(word) - 1)
    return f"{word[:place]}{random.choice('-.-*')}{word[place:]}"


def lookalike(word: str, random: Random) -> str:
    return "".join(LOOKALIKES.get(letter, letter) for letter in word)


RESPELLINGS: dict[str, Callable[[str, Random], str]] = {
    "leet": leet,
    "spaces": spaced,
    "dots": dotted,
    "stretched": stretched,
    "starred": starred,
    "swapped": swapped,
    "vowels dropped": without_vowels,
    "hyphen inside": hyphened,
    "look-alikes": lookalike,
}
