"""Turns of phrase that a word list cannot hold, written so that an editor can read them.

    <kill> = kill | shoot | burn down        a name for several words
    <group:racism> = black people | arabs    one name for each kind; a line with <group> is read with each
    [severe incitement]                      grade, and what it is
    i will <kill> (you|them all)             one of several
    you should? all? be <killed>             a word that may be missing
    string ..2 up                            up to two words of any kind
    kill* you                                any ending
    salak+ bunlar                            the endings of the language, and no others
    die !(for|of)                            not followed by
    ^ die $                                  at the beginning, at the end of a sentence
    earn <number> a day                      figures

Apostrophes may be missing in what is read. A line is matched against whole words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comments.checks.cues import cue_words
from comments.checks.folding import Folded, beginning, fold_phrase
from comments.checks.inflection import AFTER, JOINED
from comments.checks.lexicon import GRADES, LANGUAGES, LISTS, BadLexicon, read_lines
from comments.checks.undressing import Undresser

# Brackets within brackets, three deep.
INNER = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
PART = re.compile(
    rf"(?P<not>!)?\((?P<choice>{INNER})\)(?P<maybe_choice>\?)?|<(?P<name>[\w-]+)>(?P<maybe_name>\?)?"
    r"|\.\.(?P<gap>\d)|(?P<edge>[\^$])|(?P<word>[^\s()<>?|]+)(?P<maybe_word>\?)?|(?P<space>\s+)|(?P<bad>.)"
)
ANY = r"[^ .]+"
OURS = frozenset(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A turn of phrase of one language, and what it means when it is found."""

    language: str
    grade: str
    kind: str
    expression: str
    cues: tuple[frozenset[str], ...]  # of each, one word must be there for the phrase to be worth trying


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a phrase was found: in the text, and in its words."""

    phrase: Phrase
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A compiled part of a line."""

    expression: str
    cues: tuple[frozenset[str], ...] = ()


@cache
def shipped_phrases(guideline: str) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for language in LANGUAGES:
        path = LISTS / language / f"{guideline}_phrases.txt"
        if path.exists():
            phrases.extend(read_phrases(path, language))
    return tuple(phrases)


def read_phrases(path: Path, language: str) -> tuple[Phrase, ...]:
    phrases = parse_phrases(read_lines(path), language=language, where=str(path))
    if not phrases:
        raise BadLexicon(f"{path}: holds no phrases.")
    return phrases


def parse_phrases(lines: Iterable[str], *, language: str, where: str = "phrases") -> tuple[Phrase, ...]:
    return tuple(_Parser(language).parse(lines, where))


class PhraseBook:
    """Phrases, indexed by the words without which each cannot be found."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self.languages = frozenset(phrase.language for phrase in self.phrases)
        self._by_cue: dict[str, list[int]] = defaultdict(list)
        self._without_cue: list[int] = []
        for number, phrase in enumerate(self.phrases):
            for cue in phrase.cues[0] if phrase.cues else ():
                self._by_cue[cue].append(number)
            if not phrase.cues:
                self._without_cue.append(number)
        self._cues = frozenset(self._by_cue)
        self._undresser = Undresser(_telling_words(self.phrases))

    def passages(self, folded: Folded, languages: frozenset[str]) -> list[Passage]:
        """What was found, in reading order; of those that overlap, the one listed first."""
        undressed = self._undresser.undress(folded)
        plain = undressed.folded if undressed else folded
        found: list[Passage] = []
        taken: set[int] = set()
        for phrase in self._worth_trying(plain.vocabulary | plain.beginnings, languages):
            for match in _compiled(phrase.expression).finditer(plain.line):
                first, last = plain.word_at(match.start() + 1), plain.word_at(match.end() - 1)
                if undressed:
                    first, last = undressed.origins[first][0], undressed.origins[last][1]
                if taken.isdisjoint(range(first, last + 1)):
                    taken.update(range(first, last + 1))
                    found.append(Passage(phrase, *folded.slice_of_words(first, last), first, last))
        return sorted(found, key=lambda passage: passage.start)

    def _worth_trying(self, vocabulary: frozenset[str], languages: frozenset[str]) -> Iterator[Phrase]:
        numbers = set(self._without_cue)
        for cue in self._cues & vocabulary:
            numbers.update(self._by_cue[cue])
        for number in sorted(numbers):
            phrase = self.phrases[number]
            # Of its first cue a word is there, or it would not be tried.
            if phrase.language in languages and _holds(vocabulary, phrase.cues[1:]):
                yield phrase


def _holds(vocabulary: frozenset[str], cues: Iterable[frozenset[str]]) -> bool:
    """Whether a text has a word of each cue. A plain loop: this is asked some hundred times of a comment."""
    for cue in cues:  # noqa: SIM110
        if vocabulary.isdisjoint(cue):
            return False
    return True


def _telling_words(phrases: Iterable[Phrase]) -> set[str]:
    """Words worth reading in disguise: those of every phrase that an ordinary text need not hold."""
    common = cue_words("common", OURS)
    return {word for phrase in phrases for cue in phrase.cues for word in cue if word not in common}


# Compiled when first tried: most phrases never meet their cues, and compiling all of them takes a second.
@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


class _Parser:
    """Reads a file of phrases from top to bottom."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.names: dict[str, _Piece] = {"number": _Piece(r"(?: \d[\dk]*){1,3}")}
        self.kinds: dict[str, list[str]] = {}
        self._known: dict[tuple[str, str], _Piece] = {}  # what was read before

    def parse(self, lines: Iterable[str], where: str) -> Iterator[Phrase]:
        grade = kind = ""
        for number, raw in enumerate(lines, 1):
            line = raw.partition("#")[0].strip()
            if not line:
                continue
            place = f"{where}, line {number}"
            if line.startswith("["):
                grade, _, kind = line.strip("[]").partition(" ")
                if grade not in GRADES or not line.endswith("]"):
                    raise BadLexicon(f"{place}: {line!r} is not a heading such as [severe].")
            elif line.startswith("<") and "=" in line:
                self._define(line, place)
            elif not grade:
                raise BadLexicon(f"{place}: {line!r} stands before any heading such as [severe].")
            else:
                yield from self._phrases(line, grade, kind, place)

    def _define(self, line: str, place: str) -> None:
        name, _, words = line.partition("=")
        name, _, kind = name.strip().strip("<>").partition(":")
        piece = self._choice(words, "", place)
        if kind:
            self.kinds.setdefault(name, []).append(kind)
        self.names[f"{name}:{kind}" if kind else name] = piece
        self._known.clear()

    def _phrases(self, line: str, grade: str, kind: str, place: str) -> Iterator[Phrase]:
        kinds = next((kinds for name, kinds in self.kinds.items() if f"<{name}>" in line), [kind])
        for each in kinds:
            piece = self._sequence(line, each, place)
            if not any(letter.isalpha() for letter in piece.expression):
                raise BadLexicon(f"{place}: {line!r} holds no word to look for.")
            cues = tuple(_rarest(piece.cues))
            yield Phrase(self.language, grade, each, rf"{piece.expression}(?= )", cues)

    def _sequence(self, text: str, kind: str, place: str) -> _Piece:
        expression = ""
        cues: list[frozenset[str]] = []
        for part in PART.finditer(text):
            key = part[0], kind if "<" in part[0] else ""
            piece = self._known.get(key) or self._part(part, kind, place)
            self._known[key] = piece
            expression += piece.expression
            cues.extend(piece.cues)
        return _Piece(expression, tuple(cues))

    def _part(self, part: re.Match[str], kind: str, place: str) -> _Piece:
        if part["space"]:
            return _Piece("")
        if part["bad"]:
            raise BadLexicon(f"{place}: {part['bad']!r} is out of place.")
        if part["gap"]:
            return _Piece(rf"(?: {ANY}){{0,{part['gap']}}}?")
        if part["edge"]:
            return _Piece(r"(?<![^.])" if part["edge"] == "^" else r"(?= (?:\.|$))")
        if part["choice"] is not None:
            piece = self._choice(part["choice"], kind, place)
            if part["not"]:
                return _Piece(rf"(?!{piece.expression}(?= ))")
            return _maybe(piece, part["maybe_choice"])
        if part["name"]:
            return _maybe(self._named(part["name"], kind, place), part["maybe_name"])
        return _maybe(_word(part["word"], self.language), part["maybe_word"])

    def _choice(self, text: str, kind: str, place: str) -> _Piece:
        pieces = [self._sequence(choice, kind, place) for choice in _alternatives(text) if choice.strip()]
        if not pieces:
            raise BadLexicon(f"{place}: a choice of nothing.")
        expression = _either([piece.expression for piece in pieces], AFTER[self.language].pattern)
        if all(piece.cues for piece in pieces):
            cue = frozenset().union(*(_rarest(piece.cues)[0] for piece in pieces))
            return _Piece(f"(?:{expression})", (cue,))
        return _Piece(f"(?:{expression})")

    def _named(self, name: str, kind: str, place: str) -> _Piece:
        for known in (f"{name}:{kind}", name):
            if known in self.names:
                return self.names[known]
        raise BadLexicon(f"{place}: <{name}> is not defined above.")


def _alternatives(text: str) -> Iterator[str]:
    """What stands between bars, those in further brackets left alone."""
    depth = begin = 0
    for place, sign in enumerate(text):
        if sign == "|" and not depth:
            yield text[begin:place]
            begin = place + 1
        depth += (sign == "(") - (sign == ")")
    yield text[begin:]


def _either(expressions: list[str], endings: str) -> str:
    """One of several. Those that take endings share them: ninety copies take long to compile."""
    stems = [each.removesuffix(endings) for each in expressions if each.endswith(endings)]
    others = [each for each in expressions if not each.endswith(endings)]
    return "|".join([*others, f"(?:{'|'.join(stems)}){endings}"] if stems else others)


def _rarest(cues: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Those that an ordinary text is least likely to hold come first."""
    return sorted(cues, key=_commonness)


@cache
def _commonness(cue: frozenset[str]) -> tuple[int, int]:
    common = cue_words("common", OURS)
    return sum(word in common or "*" in word for word in cue), len(cue)


def _word(word: str, language: str) -> _Piece:
    if word == "*":
        return _Piece(f" {ANY}")
    folded = fold_phrase(word.rstrip("*+"))
    joined = JOINED.get(language, ())
    before = rf" (?:{'|'.join(joined)})?" if joined else " "
    expression = before + re.escape(folded).replace("'", "'?").replace(r"\ ", " ")
    words = [{each, each.replace("'", "")} for each in folded.split()]
    if words:
        words[0] |= {first + each for first in joined for each in words[0]}
    if word.endswith("*"):
        expression += "[^ .]*"
    elif word.endswith("+"):
        expression += AFTER[language].pattern
    if words and word.endswith(("*", "+")):
        words[-1] = set(map(beginning, words[-1]))
    return _Piece(expression, tuple(map(frozenset, words)))


def _maybe(piece: _Piece, maybe: str | None) -> _Piece:
    return _Piece(f"(?:{piece.expression})?") if maybe else piece
