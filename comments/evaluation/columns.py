"""The scores of one label, kept small: a file of any length is held as a few numbers for each row."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

Keep = Callable[[int], bool]


@dataclass(slots=True)
class Column:
    """What one judge, the checks or another filter, makes of the comments that people judged of one label."""

    judged: bytearray = field(default_factory=bytearray)
    scores: array[float] = field(default_factory=lambda: array("d"))
    looks: bytearray = field(default_factory=bytearray)
    languages: bytearray = field(default_factory=bytearray)
    groups: array[int] = field(default_factory=lambda: array("Q"))  # a bit for each group named

    def __len__(self) -> int:
        return len(self.judged)

    def add(self, judged: int, score: float, *, look: bool, language: int, groups: int) -> None:
        self.judged.append(judged)
        self.scores.append(score)
        self.looks.append(look)
        self.languages.append(language)
        self.groups.append(groups)

    def extend(self, other: Column) -> None:
        self.judged += other.judged
        self.scores.extend(other.scores)
        self.looks += other.looks
        self.languages += other.languages
        self.groups.extend(other.groups)

    def scores_of(self, judged: int, keep: Keep | None = None) -> list[float]:
        return [
            score
            for place, score in enumerate(self.scores)
            if self.judged[place] == judged and (keep is None or keep(place))
        ]

    def looks_of(self, judged: int, keep: Keep | None = None) -> int:
        """How many comments judged so or otherwise were given a look."""
        return sum(
            look
            for place, look in enumerate(self.looks)
            if self.judged[place] == judged and (keep is None or keep(place))
        )

    def written_in(self, language: int) -> Keep:
        return lambda place: self.languages[place] == language

    def naming(self, group: int) -> Keep:
        return lambda place: bool(self.groups[place] >> group & 1)

    def not_naming(self, group: int) -> Keep:
        return lambda place: not self.groups[place] >> group & 1
