"""Names to sign with, compared: whether one could be taken for another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from comments.checks.folding import fold_phrase
from comments.conf import setting
from comments.naming import name_of
from comments.text import MAX_NAME_LENGTH

KEY_LENGTH = 200
# What the eye takes for one another in a name, after the folding of words has put letters of other scripts,
# marks and case aside. A word of a comment must not be read so: there "1" is a one.
SEEN_ALIKE = str.maketrans({"l": "i", "1": "i", "0": "o", "5": "s"})
DRAWN_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"))
# How bylines put several people on one line.
BETWEEN_PEOPLE = re.compile(r"\s*[,;/&|،؛]\s*|\s+(?:and|ve|û|و)\s+", re.IGNORECASE)


def name_key(name: str) -> str:
    """What names share that a reader could take for one another. Empty where nothing is a letter."""
    key = "".join(_digits(letter) for letter in fold_phrase(name) if letter.isalnum()).translate(SEEN_ALIKE)
    for drawn, seen in DRAWN_ALIKE:
        key = key.replace(drawn, seen)
    return key[:KEY_LENGTH]


def signature_of(user) -> str:
    """What an account's comments are signed with: as much of its name as fits, as nobody could shorten it."""
    return name_of(user)[:MAX_NAME_LENGTH].strip()


def people_of(byline: str) -> list[str]:
    """Whom a byline names: all of it, and each of several."""
    each = [part for part in BETWEEN_PEOPLE.split(byline) if part.strip()]
    return list(dict.fromkeys([byline, *each]))


def claims_an_office(name: str) -> bool:
    """Whether it says "moderator" or the like, or is the name of the site: who signs so speaks for it."""
    words, offices = _words(name), [_words(office) for office in _offices()]
    return any(_holds(words, office) for office in offices if office)


def _offices() -> tuple[str, ...]:
    return (*setting("RESERVED_NAMES"), setting("SITE_NAME"))


@lru_cache(maxsize=256)
def _words(name: str) -> tuple[str, ...]:
    return tuple(key for word in fold_phrase(name).split() if (key := name_key(word)))


def _holds(words: tuple[str, ...], office: tuple[str, ...]) -> bool:
    """The office's words one after another among them, or run together as the whole of it."""
    starts = range(len(words) - len(office) + 1)
    return any(words[start : start + len(office)] == office for start in starts) or (
        "".join(words) == "".join(office)
    )


def _digits(letter: str) -> str:
    """One digit for those of all scripts."""
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)
