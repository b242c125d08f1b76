"""What the parts of all checks come to: one verdict for each guideline, and one score.

Only this module decides between clear and look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from comments.checks.grades import together
from comments.checks.protocol import Finding
from comments.parts import SAID_NOTHING, Part

CLEAR, LOOK, FAILED = "clear", "look", "failed"

OVERALL = "overall"
# The chance from which the verdict is `look`, where a check that learned from examples has an opinion.
# Chosen so that few civil comments and hardly a sentence of news are given one; docs/checks.md has the figures.
DEFAULT_THRESHOLDS: Mapping[str, float] = {
    "personal_attacks": 0.25,
    "profanity": 0.25,
    "abuse": 0.25,
    "threats": 0.25,
    OVERALL: 0.25,
}
# From what grade on the rules' word is enough, whatever examples say.
GRADES_ENOUGH: Mapping[str, float] = {"personal_attacks": 0.9}
OTHER_THRESHOLD = 0.5
# How much a guideline's score says about a rejection. Relevance only advises; most links do no harm.
WEIGHTS: Mapping[str, float] = {"relevance": 0.3, "promotion": 0.5}
# What examples of offensive comments tell of; they know nothing of the other guidelines.
OFFENCES = frozenset({"profanity", "threats", "personal_attacks", "vulgarity", "abuse"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks say of one guideline. The strongest word is `look`: people decide."""

    guideline: str
    verdict: str
    score: float = 0.0
    reason: str = ""  # why it failed; also beside a `look` when another check of the guideline failed
    findings: tuple[Finding, ...] = ()
    grade: float = 0.0  # what the rules say, without those who learned from examples


def judge(code: str, parts: Sequence[Part], asked: float | None) -> Verdict:
    """One guideline's verdict. `asked` is the threshold that the settings name for it."""
    heard = [part for part in parts if not part.failure and not part.is_left_to_others]
    failure = next((part.failure for part in parts if part.failure), "" if heard else SAID_NOTHING)
    grade = _grade(heard)
    opinions = [part.opinion for part in heard if part.opinion]
    score = round(fmean(opinion.chance(grade) for opinion in opinions), 4) if opinions else grade
    enough, likely = OTHER_THRESHOLD, OTHER_THRESHOLD
    if opinions:
        enough, likely = GRADES_ENOUGH.get(code, enough), DEFAULT_THRESHOLDS.get(code, likely)
    if grade >= (asked or enough) or score >= (asked or likely):
        return Verdict(code, LOOK, score, failure, _said_once(heard), grade)
    # What examples alone point at would only distract where nobody is asked to look.
    by_rules = _said_once([part for part in heard if part.opinion is None])
    return Verdict(code, FAILED if failure else CLEAR, score, failure, by_rules, grade)


def overall(verdicts: Iterable[Verdict], parts: Mapping[str, Sequence[Part]]) -> float:
    """How likely a moderator would reject the comment, all told."""
    told = [part for code in parts if code in OFFENCES for part in parts[code]]
    others = [verdict for verdict in verdicts if verdict.guideline not in OFFENCES]
    return together(
        [
            _offence(told),
            *(WEIGHTS.get(verdict.guideline, 1.0) * verdict.score for verdict in others),
        ]
    )


def with_the_likeliest(
    verdicts: Sequence[Verdict], parts: Mapping[str, Sequence[Part]], asked: Mapping[str, float]
) -> tuple[Verdict, ...]:
    """The verdicts; a comment that offends, though nobody can say how, is shown under the likeliest."""
    told = [part for code in parts if code in OFFENCES for part in parts[code]]
    likeliest = next((part.likeliest for part in told if part.likeliest in parts), "")
    threshold = max(asked.get(OVERALL, DEFAULT_THRESHOLDS[OVERALL]), asked.get(likeliest, 0.0))
    is_explained = any(verdict.verdict == LOOK for verdict in verdicts if verdict.guideline in OFFENCES)
    if not likeliest or is_explained or _offence(told) < threshold:
        return tuple(verdicts)
    heard = [part for part in parts[likeliest] if not part.failure]
    return tuple(
        replace(verdict, verdict=LOOK, findings=_said_once(heard))
        if verdict.guideline == likeliest
        else verdict
        for verdict in verdicts
    )


def _offence(parts: Sequence[Part]) -> float:
    grade = _grade([part for part in parts if not part.failure])
    # A part read without allowed words may have changed its mind of the whole.
    chances = [part.overall.chance(grade) for part in parts if part.overall]
    return min(chances) if chances else grade


def _grade(parts: Iterable[Part]) -> float:
    return together(part.score for part in parts if part.opinion is None)


def _said_once(parts: Sequence[Part]) -> tuple[Finding, ...]:
    """The findings of all checks of a guideline; what a later one says of words already marked is no news."""
    kept: list[Finding] = []
    for part in sorted(parts, key=lambda part: part.opinion is not None):
        kept.extend([each for each in part.findings if not any(_overlap(each, other) for other in kept)])
    return tuple(sorted(kept, key=lambda finding: finding.start))


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end
