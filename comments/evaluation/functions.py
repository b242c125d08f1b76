"""A functional suite: sentences of one purpose each, and whether a check should say `look`, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from comments.checks.protocol import Submission
from comments.evaluation.answers import HARMS, looked_at
from comments.evaluation.sections import SENTENCES, BadSentences, sections
from comments.screening import screen

FOLDER = SENTENCES / "functions"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, what it exercises, and the guidelines of which one should say look; none for innocents."""

    text: str
    language: str
    functionality: str
    expected: frozenset[str]


@dataclass(slots=True)
class Tally:
    """Of the sentences of one functionality: how many were answered as expected."""

    read: int = 0
    right: int = 0  # a look, or none
    rightly_named: int = 0  # under a guideline that was expected

    @property
    def accuracy(self) -> float | None:
        return self.right / self.read if self.read else None

    @property
    def named(self) -> float | None:
        return self.rightly_named / self.read if self.read else None

    def add(self, case: Case, looks: frozenset[str]) -> None:
        self.read += 1
        self.right += bool(looks) == bool(case.expected)
        self.rightly_named += bool(looks & case.expected) if case.expected else not looks


@dataclass(slots=True)
class FunctionsResult:
    """Tallies by language and functionality, in the order of the files."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    expects: dict[str, frozenset[str]] = field(default_factory=dict)
    wrong: list[tuple[Case, tuple[str, ...]]] = field(default_factory=list)

    @property
    def languages(self) -> list[str]:
        return list(dict.fromkeys(language for language, _ in self.tallies))

    @property
    def read(self) -> int:
        return sum(tally.read for tally in self.tallies.values())

    def tally(self, functionality: str, languages: Iterable[str]) -> Tally:
        return _added(self.tallies[key] for key in self._keys(languages) if key[1] == functionality)

    def innocent(self, languages: Iterable[str]) -> Tally:
        return _added(self.tallies[key] for key in self._keys(languages) if not self.expects[key[1]])

    def harmful(self, languages: Iterable[str]) -> Tally:
        return _added(self.tallies[key] for key in self._keys(languages) if self.expects[key[1]])

    def macro_f1(self, languages: Iterable[str]) -> float | None:
        """The mean of F1 for sentences that deserve a look and for those that do not."""
        harmful, innocent = self.harmful(languages), self.innocent(languages)
        if not harmful.read or not innocent.read:
            return None
        return (_f1(harmful, innocent) + _f1(innocent, harmful)) / 2

    def _keys(self, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
        wanted = set(languages)
        return (key for key in self.tallies if key[0] in wanted)


def measure_functions() -> FunctionsResult:
    result = FunctionsResult()
    for case in cases():
        screened = screen(Submission(case.text, language=case.language), budget_ms=float("inf"))
        looks = looked_at(screened) & frozenset(HARMS)
        result.expects[case.functionality] = case.expected
        result.tallies[case.language, case.functionality].add(case, looks)
        if bool(looks) != bool(case.expected):
            result.wrong.append((case, tuple(sorted(looks))))
    return result


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.txt"), key=lambda path: (path.stem != "en", path.stem)):
        for heading, text, place in sections(path):
            name, bar, expected = heading.partition("|")
            guidelines = frozenset(expected.split()) - {NONE}
            if not bar or not expected.strip() or guidelines - set(HARMS):
                raise BadSentences(
                    f"{place}: stands under [{heading}], which names no guideline, nor {NONE}."
                )
            yield Case(text, path.stem, name.strip(), guidelines)


def _f1(kind: Tally, other: Tally) -> float:
    wrong = (kind.read - kind.right) + (other.read - other.right)
    return 2 * kind.right / (2 * kind.right + wrong) if kind.right else 0.0


def _added(parts: Iterable[Tally]) -> Tally:
    total = Tally()
    for part in parts:
        total.read += part.read
        total.right += part.right
        total.rightly_named += part.rightly_named
    return total
