"""Word lists that an editor can read: one text file for each language and guideline.

[severe]            words below are of this grade: severe, moderate or mild
fuck | verb         a word, then how it may be matched
son of a bitch      a phrase
[severe racism]     of abuse, the kind as well
[innocent]          words and phrases that hold a listed word and mean no harm
cocktail            …and a star at the end stands for any ending: cocktail*
# a note, for whoever reads the list
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from comments.checks.folding import END, fold_phrase
from comments.checks.inflection import softened

LISTS = Path(__file__).parent / "lexicons"
LANGUAGES = ("en", "ar", "ckb", "kmr", "tr")
GRADES = ("severe", "moderate", "mild")
INNOCENT = "innocent"
OPTIONS = frozenset(
    {
        "exact",  # no endings, no attached words
        "verb",  # takes a verb's endings too
        "marks",  # only with its own letters: "kîr", never "kir"
        "native",  # only in a comment written in this language
        "plain",  # never looked for in disguise
    }
)


class BadLexicon(ValueError):
    """A word list that cannot be used, and where."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a word list."""

    spelling: str
    folded: str
    language: str
    guideline: str
    grade: str
    kind: str = ""
    options: frozenset[str] = frozenset()
    any_ending: bool = False

    @property
    def is_innocent(self) -> bool:
        return self.grade == INNOCENT

    @property
    def is_word(self) -> bool:
        return " " not in self.folded


@cache
def shipped(guideline: str) -> tuple[Entry, ...]:
    """The lists of a guideline in every language that has one."""
    entries: list[Entry] = []
    for language in LANGUAGES:
        path = LISTS / language / f"{guideline}.txt"
        if path.exists():
            entries.extend(read_list(path, language, guideline))
    return tuple(entries)


def read_lines(path: Path) -> list[str]:
    """The lines of a file that an editor keeps. Raises BadLexicon."""
    try:
        return path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise BadLexicon(f"{path}: is not UTF-8 text ({error.reason} at byte {error.start}).") from error


def plain_words(path: Path) -> frozenset[str]:
    """The words of a file that is nothing but words and notes."""
    return frozenset(word for line in read_lines(path) for word in line.partition("#")[0].split())


def read_list(path: Path, language: str, guideline: str) -> list[Entry]:
    entries = list(_parse(read_lines(path), str(path), language, guideline))
    if not any(not entry.is_innocent for entry in entries):
        raise BadLexicon(f"{path}: holds no words.")
    return entries


def parse_words(lines: Iterable[str], *, language: str, guideline: str) -> tuple[Entry, ...]:
    """A word list given as lines, for a test or a site of few words."""
    return tuple(_parse(lines, "words", language, guideline))


def digest() -> str:
    """Names the word lists in use: changes whenever any of them does."""
    total = hashlib.sha256()
    for path in sorted(LISTS.rglob("*.txt")):
        total.update(path.relative_to(LISTS).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _parse(lines: Iterable[str], where: str, language: str, guideline: str) -> Iterator[Entry]:
    if language not in LANGUAGES:
        raise BadLexicon(f"{where}: {language!r} is not one of {', '.join(LANGUAGES)}.")
    grade = kind = ""
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        place = f"{where}, line {number}"
        if line.startswith("["):
            grade, kind = _parse_heading(line, place)
            continue
        if not grade:
            raise BadLexicon(f"{place}: {line!r} stands before any heading such as [severe].")
        entry = _parse_entry(line, place, language, guideline, grade, kind)
        key = entry.spelling + "*" * entry.any_ending
        if key in seen:
            raise BadLexicon(f"{place}: {line!r} is already on line {seen[key]}.")
        seen[key] = number
        yield entry
        spelling = softened(entry.spelling, language)
        if spelling and not entry.any_ending and "exact" not in entry.options:
            yield replace(entry, spelling=spelling, folded=fold_phrase(spelling))


def _parse_heading(line: str, place: str) -> tuple[str, str]:
    grade, _, kind = line.strip("[]").partition(" ")
    if not line.endswith("]") or grade not in (*GRADES, INNOCENT):
        raise BadLexicon(
            f"{place}: {line!r} is not a heading; write [severe], [moderate], [mild] or [innocent]."
        )
    return grade, kind.strip()


def _parse_entry(line: str, place: str, language: str, guideline: str, grade: str, kind: str) -> Entry:
    spelling, _, rest = line.partition("|")
    options = frozenset(rest.replace(",", " ").split())
    if unknown := options - OPTIONS:
        raise BadLexicon(f"{place}: {', '.join(sorted(unknown))} is not one of {', '.join(sorted(OPTIONS))}.")
    spelling = spelling.strip()
    any_ending = spelling.endswith("*")
    spelling = spelling.removesuffix("*")
    folded = fold_phrase(spelling)
    if not any(letter.isalnum() for letter in folded):
        raise BadLexicon(f"{place}: {line!r} holds no letters.")
    if END in folded.split():
        raise BadLexicon(f"{place}: {line!r} holds a stop, where no sentence is left to match.")
    return Entry(spelling.lower(), folded, language, guideline, grade, kind, options, any_ending)
