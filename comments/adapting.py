"""Verdicts as a house model would have them: over what the checks said, never in place of it.

What failed stays failed. A threat or a slur that the rules are sure of is looked at, whatever was approved
before. Otherwise the house model may ask for a look, and may take one back; what was found is shown either
way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from comments.checks.house import OVERALL, Adapted, House
from comments.checks.protocol import Finding
from comments.verdicts import CLEAR, FAILED, LOOK, Verdict

# Where one missed does most harm, and the grade from which the rules' word is enough there.
HARMFUL = frozenset({"threats", "abuse"})
SURE = 0.9
WORDS = "Moderators of this site have often rejected comments with these words."
WHOLE = "Reads like comments that moderators of this site have rejected."


def adapted(
    house: House,
    text: str,
    language: str,
    verdicts: Sequence[Verdict],
    score: float,
    asked: Mapping[str, float],
) -> tuple[tuple[Verdict, ...], float]:
    """The verdicts and the score of the whole comment. `asked`: thresholds that the settings name."""
    scores = {verdict.guideline: verdict.score for verdict in verdicts if verdict.verdict != FAILED}
    known = house.read(text, language, scores, score)
    thresholds = {**house.thresholds, **asked}
    offends = known.overall >= thresholds.get(OVERALL, 2)
    judged = [_judged(verdict, text, known, thresholds, offends) for verdict in verdicts]
    if offends and not any(verdict.verdict == LOOK for verdict in judged):
        judged = _with_the_likeliest(judged, text, known)
    return tuple(judged), known.overall


def _judged(
    verdict: Verdict, text: str, known: Adapted, thresholds: Mapping[str, float], offends: bool
) -> Verdict:
    code = verdict.guideline
    if verdict.verdict == FAILED or code not in known.scores:
        return verdict
    likely = known.scores[code] >= thresholds[code]
    if verdict.verdict == CLEAR:
        moved = replace(verdict, score=known.scores[code])
        return _looked_at(moved, text, known) if likely else moved
    if likely or offends or (code in HARMFUL and verdict.grade >= SURE):
        return replace(verdict, score=known.scores[code])
    # Beside a look the reason says which check failed; without the look that is all there is to say.
    return replace(verdict, verdict=FAILED if verdict.reason else CLEAR, score=known.scores[code])


def _with_the_likeliest(verdicts: Sequence[Verdict], text: str, known: Adapted) -> list[Verdict]:
    """A comment that offends, though nobody can say how, is shown under the likeliest guideline."""
    readable = [v.guideline for v in verdicts if v.verdict == CLEAR and v.guideline in known.scores]
    likeliest = max(readable, key=lambda code: known.scores[code], default="")
    return [_looked_at(v, text, known) if v.guideline == likeliest else v for v in verdicts]


def _looked_at(verdict: Verdict, text: str, known: Adapted) -> Verdict:
    """With the words that carried it there, where the checks marked none."""
    findings = list(verdict.findings)
    marked = [(finding.start, finding.end) for finding in findings]
    for start, end in known.carriers.get(verdict.guideline, ()):
        if not any(start < other_end and other_start < end for other_start, other_end in marked):
            findings.append(Finding(verdict.guideline, start, end, WORDS))
    if not findings and text:
        findings.append(Finding(verdict.guideline, 0, len(text), WHOLE))
    findings.sort(key=lambda finding: finding.start)
    return replace(verdict, verdict=LOOK, findings=tuple(findings))
