"""Runs every check on a submission and turns what they say into one verdict for each guideline.

Only this module decides between clear and look. All checks run; none hides another; one that breaks or cannot
read is `failed`, which is never taken for clear.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from time import perf_counter
from typing import Any

from django.utils.module_loading import import_string

from comments import __version__
from comments.checks.grades import together, weigh
from comments.checks.language import guess_language
from comments.checks.lexicon import digest
from comments.checks.protocol import Check, Finding, Reading, Submission
from comments.checks.terms import Allowed, Terms
from comments.conf import setting

CLEAR, LOOK, FAILED = "clear", "look", "failed"

DEFAULT_CHECKS: tuple[dict[str, Any], ...] = (
    {"NAME": "comments.checks.profanity.ProfanityCheck"},
    {"NAME": "comments.checks.threats.ThreatsCheck"},
    {"NAME": "comments.checks.personal_attacks.PersonalAttacksCheck"},
    {"NAME": "comments.checks.vulgarity.VulgarityCheck"},
    {"NAME": "comments.checks.abuse.AbuseCheck"},
    {"NAME": "comments.checks.promotion.PromotionCheck"},
    {"NAME": "comments.checks.relevance.RelevanceCheck"},
    {"NAME": "comments.checks.learned.LearnedCheck"},
)
PROMOTION = "comments.checks.promotion.PromotionCheck"
# The score from which the verdict is `look`. A guideline that is not named here has the last of them.
DEFAULT_THRESHOLDS: dict[str, float] = {}
OTHER_THRESHOLD = 0.5
# How much a guideline's score says about a rejection. Relevance only advises.
WEIGHTS: dict[str, float] = {"relevance": 0.3}

OVER_BUDGET = "There was no time left for this check."
SAID_NOTHING = "The check said nothing of this guideline."
LONGEST_KIND = 40  # of a finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks say of one guideline. The strongest word is `look`: people decide."""

    guideline: str
    verdict: str
    score: float = 0.0
    reason: str = ""  # why it failed; also beside a `look` when another check of the guideline failed
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Screened:
    """Everything the checks made of one submission."""

    language: str
    score: float  # how likely a moderator would reject it, all told
    verdicts: tuple[Verdict, ...]
    versions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Unbuilt:
    """A declared check that could not be built; it stands in, so that its guidelines are `failed`."""

    name: str
    error: str
    guidelines: tuple[str, ...] = ()

    def read(self, submission: Submission) -> Reading:
        return Reading(unread=dict.fromkeys(self.guidelines, "The check could not be set up."))


def screen(
    submission: Submission,
    *,
    codes: Sequence[str] | None = None,
    checks: Sequence[Check] | None = None,
    terms: Terms | None = None,
    thresholds: Mapping[str, float] | None = None,
    budget_ms: float | None = None,
) -> Screened:
    """Run all checks, with the editors' `terms` where there are some.

    `codes` names the guidelines in force; without it, those that the checks cover.
    """
    checks = load_checks() if checks is None else checks
    thresholds = {**DEFAULT_THRESHOLDS, **(setting("THRESHOLDS") if thresholds is None else thresholds)}
    budget_ms = setting("SCREENING_BUDGET_MS") if budget_ms is None else budget_ms
    terms = terms or Terms()
    allowed = _allowed(terms, submission)
    readings = [
        *_watched(terms, submission, codes, allowed),
        *_readings(submission, checks, codes, budget_ms, allowed),
    ]
    verdicts = tuple(
        _verdict(code, parts, thresholds.get(code, OTHER_THRESHOLD))
        for code, parts in _by_guideline(readings, checks, codes).items()
    )
    return Screened(
        language=guess_language(submission.text, submission.language).language,
        score=together(WEIGHTS.get(verdict.guideline, 1.0) * verdict.score for verdict in verdicts),
        verdicts=verdicts,
        versions={**_versions(checks), "terms": terms.version},
    )


@cache
def load_checks() -> tuple[Check, ...]:
    """The checks that the settings declare, built once. Tests that change settings call `cache_clear`."""
    declared = setting("CHECKS")
    return tuple(_build(each) for each in (DEFAULT_CHECKS if declared is None else declared))


def configuration_errors() -> list[str]:
    """What is wrong with the declared checks and thresholds, in sentences."""
    errors = [f"{check.name}: {check.error}" for check in load_checks() if isinstance(check, Unbuilt)]
    # A check may be able to read some comments and not others; it says so itself.
    errors.extend(error for check in load_checks() for error in getattr(check, "errors", ()))
    for code, threshold in setting("THRESHOLDS").items():
        if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0 < threshold <= 1:
            errors.append(f"COMMENTS['THRESHOLDS'][{code!r}] must be a number above 0 and at most 1.")
    return errors


def _build(declared: Any) -> Check:
    if not isinstance(declared, Mapping) or not isinstance(declared.get("NAME"), str):
        return Unbuilt("COMMENTS['CHECKS']", f"{declared!r} must be a dict with a NAME.")
    name = declared["NAME"]
    options = dict(declared.get("OPTIONS", {}))
    if name == PROMOTION:
        options.setdefault("own_domains", setting("OWN_DOMAINS"))
    guidelines: tuple[str, ...] = ()
    try:
        check_class = import_string(name)
        guidelines = tuple(getattr(check_class, "guidelines", ()))
        check: Check = check_class(**options)
    # Whatever a declared check raises: the others still run, and the site says at start what is wrong.
    except Exception as error:
        return Unbuilt(name, f"{type(error).__name__}: {error}", guidelines)
    return check


@dataclass(frozen=True, slots=True)
class _Part:
    """What one check says of one guideline."""

    guideline: str
    score: float = 0.0
    findings: tuple[Finding, ...] = ()
    failure: str = ""


def _allowed(terms: Terms, submission: Submission) -> Allowed:
    try:
        return terms.allowed(submission)
    # Editors' words must not cost a reader's comment; without them, more is found rather than less.
    except Exception:
        return Allowed(submission, {})


def _watched(
    terms: Terms, submission: Submission, codes: Sequence[str] | None, allowed: Allowed
) -> Iterator[_Part]:
    """What editors watch for. A guideline without a check stays without a verdict where nothing is found."""
    unread = dict(terms.unread)
    try:
        watched = terms.watched(submission)
    except Exception as error:
        watched = {}
        unread |= dict.fromkeys(terms.guidelines, f"Looking for terms stopped with {type(error).__name__}.")
    for code, failure in unread.items():
        if codes is None or code in codes:
            yield _Part(code, failure=failure)
    for code, found in watched.items():
        found = [(finding, score) for finding, score in found if not allowed.covers(finding)]
        if found and (codes is None or code in codes):
            findings = tuple(finding for finding, _ in found)
            yield _Part(code, weigh(score for _, score in found), findings)


def _readings(
    submission: Submission,
    checks: Sequence[Check],
    codes: Sequence[str] | None,
    budget_ms: float,
    allowed: Allowed,
) -> Iterator[_Part]:
    begun = perf_counter()
    for check in checks:
        wanted = [code for code in check.guidelines if codes is None or code in codes]
        if not wanted:
            continue
        if (perf_counter() - begun) * 1000 > budget_ms:
            yield from (_Part(code, failure=OVER_BUDGET) for code in wanted)
        else:
            yield from _read(check, submission, wanted, allowed)


def _read(check: Check, submission: Submission, wanted: list[str], allowed: Allowed) -> Iterator[_Part]:
    try:
        reading = check.read(submission)
        parts = [_without_allowed(check, _part(reading, code, submission), allowed) for code in wanted]
        if stray := {finding.guideline for finding in reading.findings} - set(check.guidelines):
            raise ValueError(f"findings for {', '.join(sorted(stray))}")
    # A check is anybody's code, and the reader's comment must not depend on it. The message may hold
    # the reader's words, so only its kind is told.
    except Exception as error:
        failure = f"The check stopped with {type(error).__name__}."
        parts = [_Part(code, failure=failure) for code in wanted]
    yield from parts


def _without_allowed(check: Check, part: _Part, allowed: Allowed) -> _Part:
    """The part without findings of allowed words alone, and with the score of a text that lacks these words.

    Never without another finding: where the words were needed to find one, the score stays as it was.
    """
    covered = tuple(finding for finding in part.findings if allowed.covers(finding))
    kept = tuple(finding for finding in part.findings if finding not in covered)
    is_of_the_whole = getattr(check, "reads_as_a_whole", False) and allowed.spans(part.guideline)
    if part.failure or not (covered or is_of_the_whole):
        return part
    submission = allowed.without(part.guideline, covered)
    again = _part(check.read(submission), part.guideline, submission)
    if again.failure:
        return _Part(part.guideline, part.score, kept)
    if is_of_the_whole:
        kept = tuple(finding for finding in again.findings if not allowed.covers(finding))
    elif not set(kept) <= set(again.findings):
        return _Part(part.guideline, part.score, kept)
    return _Part(part.guideline, min(part.score, again.score), kept)


def _part(reading: Reading, code: str, submission: Submission) -> _Part:
    if code in reading.unread:
        reason = reading.unread[code]
        return _Part(code, failure=reason if reason and _is_text(reason) else SAID_NOTHING)
    if code not in reading.scores:
        return _Part(code, failure=SAID_NOTHING)
    score = float(reading.scores[code])
    findings = tuple(finding for finding in reading.findings if finding.guideline == code)
    if not (math.isfinite(score) and 0 <= score <= 1):
        return _Part(code, failure="The check gave a score that is not between 0 and 1.")
    if not all(0 <= finding.start < finding.end <= len(submission.text) for finding in findings):
        return _Part(code, failure="The check marked words that are not in the text.")
    if not all(map(_can_be_kept, findings)):
        return _Part(code, failure="The check gave a finding that cannot be kept.")
    return _Part(code, score, findings)


def _can_be_kept(finding: Any) -> bool:
    """Whether every database would take it. What one refuses would cost the reader their comment."""
    return (
        isinstance(finding.start, int)
        and isinstance(finding.end, int)
        and isinstance(finding.is_quotation, bool)
        and _is_text(finding.reason)
        and _is_text(finding.kind)
        and len(finding.kind) <= LONGEST_KIND
    )


def _is_text(value: Any) -> bool:
    """A string without NUL or half a surrogate pair."""
    return isinstance(value, str) and "\x00" not in value and value == value.encode(errors="ignore").decode()


def _by_guideline(
    readings: list[_Part], checks: Sequence[Check], codes: Sequence[str] | None
) -> dict[str, list[_Part]]:
    parts: dict[str, list[_Part]] = {}
    for part in readings:
        parts.setdefault(part.guideline, []).append(part)
    if any(isinstance(check, Unbuilt) and not check.guidelines for check in checks):
        # A check that cannot even be imported may have been for any guideline that is now without one.
        for code in codes or ():
            parts.setdefault(code, [_Part(code, failure="The check could not be set up.")])
    if codes is None:
        return parts
    return {code: parts[code] for code in codes if code in parts}


def _verdict(code: str, parts: list[_Part], threshold: float) -> Verdict:
    read = [part for part in parts if not part.failure]
    failure = next((part.failure for part in parts if part.failure), "")
    score = together(part.score for part in read)
    findings = _said_once([part.findings for part in read])
    if score >= threshold:
        return Verdict(code, LOOK, score, failure, findings)
    return Verdict(code, FAILED if failure else CLEAR, score, failure, findings)


def _said_once(findings: Sequence[Sequence[Finding]]) -> tuple[Finding, ...]:
    """The findings of all checks of a guideline; what a later one says of words already marked is no news."""
    kept: list[Finding] = []
    for of_one_check in findings:
        kept.extend([each for each in of_one_check if not any(_overlap(each, other) for other in kept)])
    return tuple(sorted(kept, key=lambda finding: finding.start))


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _versions(checks: Sequence[Check]) -> dict[str, Any]:
    """Of what read the comment; a check may name more of its own in `versions`."""
    versions: dict[str, Any] = dict(_own_versions())
    for check in checks:
        versions.update(getattr(check, "versions", {}))
    return versions


@cache
def _own_versions() -> Mapping[str, str]:
    return {"comments": __version__, "lexicons": digest()}
