"""Who speaks, and in what tone: words reported, denied or made up weigh differently from words meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from comments.checks.cues import cue_words
from comments.checks.folding import END, Folded
from comments.checks.language import Guess

REACH = 7
NAMING_REACH = 4
NAMED_REACH = 2  # "the word …"
DENYING_REACH = 3
OPINING_REACH = 8
AFTER_REACH = 2
FICTION_REACH = 20
LONGEST = 40  # words on either side; a text without stops is no sentence
WORDS_AROUND = 2  # beside a quotation, for it to be somebody's comment on it
BREAK = re.compile(r"[,;:()\u2013\u2014]| - |--")
SPEECH = re.compile(
    r"\"[^\"\n]{2,400}\"|“[^”“\n]{2,400}[”“]|„[^“”\n]{2,400}[“”]|«[^»\n]{2,400}»"
    r"|(?<![\w'’])['‘](?:[^'’\n]|['’](?=\w)){2,300}['’](?!\w)"
)
SPEECH_BEGINS = re.compile(r"[:\"“„«']\s*$")
CONTRAST = frozenset({"but", "however"})
COPULAS = frozenset({"is", "are", "was", "were"})
ARTICLES = frozenset({"a", "an", "the"})
INSIDE = frozenset({"in", "of", "from", "the", "this"})
WHO = frozenset({"who", "whoever"})
WROTE = frozenset({"wrote", "writes", "written", "posted", "printed"})
WRITTEN = frozenset({"this", "it", "these", "that"})
FINITE = COPULAS | {"has", "have", "had", "must", "should", "deserves", "ought", "needs", "can", "cannot"}

Languages = frozenset[str]


def sentence(folded: Folded, first: int, last: int) -> tuple[int, int]:
    """The first and last word of the sentence around some words."""
    stops = folded.stops
    before, after = bisect_left(stops, first), bisect_left(stops, last + 1)
    low = stops[before - 1] + 1 if before else 0
    high = stops[after] - 1 if after < len(stops) else len(folded.words) - 1
    return max(low, first - LONGEST, 0), max(last, min(high, last + LONGEST))


def languages_of(guess: Guess, language: str) -> Languages:
    """Whose cues apply: those of what the text is written in, and of the words found."""
    return (guess.written or guess.lists) | {language}


def is_denied(folded: Folded, first: int, last: int, languages: Languages) -> bool:
    """Whether a word of denial governs the words: "never", "nobody said that", "it is not true that"."""
    return _is_denied_before(folded, first, languages) or _is_followed(
        folded, last, "denied-after", languages
    )


def is_named(folded: Folded, first: int, last: int, languages: Languages) -> bool:
    """Whether a word is told of rather than used: "called me a fool", "the slur was"."""
    before = folded.words[_begin(folded, first, NAMED_REACH) : first]
    return (
        not cue_words("naming", languages).isdisjoint(before)
        or _is_said(folded, first, NAMING_REACH, languages)
        or _is_followed(folded, last, "said-after", languages)
    )


def is_reported(folded: Folded, first: int, last: int, languages: Languages) -> bool:
    """Whether someone else is said to have said or thought it, or it happens in a story."""
    return (
        _is_said(folded, first, REACH, languages)
        or _begins_with_saying(folded, first, languages)
        or _is_intended(folded, first, languages)
        or _is_said_after(folded, last, languages)
        or _is_followed(folded, last, "said-after", languages)
        or is_in_speech_marks(folded, first, last, languages)
        or _is_made_up(folded, first, last, languages)
    )


def is_hedged(folded: Folded, first: int, languages: Languages) -> bool:
    """Whether it is said of some only, or only asked: "some", "if", "whether"."""
    before = folded.words[_begin(folded, first, 2) : first]
    return not cue_words("hedging", languages).isdisjoint(before)


def is_governed(folded: Folded, first: int, last: int, languages: Languages) -> bool:
    """Whether something else is said to be so: "violence against women is a disgrace"."""
    if COPULAS.isdisjoint(folded.words[first : last + 1]):
        return False
    before = folded.words[_begin(folded, first, 2) : first]
    return not cue_words("governing", languages).isdisjoint(before)


def is_in_speech_marks(folded: Folded, first: int, last: int, languages: Languages) -> bool:
    """Whether the words stand in quotation marks, and somebody speaks of them outside."""
    start, end = folded.slice_of_words(first, last)
    for begin, stop in _speeches(folded):
        if begin <= start and end <= stop:
            opening, closing = folded.words_between(*_letters(folded, begin, stop))
            around = len(folded.words) - (closing - opening + 1)
            return around > WORDS_AROUND and not _is_own_speech(folded, opening, languages)
    return False


def is_of_the_speaker(folded: Folded, first: int, last: int, languages: Languages) -> bool:
    """Whether people say it of themselves: "we queers", "as a cripple myself"."""
    speaker = cue_words("speaker", languages)
    place = first - 1
    while place >= 0 and folded.words[place] in ARTICLES | cue_words("being", languages):
        if folded.words[place] in speaker:
            break
        place -= 1
    after = folded.words[last + 1 : last + 3]
    return (place >= 0 and folded.words[place] in speaker) or not speaker.isdisjoint(after[:1])


def _is_denied_before(folded: Folded, first: int, languages: Languages) -> bool:
    words = folded.words
    denying = cue_words("denying", languages)
    begin = _begin(folded, first, OPINING_REACH)
    opining = cue_words("opining", languages)
    for place in range(begin, first):
        if words[place] in denying and not opining.isdisjoint(words[place + 1 : min(first, place + 5)]):
            return not _is_broken(folded, place, first)
    if words[first] in cue_words("subject", languages):
        return False  # "if you don't stop, I will": the denial is of another verb
    near = range(max(begin, first - DENYING_REACH), first)
    calling = cue_words("calling", languages)
    return any(
        words[place] in denying
        and not _is_broken(folded, place, first)
        and calling.isdisjoint(words[place + 1 : first + 1])  # "you don't know, O fool"
        for place in near
    )


def _is_followed(folded: Folded, last: int, cue: str, languages: Languages) -> bool:
    """Whether the verb at the end denies or reports, as in Turkish: "salak değil", "salak dedi"."""
    after = folded.words[last + 1 : last + 1 + AFTER_REACH]
    if END in after:
        after = after[: after.index(END)]
    return not cue_words(cue, languages).isdisjoint(after)


def _is_said(folded: Folded, first: int, reach: int, languages: Languages) -> bool:
    words = folded.words
    saying = cue_words("saying", languages)
    holding = cue_words("holding", languages)
    hearing = cue_words("hearing", languages)
    speaker = cue_words("speaker", languages)
    for place in range(first - 1, _begin(folded, first, reach) - 1, -1):
        word = words[place]
        is_near = first - place <= NAMING_REACH + 1
        if word not in saying and word not in hearing and not (word in holding and is_near):
            continue
        subject = words[max(0, place - 2) : place] if word not in hearing else ()
        if not speaker.isdisjoint(subject) and cue_words("denying", languages).isdisjoint(subject):
            continue  # "I say", "we call": these are the reader's own words
        if _is_what_they_did(words, place) or not cue_words("daring", languages).isdisjoint(subject):
            continue
        if not _is_broken(folded, place, first):
            return True
    return False


def _is_what_they_did(words: Sequence[str], place: int) -> bool:
    """Whether a word of saying tells who is meant, and not what was said: "whoever wrote this is"."""
    what, verbs = words[place + 1 : place + 2], words[place + 2 : place + 4]
    return (
        words[place] in WROTE
        and not WHO.isdisjoint(words[max(0, place - 2) : place])
        and not WRITTEN.isdisjoint(what)
        and not FINITE.isdisjoint(verbs[:1] if what == ("that",) else verbs)
    )


def _begins_with_saying(folded: Folded, first: int, languages: Languages) -> bool:
    """Whether the words found take in the "said" before them; at the head of a sentence it is a challenge."""
    begin = _begin(folded, first, 1)
    return (
        begin < first
        and folded.words[first] in cue_words("saying", languages)
        and folded.words[begin] not in cue_words("speaker", languages)
    )


def _is_said_after(folded: Folded, last: int, languages: Languages) -> bool:
    """ "…, he said": someone else's words, named at the end."""
    words = folded.words[last + 1 : last + 5]
    if END in words:
        words = words[: words.index(END)]
    saying = cue_words("saying", languages) | cue_words("hearing", languages)
    speaker = cue_words("speaker", languages)
    for place, word in enumerate(words):
        if place and word in saying and speaker.isdisjoint(words[:place]):
            letters = folded.letters[folded.spans[last][1] : folded.spans[last + 1 + place][0]]
            return BREAK.search(letters) is not None
    return False


def _is_intended(folded: Folded, first: int, languages: Languages) -> bool:
    """Whether somebody else "wanted to", "was ordered to" or "will try to" do it."""
    words = folded.words
    if not first or words[first - 1] not in cue_words("infinitive", languages):
        return False
    before = words[_begin(folded, first - 1, 4) : first - 1]
    speaker = cue_words("speaker", languages)
    if not before or not speaker.isdisjoint(before):
        return False
    if before[-1] not in cue_words("urging", languages):
        return True
    return not cue_words("others", languages).isdisjoint(before)


def _is_made_up(folded: Folded, first: int, last: int, languages: Languages) -> bool:
    """Whether it happens "in the film", or a sentence begins with what "the novel" tells."""
    fiction = cue_words("fiction", languages)
    low, high = sentence(folded, first, last)
    low, high = max(low, first - FICTION_REACH), min(high, last + FICTION_REACH)
    words = folded.words
    english = languages <= {"en"}
    return any(
        words[place] in fiction and (not english or not INSIDE.isdisjoint(words[max(0, place - 3) : place]))
        for place in range(low, high + 1)
    )


def _is_own_speech(folded: Folded, opening: int, languages: Languages) -> bool:
    """Whether the reader announces a quotation as their own: "my message to you: …"."""
    before = folded.words[_begin(folded, opening, REACH) : opening]
    speaker = cue_words("speaker", languages) | cue_words("self", languages)
    saying = cue_words("saying", languages)
    return any(
        word in saying and not speaker.isdisjoint(before[max(0, place - 2) : place])
        for place, word in enumerate(before)
    ) and cue_words("denying", languages).isdisjoint(before)


def _is_broken(folded: Folded, place: int, first: int) -> bool:
    """Whether another clause begins between two words. A comma right after the first does not begin one."""
    if not CONTRAST.isdisjoint(folded.words[place + 1 : first]):
        return True  # "I am not one to say it, but"
    between = folded.letters[folded.spans[place][1] + 2 : folded.spans[first][0]]
    return BREAK.search(between) is not None and not SPEECH_BEGINS.search(between)


@lru_cache(maxsize=8)
def _speeches(folded: Folded) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in SPEECH.finditer(folded.text))


def _letters(folded: Folded, begin: int, stop: int) -> tuple[int, int]:
    """A slice of the text as a span of its folded letters."""
    return bisect_left(folded.starts, begin), bisect_left(folded.starts, stop)


def _begin(folded: Folded, first: int, reach: int) -> int:
    """The first of so many words before another, in the same sentence."""
    words = folded.words
    begin, least = first, max(0, first - reach)
    while begin > least and words[begin - 1] != END:
        begin -= 1
    return begin
