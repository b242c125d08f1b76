"""The guidelines in force, as readers are shown them."""

from __future__ import annotations

from dataclasses import dataclass

from comments.directions import direction
from comments.guidelines import INTRODUCTION
from comments.models import GuidelineWording

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class ShownGuideline:
    code: str
    title: str
    text: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)


def guidelines_shown(language: str) -> list[ShownGuideline]:
    """Each in its newest wording in `language`, else in English, else in any. One query."""
    wordings = GuidelineWording.objects.filter(guideline__retired_at=None).select_related("guideline")
    by_guideline: dict[str, dict[str, GuidelineWording]] = {}
    for wording in wordings.order_by("guideline__position", "guideline_id", "version", "pk"):
        by_guideline.setdefault(wording.guideline_id, {})[wording.language] = wording
    return [_shown(worded, language) for worded in by_guideline.values()]


def introduction(language: str) -> tuple[str, str]:
    """What stands above them, and its language."""
    wanted = next(tag for tag in (*_wanted(language), FALLBACK) if tag in INTRODUCTION)
    return INTRODUCTION[wanted], wanted


def _shown(worded: dict[str, GuidelineWording], language: str) -> ShownGuideline:
    wanted = next((tag for tag in _wanted(language) if tag in worded), next(iter(worded)))
    wording = worded[wanted]
    return ShownGuideline(wording.guideline_id, wording.title, wording.text, wanted)


def _wanted(language: str) -> tuple[str, ...]:
    return (language, language.split("-")[0], FALLBACK)
