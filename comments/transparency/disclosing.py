"""Which figures are kept back, as they would say something of a single person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from comments.models import CountedMonth
from comments.transparency.counting import Figures

FEWEST = 20  # comments that a language's figures of a month are made of


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What is told of a month: all together, and each language, with None for one that is kept back."""

    month: date
    until: datetime
    is_final: bool
    all: Figures
    languages: dict[str, Figures | None]

    @classmethod
    def of(cls, kept: CountedMonth) -> Disclosed:
        languages = {tag: Figures(**said) for tag, said in kept.figures["languages"].items()}
        hidden = _kept_back(languages)
        return cls(
            month=kept.month,
            until=kept.until,
            is_final=kept.is_final,
            all=Figures(**kept.figures["all"]),
            languages={tag: None if tag in hidden else said for tag, said in languages.items()},
        )

    def of_language(self, language: str | None) -> Figures | None:
        """None where it is kept back. Of a language in which nothing happened: nothing, in figures."""
        return self.all if language is None else self.languages.get(language, Figures())


def _kept_back(languages: dict[str, Figures]) -> set[str]:
    """Languages of which so few comments are counted that they could be told apart.

    Nobody is to find them as the rest of the total either, so what is kept back is at least two languages
    and FEWEST comments, where there are as many.
    """
    by_size = sorted(languages, key=lambda tag: (_size(languages[tag]), tag))
    number = sum(_size(languages[tag]) < FEWEST for tag in by_size)
    while 0 < number < len(by_size) and not _is_crowd([languages[tag] for tag in by_size[:number]]):
        number += 1
    return set(by_size[:number])


def _size(figures: Figures) -> int:
    """Of how many comments the figures speak: of the fewer, where something was decided."""
    return min(figures.received, figures.decided) if figures.decided else figures.received


def _is_crowd(several: list[Figures]) -> bool:
    return len(several) > 1 and sum(map(_size, several)) >= FEWEST
