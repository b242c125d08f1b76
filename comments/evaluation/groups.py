"""The groups of people whose comments are measured apart, and the words by which a comment names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comments.checks.folding import fold, fold_phrase
from comments.checks.inflection import may_follow, may_precede
from comments.evaluation.sections import SENTENCES, BadSentences, sections

HEADING = "groups"
COLUMNS = {
    "en": ("code", "adjective", "person", "people", "words"),
    "ar": ("code", "person", "people", "to", "words"),
    "tr": ("code", "adjective", "people", "words"),
}
LONGEST_BEFORE = 4  # letters that Arabic writes on to a name


@dataclass(frozen=True, slots=True)
class Group:
    """A group as one language names it."""

    code: str
    forms: dict[str, str]
    words: frozenset[str]  # folded
    others: frozenset[str]  # that begin like one of them and name nobody


def groups_in(path: Path, language: str) -> list[Group]:
    groups = []
    for heading, line, place in sections(path):
        if heading != HEADING:
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != len(COLUMNS[language]) or not all(cells):
            raise BadSentences(f"{place}: must hold {' | '.join(COLUMNS[language])}.")
        forms = dict(zip(COLUMNS[language], cells, strict=True))
        words = forms.pop("words").split()
        named = frozenset(fold_phrase(word) for word in words if not word.startswith("!"))
        others = frozenset(fold_phrase(word[1:]) for word in words if word.startswith("!"))
        groups.append(Group(forms.pop("code"), forms, named, others))
    return groups


GROUPS_IN = {language: groups_in(SENTENCES / "neutral" / f"{language}.txt", language) for language in COLUMNS}
GROUPS = tuple(dict.fromkeys(group.code for groups in GROUPS_IN.values() for group in groups))
NUMBERS = {code: number for number, code in enumerate(GROUPS)}


def named_groups(text: str, language: str) -> int:
    """A bit for each group that a comment names, in the order of GROUPS."""
    names = _names(language if language in COLUMNS else "en")
    bits = 0
    for word in fold(text).vocabulary:
        bits |= _bits(word, names, language)
    return bits


@cache
def _names(language: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for group in GROUPS_IN[language]:
        for word in group.words:
            names[word] = names.get(word, 0) | 1 << NUMBERS[group.code]
    return names


@cache
def _others(language: str) -> tuple[str, ...]:
    return tuple(word for group in GROUPS_IN[language] for word in group.others)


def _bits(word: str, names: dict[str, int], language: str) -> int:
    if word in names:
        return names[word]
    if language == "tr" and not word.startswith(_others("tr")):
        for length in range(len(word) - 1, 2, -1):
            if word[:length] in names and may_follow(word[:length], word[length:], "tr", verb=False):
                return names[word[:length]]
    if language == "ar":
        for length in range(1, LONGEST_BEFORE + 1):
            if word[length:] in names and may_precede(word[:length], "ar"):
                return names[word[length:]]
    return 0
