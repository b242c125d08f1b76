"""A decision as something to learn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from comments.adapting import adapted
from comments.checks.house import House
from comments.screening import FAILED, LOOK, Screened, Verdict


@dataclass(frozen=True)
class Example:
    """A comment as the shipped checks read it, and what a moderator made of it."""

    text: str
    screened: Screened
    rejected_under: frozenset[str]  # empty: approved
    is_evidence_hidden: bool = False  # decided without seeing what the checks found

    @property
    def language(self) -> str:
        return self.screened.language

    @property
    def overall(self) -> float:
        return self.screened.score

    @cached_property
    def scores(self) -> Mapping[str, float]:
        """By guideline, of what could be read."""
        return {v.guideline: v.score for v in self.screened.verdicts if v.verdict != FAILED}

    @cached_property
    def looks(self) -> frozenset[str]:
        return frozenset(v.guideline for v in self.screened.verdicts if v.verdict == LOOK)

    @property
    def is_rejected(self) -> bool:
        return bool(self.rejected_under)

    def judged(self, guideline: str) -> bool | None:
        """Whether it breaks the guideline. Of a comment rejected under another, nobody was asked."""
        if not self.is_rejected:
            return False
        return True if guideline in self.rejected_under else None

    def read_by(self, house: House | None) -> tuple[tuple[Verdict, ...], float]:
        """Verdicts and score with a model of the house, or with the shipped checks alone."""
        if house is None:
            return self.screened.verdicts, self.screened.score
        return adapted(house, self.text, self.language, self.screened.verdicts, self.screened.score, {})
