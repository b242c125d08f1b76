"""How far two moderators agree who each read a comment, the second not knowing what the first decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from comments import clock
from comments.models import SecondReading


@dataclass(frozen=True, slots=True)
class Readings:
    """Of comments first decided one way: approved, or rejected under a guideline."""

    decided: str  # a guideline's code; empty for approved
    read: int
    same_outcome: int
    same: int  # the guideline too


def readings(days: int) -> dict[str, Readings]:
    """By how the comment was first decided."""
    read, outcomes, same = Counter[str](), Counter[str](), Counter[str]()
    since = clock.now() - timedelta(days=days)
    listed = SecondReading.objects.filter(read_at__gte=since).select_related("decision")
    for reading in listed.prefetch_related("decision__guideline", "decision__further__guideline"):
        decided = reading.decision.guideline_id or ""
        read[decided] += 1
        outcomes[decided] += reading.outcome == reading.decision.outcome
        same[decided] += reading.agrees
    return {code: Readings(code, read[code], outcomes[code], same[code]) for code in read}
