"""What the parts of all checks come to: one verdict for each guideline, and one score.

Only this module decides between clear and look.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from comments.checks.grades import together
from comments.checks.protocol import Finding
from comments.parts import SAID_NOTHING, Part

CLEAR, LOOK, FAILED = "clear", "look", "failed"

# The chance from which the verdict is `look`, where a check that learned from examples has an opinion.
# Chosen so that few civil comments and hardly a sentence of news get one; docs/checks.md has the figures.
DEFAULT_THRESHOLDS: Mapping[str, float] = {
    "personal_attacks": 0.16,
    "profanity": 0.2,
    "abuse": 0.35,
    "threats": 0.3,
}
# From what grade on the rules' word is enough, whatever examples say.
GRADES_ENOUGH: Mapping[str, float] = {"personal_attacks": 0.9}
OTHER_THRESHOLD = 0.5
# How much a guideline's score says about a rejection. Relevance only advises; most links do no harm.
WEIGHTS: Mapping[str, float] = {"relevance": 0.3, "promotion": 0.3}
# What examples of offensive comments tell of; they know nothing of the other guidelines.
OFFENCES = frozenset({"profanity", "threats", "personal_attacks", "vulgarity", "abuse"})
# What is aimed at somebody is hardly likelier than any offence at all; one may swear at the rain.
AIMED = frozenset({"threats", "personal_attacks", "abuse"})
SLACK = 1.0  # by so much, in log odds, it may be


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks say of one guideline. The strongest word is `look`: people decide."""

    guideline: str
    verdict: str
    score: float = 0.0
    reason: str = ""  # why it failed; also beside a `look` when another check of the guideline failed
    findings: tuple[Finding, ...] = ()
    grade: float = 0.0  # what the rules say, without those who learned from examples


def judge(code: str, parts: Sequence[Part], *, asked: float | None, offence: float) -> Verdict:
    """One guideline's verdict. `asked` is the threshold that the settings name for it."""
    heard = [part for part in parts if not part.failure and not part.is_left_to_others]
    failure = next((part.failure for part in parts if part.failure), "" if heard else SAID_NOTHING)
    grade = _grade(heard)
    opinions = [part.opinion for part in heard if part.opinion]
    if opinions:
        score = fmean(opinion.chance(grade) for opinion in opinions)
        most = offence if code in AIMED else 1.0
        enough = asked or GRADES_ENOUGH.get(code, OTHER_THRESHOLD)
        likely = asked or DEFAULT_THRESHOLDS.get(code, OTHER_THRESHOLD)
        is_look = grade >= enough or min(score, most) >= likely
        score = round(min(score, _with_slack(most)), 4)
    else:
        score = grade
        is_look = grade >= (asked or OTHER_THRESHOLD)
    if is_look:
        return Verdict(code, LOOK, score, failure, _said_once(heard), grade)
    # What examples alone point at would only distract where nobody is asked to look.
    by_rules = _said_once([part for part in heard if part.opinion is None])
    return Verdict(code, FAILED if failure else CLEAR, score, failure, by_rules, grade)


def offence_in(parts: Mapping[str, Sequence[Part]]) -> float:
    """How likely people would call the comment offensive, whatever the guideline."""
    told = _of_offences(parts)
    grade = _grade(part for part in told if not part.failure)
    # A part read without allowed words may have changed its mind of the whole.
    chances = [part.overall.chance(grade) for part in told if part.overall]
    return min(chances) if chances else grade


def overall(verdicts: Iterable[Verdict], offence: float) -> float:
    """How likely a moderator would reject the comment, all told."""
    others = [verdict for verdict in verdicts if verdict.guideline not in OFFENCES]
    return together([offence, *(WEIGHTS.get(verdict.guideline, 1.0) * verdict.score for verdict in others)])


def with_the_likeliest(
    verdicts: Sequence[Verdict],
    parts: Mapping[str, Sequence[Part]],
    *,
    asked: Mapping[str, float],
    offence: float,
) -> tuple[Verdict, ...]:
    """The verdicts; a comment that offends, though nobody can say how, is shown under the likeliest."""
    likeliest = next((part.likeliest for part in _of_offences(parts) if part.likeliest in parts), "")
    is_explained = any(verdict.verdict == LOOK for verdict in verdicts if verdict.guideline in OFFENCES)
    threshold = asked.get(likeliest) or DEFAULT_THRESHOLDS.get(likeliest, OTHER_THRESHOLD)
    if not likeliest or is_explained or offence < threshold:
        return tuple(verdicts)
    heard = [part for part in parts[likeliest] if not part.failure]
    return tuple(
        replace(verdict, verdict=LOOK, findings=_said_once(heard))
        if verdict.guideline == likeliest
        else verdict
        for verdict in verdicts
    )


def _of_offences(parts: Mapping[str, Sequence[Part]]) -> list[Part]:
    return [part for code, said in parts.items() if code in OFFENCES for part in said]


def _with_slack(chance: float) -> float:
    odds = math.exp(SLACK) * chance
    return odds / (odds + 1 - chance)


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
