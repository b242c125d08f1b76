"""Words by their beginnings: "bridge" and "bridges" are one to whoever compares; so are الجسر and والجسر."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from comments.checks.cues import cue_words
from comments.checks.folding import fold

# Longer in English, where a word changes little.
STEMS = {"en": 7}
STEM = 5
# Shorter words say little of a subject. Where vowels are not written, three letters are a whole word.
SHORTEST = 4
SHORTEST_ARABIC = 3
FIRST_ARABIC = "\u0600"
ARTICLE = re.compile(r"^(?:[وفبكل]?ال|لل)(?=\w{3})")


def stem_length(language: str) -> int:
    return STEMS.get(language, STEM)


def stems(text: str, length: int) -> Iterator[str]:
    """The words of a text that say what it is about, as often as they occur."""
    common = _common()
    for word in fold(text).words:
        if word in common:
            continue
        word = ARTICLE.sub("", word)
        if len(word) >= (SHORTEST_ARABIC if word >= FIRST_ARABIC else SHORTEST):
            yield word[:length]


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset().union(*(cue_words(cue) for cue in ("common", "you", "self", "denying")))
