"""How well a model agrees with decisions it has not seen: overall, and under each guideline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from comments.checks.house import OVERALL, House
from comments.evaluation.curves import Curve
from comments.learning.example import Example
from comments.screening import LOOK, Verdict

FEW_ALARMS = 0.05
Scored = list[tuple[float, bool]]  # of each comment its score, and whether it has a look


@dataclass(frozen=True, slots=True)
class Figures:
    """Of comments approved and rejected. None where one kind is missing."""

    rejected: int
    approved: int
    area: float | None  # how often a rejected comment scores above an approved one
    average_precision: float | None
    recall: float | None  # at 5 % false alarms
    look_caught: float | None  # share of the rejected with a look
    look_alarms: float | None  # share of the approved with one

    def as_json(self) -> dict:
        return asdict(self)


def measure(
    examples: Sequence[Example], house: House | None, guidelines: Sequence[str]
) -> dict[str, Figures]:
    """By guideline, and overall."""
    readings = [example.read_by(house) for example in examples]
    figures = {OVERALL: _overall(examples, readings)}
    for code in guidelines:
        so: Scored = []
        otherwise: Scored = []
        for example, (verdicts, _score) in zip(examples, readings, strict=True):
            verdict = next((each for each in verdicts if each.guideline == code), None)
            judged = example.judged(code)
            if verdict is not None and judged is not None:
                (so if judged else otherwise).append((verdict.score, verdict.verdict == LOOK))
        figures[code] = _figures(so, otherwise)
    return figures


def _overall(examples: Sequence[Example], readings: Sequence[tuple[tuple[Verdict, ...], float]]) -> Figures:
    so: Scored = []
    otherwise: Scored = []
    for example, (verdicts, score) in zip(examples, readings, strict=True):
        is_looked_at = any(verdict.verdict == LOOK for verdict in verdicts)
        (so if example.is_rejected else otherwise).append((score, is_looked_at))
    return _figures(so, otherwise)


def _figures(so: Scored, otherwise: Scored) -> Figures:
    curve = Curve((score for score, _ in so), (score for score, _ in otherwise))
    return Figures(
        rejected=len(so),
        approved=len(otherwise),
        area=curve.area,
        average_precision=curve.average_precision,
        recall=curve.recall_at(FEW_ALARMS),
        look_caught=_share(so),
        look_alarms=_share(otherwise),
    )


def _share(scored: Scored) -> float | None:
    return sum(is_looked_at for _score, is_looked_at in scored) / len(scored) if scored else None
