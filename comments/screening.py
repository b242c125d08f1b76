"""Runs every check on a submission and turns what they say into one verdict for each guideline.

Only this module decides between clear and look. All checks run; none hides another; one that breaks or cannot
read is `failed`, which is never taken for clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from time import perf_counter
from typing import Any

from django.utils.module_loading import import_string

from comments import __version__
from comments.adapting import adapted
from comments.checks.house import House
from comments.checks.language import guess_language
from comments.checks.lexicon import digest
from comments.checks.protocol import Check, Reading, Submission
from comments.checks.terms import Allowed, Terms
from comments.conf import setting
from comments.parts import LONGEST_KIND, SAID_NOTHING, Part, read, watched
from comments.verdicts import CLEAR, FAILED, LOOK, Verdict, judge, offence_in, overall, with_the_likeliest

__all__ = [
    "CLEAR", "DEFAULT_CHECKS", "FAILED", "LONGEST_KIND", "LOOK", "SAID_NOTHING", "Screened", "Unbuilt",
    "Verdict", "configuration_errors", "load_checks", "screen",
]  # fmt: skip

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
LEARNED = "comments.checks.learned.LearnedCheck"
CONTEXTUAL = "comments.checks.contextual.ContextualCheck"
OVER_BUDGET = "There was no time left for this check."


@dataclass(frozen=True, slots=True)
class Screened:
    """Everything the checks made of one submission."""

    language: str
    score: float  # how likely a moderator would reject it, all told
    verdicts: tuple[Verdict, ...]
    versions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HouseRead:
    """The newsroom's model in use, by its version; without a model where it could not be read, and why."""

    version: str
    model: House | None = None
    fault: str = ""


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
    house: HouseRead | None = None,
    thresholds: Mapping[str, float] | None = None,
    budget_ms: float | None = None,
) -> Screened:
    """Run all checks, with the editors' `terms` and the newsroom's own model where there are some.

    `codes` names the guidelines in force; without it, those that the checks cover.
    """
    checks = load_checks() if checks is None else checks
    thresholds = setting("THRESHOLDS") if thresholds is None else thresholds
    budget_ms = setting("SCREENING_BUDGET_MS") if budget_ms is None else budget_ms
    terms = terms or Terms()
    allowed = _allowed(terms, submission)
    readings = [
        *watched(terms, submission, codes, allowed),
        *_readings(submission, checks, codes, budget_ms, allowed),
    ]
    parts = _by_guideline(readings, checks, codes)
    offence = offence_in(parts)
    judged = [judge(code, said, asked=thresholds.get(code), offence=offence) for code, said in parts.items()]
    verdicts = with_the_likeliest(judged, parts, asked=thresholds, offence=offence)
    screened = Screened(
        language=guess_language(submission.text, submission.language).language,
        score=overall(verdicts, offence),
        verdicts=verdicts,
        versions={**_versions(checks), "terms": terms.version},
    )
    return _at_home(house, submission, screened, thresholds) if house else screened


def _at_home(
    house: HouseRead, submission: Submission, screened: Screened, asked: Mapping[str, float]
) -> Screened:
    """As the newsroom's model has it. Where it cannot be used, the checks' own word stands; that is said."""
    fault, verdicts, score = house.fault, screened.verdicts, screened.score
    if house.model and house.model.made_for != made_for(screened.versions):
        fault = "made for other models"
    elif house.model:
        try:
            verdicts, score = adapted(house.model, submission.text, screened.language, verdicts, score, asked)
        # What a newsroom has learned must not cost a reader's comment.
        except Exception as error:
            fault = type(error).__name__
    versions = {
        **screened.versions,
        "house": f"{house.version} (not used: {fault})" if fault else house.version,
    }
    return replace(screened, verdicts=verdicts, score=score, versions=versions)


def made_for(versions: Mapping[str, Any]) -> Any:
    """Of the versions of a screening, those without which a newsroom's model means nothing."""
    return versions.get("models", {})


@cache
def load_checks() -> tuple[Check, ...]:
    """The checks that the settings declare, built once. Tests that change settings call `cache_clear`."""
    declared = setting("CHECKS")
    return tuple(_build(each) for each in (default_checks() if declared is None else declared))


def default_checks() -> tuple[dict[str, Any], ...]:
    """Ours; with the contextual model where the settings ask for it, else where it can be read."""
    wanted = setting("CONTEXTUAL_CHECK")
    if not (find_spec("onnxruntime") if wanted is None else wanted):
        return DEFAULT_CHECKS
    return tuple({"NAME": CONTEXTUAL} if each["NAME"] == LEARNED else each for each in DEFAULT_CHECKS)


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


def _allowed(terms: Terms, submission: Submission) -> Allowed:
    try:
        return terms.allowed(submission)
    # Editors' words must not cost a reader's comment; without them, more is found rather than less.
    except Exception:
        return Allowed(submission, {})


def _readings(
    submission: Submission,
    checks: Sequence[Check],
    codes: Sequence[str] | None,
    budget_ms: float,
    allowed: Allowed,
) -> Iterator[Part]:
    begun = perf_counter()
    for check in checks:
        wanted = [code for code in check.guidelines if codes is None or code in codes]
        if not wanted:
            continue
        if (perf_counter() - begun) * 1000 > budget_ms:
            yield from (Part(code, failure=OVER_BUDGET) for code in wanted)
        else:
            yield from read(check, submission, wanted, allowed)


def _by_guideline(
    readings: list[Part], checks: Sequence[Check], codes: Sequence[str] | None
) -> dict[str, list[Part]]:
    parts: dict[str, list[Part]] = {}
    for part in readings:
        parts.setdefault(part.guideline, []).append(part)
    if any(isinstance(check, Unbuilt) and not check.guidelines for check in checks):
        # A check that cannot even be imported may have been for any guideline that is now without one.
        for code in codes or ():
            parts.setdefault(code, [Part(code, failure="The check could not be set up.")])
    if codes is None:
        return parts
    return {code: parts[code] for code in codes if code in parts}


def _versions(checks: Sequence[Check]) -> dict[str, Any]:
    """Of what read the comment; a check may name more of its own in `versions`."""
    versions: dict[str, Any] = dict(_own_versions())
    for check in checks:
        versions.update(getattr(check, "versions", {}))
    return versions


@cache
def _own_versions() -> Mapping[str, str]:
    return {"comments": __version__, "lexicons": digest()}
