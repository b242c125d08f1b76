"""At whom an insult is aimed: someone who takes part here, someone else, or no person at all."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable

from comments.checks.cues import cue_words
from comments.checks.folding import Folded, fold_phrase
from comments.checks.matching import Match
from comments.checks.voice import is_denied, is_named, sentence

PAPER_REACH = 6


class Aim(enum.Enum):
    READER = "a reader, or whoever wrote the page"
    PERSON = "someone else"
    THING = "an act or a thing"
    NOBODY = "this newspaper, oneself, or nobody: the words are denied or somebody else's"


YOU = cue_words("you")
PAPER = cue_words("paper")
THING = cue_words("thing")
SELF = cue_words("self")
COPULAS = frozenset({"is", "are", "was", "were", "be", "sounds", "seems", "looks"})
DEMONSTRATIVES = frozenset({"this", "that", "it", "what", "which"})
THING_IS = frozenset({"it's", "that's", "its", "thats", "what's"})
YOU_SUFFIX = re.compile(r"s[iu]n(?:[iu]z)?$")


def aim_of(match: Match, folded: Folded, names: Iterable[str]) -> Aim:
    words = folded.words
    low, high = sentence(folded, match.first, match.last)
    before = words[max(low, match.first - 6) : match.first]
    after = words[match.last + 1 : min(high, match.last + 4) + 1]
    if is_about_the_paper(folded, match.first, match.last):
        return Aim.NOBODY
    if is_denied(folded, match.first) or is_named(folded, match.first):
        return Aim.NOBODY
    if not THING.isdisjoint(after[:1]) or _is_said_of_a_thing(before):
        return Aim.THING
    near = before[-4:]
    if not YOU.isdisjoint(near) or not YOU.isdisjoint(after[:2]) or _names_someone(names, before, after):
        return Aim.READER
    if _has_you_ending(match, words):
        return Aim.READER
    if not SELF.isdisjoint(near[-3:]):
        return Aim.NOBODY
    if high - low + 1 <= match.last - match.first + 2:
        return Aim.READER
    return Aim.PERSON


def _is_said_of_a_thing(before: tuple[str, ...]) -> bool:
    """Whether the words before say "this is", "the plan was" or "it's so"."""
    for place in range(len(before) - 1, max(-1, len(before) - 4), -1):
        if before[place] in THING_IS:
            return True
        if before[place] in COPULAS:
            return place > 0 and (before[place - 1] in THING or before[place - 1] in DEMONSTRATIVES)
    return False


def is_about_the_paper(folded: Folded, first: int, last: int) -> bool:
    """Whether the words are said of this newspaper or what stands in it, which anyone may criticise."""
    low, high = sentence(folded, first, last)
    around = folded.words[max(low, first - PAPER_REACH) : min(high, last + PAPER_REACH) + 1]
    return not PAPER.isdisjoint(around)


def _names_someone(names: Iterable[str], before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    around = {*before, *after}
    return any(word in around for name in names for word in fold_phrase(name).split() if len(word) > 2)


def _has_you_ending(match: Match, words: tuple[str, ...]) -> bool:
    if match.entry.language == "tr":
        return YOU_SUFFIX.search(words[match.last]) is not None
    return match.entry.language == "ar" and words[match.first].startswith("يا")
