"""Finds listed words in a folded text: whole, with their endings, dressed up or not, and no innocent ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

from comments.checks.cues import short_words
from comments.checks.disguises import Disguise, covers, disguises, skeleton
from comments.checks.folding import Folded
from comments.checks.inflection import BEFORE, common_forms, may_follow, may_precede
from comments.checks.language import Guess
from comments.checks.letters import MARKED, marked_letter
from comments.checks.lexicon import GRADES, INNOCENT, Entry
from comments.checks.respelling import honest_words, respellings, swapped

# Which of two matches of the same words counts: an innocent one, then the gravest.
RANK = {grade: rank for rank, grade in enumerate((INNOCENT, *GRADES))}
SHORTEST_IN_DISGUISE = 3
SHORTEST_IN_PIECES = 4
SHORTEST_SWAPPED = 5
SHORTEST_FROM_ABROAD = 4
MOSTLY_VISIBLE = 3
FEWEST_SHOWN = 2  # beside the ending: "f***ing" is no slur
ENDING = re.compile("(?:ings?|ed|ers?)$")
MASKED_WHOLE = ("profanity",)  # "f***" is a swear word, not a slur of four letters


@dataclass(frozen=True, slots=True)
class Match:
    """A listed word, where it stands in the reader's text, and which of its words it covers."""

    entry: Entry
    start: int
    end: int
    first: int
    last: int
    is_disguised: bool = False


class Matcher:
    """A set of word lists, ready to search with. Built once; searching changes nothing."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.languages = frozenset(entry.language for entry in self.entries if not entry.is_innocent)
        self._masked: dict[tuple[str, str, int], list[tuple[str, Entry]]] = defaultdict(list)
        self._skeletons: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        self._respelled: dict[str, Entry] = {}
        patterns: dict[str, list[Entry]] = defaultdict(list)
        pieces: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            patterns[entry.folded if entry.language in BEFORE else f" {entry.folded}"].append(entry)
            if may_be_disguised(entry) and not entry.any_ending:
                self._add_disguises(entry, pieces)
        self._automaton = _automaton(patterns, pieces)
        for spelling in honest_words().union(entry.folded for entry in self.entries):
            self._respelled.pop(spelling, None)

    def find(self, folded: Folded, guess: Guess) -> list[Match]:
        """Matches in reading order, of the word lists that apply to the language of the text."""
        found = [
            match
            for match in self._all(folded)
            if match.entry.language in guess.lists and _belongs(match.entry, guess)
        ]
        found.extend(self._respelled_words(folded, guess))
        return _settle(found) if found else []

    def _all(self, folded: Folded) -> Iterator[Match]:
        for entry, start, end in self._scan(folded.line):
            if _has_its_letters(entry, folded, start):
                first, last = folded.word_at(start), folded.word_at(end - 1)
                yield Match(entry, *folded.slice_of_line(start, end), first, last)
        # Whoever hides a word hides it again and again.
        meant: dict[tuple[object, ...], tuple[Entry, ...]] = {}
        for disguise in disguises(folded):
            dress = disguise.spellings, disguise.masked, disguise.skeleton, disguise.written
            if dress not in meant:
                meant[dress] = tuple(self._undress(disguise))
            for entry in meant[dress]:
                first, last = folded.words_between(disguise.start, disguise.end)
                place = folded.slice_of_letters(disguise.start, disguise.end)
                yield Match(entry, *place, first, last, is_disguised=True)

    def _respelled_words(self, folded: Folded, guess: Guess) -> Iterator[Match]:
        """Words of which letters are left out, exchanged or doubled, in a text of their own language."""
        if self._respelled.keys().isdisjoint(folded.vocabulary):
            return
        for number, word in enumerate(folded.words):
            entry = self._respelled.get(word)
            if entry and entry.language in guess.written:
                yield Match(entry, *folded.slice_of_words(number, number), number, number, is_disguised=True)

    def _scan(self, line: str) -> Iterator[tuple[Entry, int, int]]:
        """Entries, and the whole words of the line in which each was found."""
        for last, (length, entries, in_pieces) in self._automaton.iter(line):
            stop = line.find(" ", last + 1)
            suffix = line[last + 1 : stop]
            begin = last - length + 1
            if line[begin] == " ":
                begin += 1
            start = line.rfind(" ", 0, begin + 1) + 1 if line[begin - 1] != " " else begin
            prefix = line[start:begin]
            if in_pieces:
                if not suffix:
                    yield entries[0], start, stop
                continue
            for entry in entries:
                if _fits(entry, prefix, suffix):
                    yield entry, start, stop

    def _undress(self, disguise: Disguise) -> Iterator[Entry]:
        for spelling in disguise.spellings:
            for entry, start, end in self._scan(f" {spelling} "):
                if (start, end) == (1, len(spelling) + 1) and may_be_disguised(entry):
                    yield entry
        if disguise.skeleton:
            for form, entry in self._skeletons.get(disguise.skeleton, ()):
                if covers(disguise.written, form):
                    yield entry
                    break
        if disguise.masked:
            yield from self._unmask(disguise.masked)

    def _unmask(self, masked: str) -> Iterator[Entry]:
        shown = ENDING.sub("", masked)
        visible = len(masked) - masked.count("*")
        for ends in ((masked[0], masked[-1]), (masked[0], "*"), ("*", masked[-1])):
            for form, entry in self._masked.get((*ends, len(masked)), ()):
                if not _may_be_masked_whole(entry) and (
                    len(shown) - shown.count("*") < FEWEST_SHOWN or ("*" in ends and visible < MOSTLY_VISIBLE)
                ):
                    continue
                if all(sign in ("*", letter) for sign, letter in zip(masked, form, strict=True)):
                    yield entry
                    return

    def _add_disguises(self, entry: Entry, pieces: dict[str, list[Entry]]) -> None:
        is_grave = entry.grade == "severe"
        for form in common_forms(entry.folded, entry.language, verb="verb" in entry.options):
            self._skeletons[skeleton(form)].append((form, entry))
            for ends in ((form[0], form[-1]), (form[0], "*"), ("*", form[-1])):
                self._masked[*ends, len(form)].append((form, entry))
            for parts in _in_pieces(form, entry.folded):
                pieces[f" {parts} "].append(entry)
            if entry.language == "en":
                for spelling in respellings(form, grave=is_grave):
                    self._respelled.setdefault(spelling, entry)
            elif is_grave and len(form) >= SHORTEST_SWAPPED and form.isascii():
                # Not in Arabic script, where roots of three letters make another honest word of it.
                for spelling in swapped(form, edges=False):
                    self._respelled.setdefault(spelling, entry)


def _in_pieces(form: str, word: str) -> Iterator[str]:
    """The ways to write a word apart, so that it is not found whole: all its letters, or two parts."""
    yield " ".join(form)
    if len(form) < SHORTEST_IN_PIECES:
        return
    for place in range(1, len(form)):
        parts = form[:place], form[place:]
        if word not in parts and short_words().isdisjoint(parts):
            yield " ".join(parts)


def _automaton(patterns: dict[str, list[Entry]], pieces: dict[str, list[Entry]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key, entries in pieces.items():
        # Without its last space, so that the length ends where the words do.
        automaton.add_word(key[:-1], (len(key) - 1, tuple(entries), True))
    for key, entries in patterns.items():
        automaton.add_word(key, (len(key), tuple(entries), False))
    if not len(automaton):
        automaton.add_word("\0", (1, (), False))
    automaton.make_automaton()
    return automaton


def _may_be_masked_whole(entry: Entry) -> bool:
    return entry.grade == "severe" and entry.guideline in MASKED_WHOLE


def may_be_disguised(entry: Entry) -> bool:
    return (
        entry.is_word
        and entry.grade in ("severe", "moderate")
        and len(entry.folded) >= SHORTEST_IN_DISGUISE
        and entry.folded.isalpha()
        and not entry.options & {"plain", "exact", "marks", "native"}
    )


def _fits(entry: Entry, prefix: str, suffix: str) -> bool:
    if prefix and ("exact" in entry.options or not may_precede(prefix, entry.language)):
        return False
    if not suffix or entry.any_ending:
        return True
    return "exact" not in entry.options and may_follow(
        entry.folded, suffix, entry.language, verb="verb" in entry.options
    )


def _belongs(entry: Entry, guess: Guess) -> bool:
    if entry.language in guess.written or not guess.written:
        return True
    return "native" not in entry.options and (entry.is_innocent or len(entry.folded) >= SHORTEST_FROM_ABROAD)


def _has_its_letters(entry: Entry, folded: Folded, start: int) -> bool:
    """Whether the letters of Turkish and Kurmanji are those of the entry: "sık" is not "sik"."""
    if entry.language not in ("tr", "kmr") or (folded.text.isascii() and "marks" not in entry.options):
        return True
    if len(entry.spelling) != len(entry.folded):
        return True
    for offset, letter in enumerate(entry.spelling):
        if entry.folded[offset] == " ":
            continue
        here, end = folded.slice_of_line(start + offset, start + offset + 1)
        written = marked_letter(folded.text[here:end])
        if written and written != letter and not (written == "i" and letter == "i"):
            return False
        if "marks" in entry.options and letter in MARKED and written != letter:
            return False
    return True


def _settle(found: list[Match]) -> list[Match]:
    """Of matches that overlap keep the longest; an innocent one wins where it is at least as long."""
    found.sort(key=lambda match: (match.start - match.end, RANK[match.entry.grade], match.start))
    kept: list[Match] = []
    taken: set[int] = set()
    for match in found:
        words = range(match.first, match.last + 1)
        if taken.isdisjoint(words) and words:
            taken.update(words)
            kept.append(match)
    kept.sort(key=lambda match: match.start)
    return [match for match in kept if not match.entry.is_innocent]
