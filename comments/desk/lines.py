"""What a card says under each guideline: the word of the checks, and their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comments.desk.evidence import Evidence
from comments.models import Guideline, Verdict

KEYS = 9  # guidelines that have a number key


@dataclass(frozen=True)
class Reason:
    """What is said of one or more passages under a guideline."""

    sentence: str
    kind: str
    is_quotation: bool
    is_whole: bool
    evidence: list[Evidence]


@dataclass(frozen=True)
class Line:
    """A guideline: what the checks say of it, and whether it is chosen for a rejection."""

    guideline: Guideline
    title: str
    key: int | None
    verdict: Verdict | None
    reasons: list[Reason]
    is_chosen: bool

    @property
    def word(self) -> str:
        return self.verdict.verdict if self.verdict else "yours"

    @property
    def says(self) -> str:
        return self.verdict.get_verdict_display() if self.verdict else _("yours to judge")


def line_of(
    number: int,
    guideline: Guideline,
    verdict: Verdict | None,
    evidence: Iterable[Evidence],
    *,
    chosen: list[str] | None,
) -> Line:
    """`evidence` is all of the comment's; `chosen` what the moderator chose, None before they have."""
    looked_at = verdict is not None and verdict.verdict == Verdict.Word.LOOK
    return Line(
        guideline=guideline,
        title=str(guideline),
        key=number if number <= KEYS else None,
        verdict=verdict,
        reasons=_reasons(item for item in evidence if item.guideline.pk == guideline.pk),
        is_chosen=looked_at if chosen is None else guideline.pk in chosen,
    )


def _reasons(evidence: Iterable[Evidence]) -> list[Reason]:
    """Passages of the same reason together: forty of them are read as one sentence."""
    reasons: dict[tuple, Reason] = {}
    for item in evidence:
        about = item.finding.reason, item.finding.kind, item.is_quotation, item.is_whole
        reasons.setdefault(about, Reason(*about, evidence=[])).evidence.append(item)
    return list(reasons.values())
