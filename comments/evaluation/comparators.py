"""What else a site could filter with: better-profanity, and a plain list of words. To measure beside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

from better_profanity.better_profanity import Profanity
from better_profanity.varying_string import VaryingString

from comments.checks.lexicon import LANGUAGES, shipped

LISTED = ("profanity", "vulgarity", "abuse", "personal_attacks")
WORD = re.compile(r"[^\W_]+")

Filter = Callable[[str], bool]


class Found:
    """better-profanity's words, found by length and first letter: its answers, without asking all of them."""

    def __init__(self, words: Iterable[VaryingString]) -> None:
        self._words: defaultdict[tuple[int, str], list[VaryingString]] = defaultdict(list)
        for word in words:
            for first in word._char_combos[0]:
                self._words[word._max_len, first].append(word)

    def __contains__(self, written: str) -> bool:
        return any(word == written for word in self._words.get((len(written), written[:1]), ()))


@cache
def better_profanity() -> Filter:
    """`contains_profanity` of better-profanity with its own list and code."""
    profanity = Profanity()
    profanity.CENSOR_WORDSET = Found(profanity.CENSOR_WORDSET)
    return profanity.contains_profanity


@cache
def word_list() -> Filter:
    """Whether one of the words of our own lists, of any language and grade, stands there as it is listed."""
    words = {
        entry.spelling.lower()
        for guideline in LISTED
        for entry in shipped(guideline)
        if entry.is_word and not entry.is_innocent and entry.language in LANGUAGES
    }
    return lambda text: not words.isdisjoint(WORD.findall(text.lower()))


FILTERS: dict[str, Callable[[], Filter]] = {
    "better-profanity": better_profanity,
    "plain word list": word_list,
}
