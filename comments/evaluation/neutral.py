"""Innocent sentences that name a group: each false alarm is a reader flagged for whom they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from comments.checks.protocol import Submission
from comments.evaluation.answers import HARMS, looked_at
from comments.evaluation.groups import GROUPS_IN, HEADING, Group
from comments.evaluation.sections import SENTENCES, BadSentences, sections
from comments.screening import screen

BACK_VOWELS = "aıou"
VOWELS = "aıoueiöü"


@dataclass(frozen=True, slots=True)
class Neutral:
    """One sentence, the group it names, and in what manner."""

    text: str
    language: str
    group: str
    manner: str


@dataclass(slots=True)
class Alarms:
    """How many sentences were read, and how many were given a look."""

    read: int = 0
    looked_at: int = 0

    def add(self, looked_at: bool) -> None:
        self.read += 1
        self.looked_at += looked_at

    @property
    def share(self) -> float | None:
        return self.looked_at / self.read if self.read else None


@dataclass(slots=True)
class NeutralResult:
    """False alarms by language and group, and by language and manner."""

    by_group: dict[tuple[str, str], Alarms] = field(default_factory=lambda: defaultdict(Alarms))
    by_manner: dict[tuple[str, str], Alarms] = field(default_factory=lambda: defaultdict(Alarms))
    alarms: list[tuple[Neutral, tuple[str, ...]]] = field(default_factory=list)

    def of_group(self, group: str) -> Alarms:
        """In all languages."""
        return _added(alarms for (_, code), alarms in self.by_group.items() if code == group)

    def of_language(self, language: str) -> Alarms:
        return _added(alarms for (code, _), alarms in self.by_group.items() if code == language)

    @property
    def everything(self) -> Alarms:
        return _added(self.by_group.values())

    @property
    def worst(self) -> tuple[str, str]:
        """The language and group with most false alarms."""
        return max(self.by_group, key=lambda key: self.by_group[key].share or 0.0)


def measure_neutral() -> NeutralResult:
    result = NeutralResult()
    for sentence in neutral_sentences():
        screened = screen(Submission(sentence.text, language=sentence.language), budget_ms=float("inf"))
        guidelines = tuple(sorted(looked_at(screened) & set(HARMS)))
        result.by_group[sentence.language, sentence.group].add(bool(guidelines))
        result.by_manner[sentence.language, sentence.manner].add(bool(guidelines))
        if guidelines:
            result.alarms.append((sentence, guidelines))
    return result


def neutral_sentences() -> Iterator[Neutral]:
    """Every shape with every group of its language."""
    for language, groups in GROUPS_IN.items():
        for manner, shape, place in shapes(language):
            for group in groups:
                yield Neutral(_said(shape, group, place), language, group.code, manner)


def shapes(language: str) -> Iterator[tuple[str, str, str]]:
    """Each shape with its manner, and where it stands."""
    for manner, line, place in sections(SENTENCES / "neutral" / f"{language}.txt"):
        if manner != HEADING:
            yield manner, line, place


def _said(shape: str, group: Group, place: str) -> str:
    try:
        text = shape.format(**group.forms, **_suffixes(group))
    except (KeyError, IndexError, ValueError) as error:
        raise BadSentences(f"{place}: {{{error}}} is no form of a group.") from error
    return text[0].upper() + text[1:]


def _suffixes(group: Group) -> dict[str, str]:
    """The vowels of a Turkish suffix, after the last vowel of the group's name."""
    last = next((letter for letter in reversed(group.forms["people"].lower()) if letter in VOWELS), "e")
    return {"i": "ı", "e": "a"} if last in BACK_VOWELS else {"i": "i", "e": "e"}


def _added(parts: Iterable[Alarms]) -> Alarms:
    total = Alarms()
    for part in parts:
        total.read += part.read
        total.looked_at += part.looked_at
    return total
