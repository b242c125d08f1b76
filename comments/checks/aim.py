"""At whom an insult is aimed: someone who takes part here, someone else, or no person at all."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable

from comments.checks.cues import cue_words
from comments.checks.folding import Folded, fold_phrase
from comments.checks.matching import Match
from comments.checks.voice import Languages, is_denied, is_in_speech_marks, is_named, sentence

PAPER_REACH = 6
WRITER_REACH = 3


class Aim(enum.Enum):
    READER = "a reader, or whoever wrote the page"
    PERSON = "someone else"
    THING = "an act or a thing"
    NOBODY = "this newspaper, oneself, or nobody: the words are denied or somebody else's"


COPULAS = frozenset({"is", "are", "was", "were", "be", "been", "sounds", "seems", "looks", "feels"})
MODALS = frozenset({"would", "will", "could", "may", "might", "must", "should", "has", "had", "have"})
SUPPOSING = frozenset({"would", "could", "might", "to"})  # "you would be a fool to", "you have to be"
DEMONSTRATIVES = frozenset({"this", "that", "it", "what", "which"})
THING_IS = frozenset({"it's", "that's", "its", "thats", "what's", "it'd", "that'd"})
ADJECTIVE_LAST = frozenset({"ar", "ckb", "kmr"})
YOU_SUFFIX = re.compile(r"s[iu]n(?:[iu]z)?$")
I_SUFFIX = re.compile(r"y?[iu]?m(?:[iu]z)?|[iu]z|m[iu]s[iu][mz]|d[iu][mk]|yd[iu][mk]")


def aim_of(match: Match, folded: Folded, names: Iterable[str], languages: Languages) -> Aim:
    words = folded.words
    low, high = sentence(folded, match.first, match.last)
    before = words[max(low, match.first - 6) : match.first]
    after = words[match.last + 1 : min(high, match.last + 4) + 1]
    if is_about_the_paper(folded, match.first, match.last, languages):
        return Aim.NOBODY
    place = match.first, match.last
    if is_denied(folded, *place, languages) or is_named(folded, *place, languages):
        return Aim.NOBODY
    if _is_said_of_oneself(before, languages) or _has_i_ending(match, words):
        return Aim.NOBODY
    thing = cue_words("thing", languages)
    beside = _beside(match, before, after, languages)
    if not thing.isdisjoint(beside) or _is_said_of_a_thing(before, languages):
        return Aim.THING
    near = before[-4:]
    you = cue_words("you", languages)
    if not you.isdisjoint(near) or not you.isdisjoint(after[:2]) or _names_someone(names, before, after):
        return Aim.READER
    if _has_you_ending(match, words):
        return Aim.READER
    if not cue_words("self", languages).isdisjoint(near[-3:]):
        return Aim.NOBODY
    if is_in_speech_marks(folded, match.first, match.last, languages):
        return Aim.NOBODY
    if high - low + 1 <= match.last - match.first + 2:
        return Aim.READER
    return Aim.PERSON


def _beside(
    match: Match, before: tuple[str, ...], after: tuple[str, ...], languages: Languages
) -> tuple[str, ...]:
    """Where the noun stands that an adjective goes with; words called out to somebody go with none."""
    if match.entry.language not in ADJECTIVE_LAST:
        return after[:1]
    near = before[-3:]
    return near if cue_words("calling", languages).isdisjoint(near) else ()


def is_about_the_paper(folded: Folded, first: int, last: int, languages: Languages) -> bool:
    """Whether the words are said of this newspaper or what stands in it, which anyone may criticise.

    Not of who wrote it, nor of somebody called out to.
    """
    low, high = sentence(folded, first, last)
    people = cue_words("writer", languages) | cue_words("calling", languages)
    if not people.isdisjoint(folded.words[max(low, first - WRITER_REACH) : last + 1]):
        return False
    around = folded.words[max(low, first - PAPER_REACH) : min(high, last + PAPER_REACH) + 1]
    return not cue_words("paper", languages).isdisjoint(around)


def _is_said_of_a_thing(before: tuple[str, ...], languages: Languages) -> bool:
    """Whether the words before say "this is", "the plan was", "our boiler is" or "anyone would be"."""
    for place in range(len(before) - 1, max(-1, len(before) - 4), -1):
        if before[place] in THING_IS:
            return True
        if before[place] in COPULAS:
            subject = place - 1
            if subject >= 0 and before[subject] in SUPPOSING:
                return True
            if subject > 0 and before[subject] in MODALS:
                subject -= 1
            return subject >= 0 and _is_a_thing(before[: subject + 1], languages)
    return False


def _is_a_thing(words: tuple[str, ...], languages: Languages) -> bool:
    """Whether the last of some words names a thing, or something that is "ours" and nobody we know of."""
    if words[-1] in cue_words("thing", languages) or words[-1] in DEMONSTRATIVES:
        return True
    if words[-2:-1] and words[-2] in cue_words("governing", languages):
        return _is_a_thing(words[:-2], languages) if words[:-2] else False  # "the law on immigrants is"
    persons = cue_words("persons", languages)
    return bool(persons) and words[-2:-1] in (("my",), ("our",)) and words[-1] not in persons


def _is_said_of_oneself(before: tuple[str, ...], languages: Languages) -> bool:
    """Whether only words of being stand between the speaker and it: "I felt like a"."""
    being = cue_words("being", languages)
    for word in reversed(before):
        if word not in being:
            return bool(being) and word in cue_words("self", languages)
        if word in cue_words("speaker", languages):
            return True
    return False


def _names_someone(names: Iterable[str], before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    around = {*before, *after}
    return any(word in around for name in names for word in fold_phrase(name).split() if len(word) > 2)


def _has_you_ending(match: Match, words: tuple[str, ...]) -> bool:
    if match.entry.language == "tr":
        return YOU_SUFFIX.search(words[match.last]) is not None
    return match.entry.language == "ar" and words[match.first].startswith("يا")


def _has_i_ending(match: Match, words: tuple[str, ...]) -> bool:
    """Turkish "aptalım", "salakmışız": said of oneself; "köpeğim": of one's own."""
    word, stem = words[match.last], match.entry.folded.split()[-1]
    return match.entry.language == "tr" and I_SUFFIX.fullmatch(word.removeprefix(stem)) is not None
