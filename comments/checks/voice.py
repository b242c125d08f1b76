"""Who speaks, and in what tone: words reported, denied or made up weigh differently from words meant."""

from __future__ import annotations

from comments.checks.cues import cue_words
from comments.checks.folding import END, Folded

SAYING = cue_words("saying")
DENYING = cue_words("denying")
MAKING_UP = cue_words("fiction")
REACH = 7
NAMING_REACH = 4
LONGEST = 40  # words on either side; a text without stops is no sentence


def sentence(folded: Folded, first: int, last: int) -> tuple[int, int]:
    """The first and last word of the sentence around some words."""
    words = folded.words
    low, high = first, last
    while low > max(0, first - LONGEST) and words[low - 1] != END:
        low -= 1
    while high + 1 < min(len(words), last + LONGEST) and words[high + 1] != END:
        high += 1
    return low, high


def is_denied(folded: Folded, first: int, reach: int = 3) -> bool:
    return not DENYING.isdisjoint(_before(folded, first, reach))


def is_named(folded: Folded, first: int) -> bool:
    """Whether a word is told of rather than used: "called me a fool", "the slur was"."""
    return not SAYING.isdisjoint(_before(folded, first, NAMING_REACH))


def is_reported(folded: Folded, first: int, last: int) -> bool:
    """Whether someone else is said to have said it, or it happens in a story."""
    if not SAYING.isdisjoint(_before(folded, first, REACH)):
        return True
    low, high = sentence(folded, first, last)
    return not MAKING_UP.isdisjoint(folded.words[max(low, first - 20) : min(high, last + 20) + 1])


def _before(folded: Folded, first: int, reach: int) -> tuple[str, ...]:
    words = folded.words[max(0, first - reach) : first]
    if END in words:
        words = words[len(words) - words[::-1].index(END) :]
    return words
