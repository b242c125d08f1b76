"""What one check says of one guideline: read, verified, and without what editors allow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comments.checks.grades import weigh
from comments.checks.opinion import Opinion
from comments.checks.protocol import Check, Finding, Reading, Submission
from comments.checks.terms import Allowed, Terms

SAID_NOTHING = "The check said nothing of this guideline."
LONGEST_KIND = 40  # of a finding


@dataclass(frozen=True, slots=True)
class Part:
    """What one check says of one guideline, and of the comment all told."""

    guideline: str
    score: float = 0.0
    findings: tuple[Finding, ...] = ()
    failure: str = ""
    opinion: Opinion | None = None  # instead of a score
    is_left_to_others: bool = False
    overall: Opinion | None = None
    likeliest: str = ""


def watched(
    terms: Terms, submission: Submission, codes: Sequence[str] | None, allowed: Allowed
) -> Iterator[Part]:
    """What editors watch for. A guideline without a check stays without a verdict where nothing is found."""
    unread = dict(terms.unread)
    try:
        watched = terms.watched(submission)
    except Exception as error:
        watched = {}
        unread |= dict.fromkeys(terms.guidelines, f"Looking for terms stopped with {type(error).__name__}.")
    for code, failure in unread.items():
        if codes is None or code in codes:
            yield Part(code, failure=failure)
    for code, found in watched.items():
        found = [(finding, score) for finding, score in found if not allowed.covers(finding)]
        if found and (codes is None or code in codes):
            findings = tuple(finding for finding, _ in found)
            yield Part(code, weigh(score for _, score in found), findings)


def read(check: Check, submission: Submission, wanted: list[str], allowed: Allowed) -> Iterator[Part]:
    try:
        reading = check.read(submission)
        parts = [_without_allowed(check, _part(reading, code, submission), allowed) for code in wanted]
        if stray := {finding.guideline for finding in reading.findings} - set(check.guidelines):
            raise ValueError(f"findings for {', '.join(sorted(stray))}")
    # A check is anybody's code, and the reader's comment must not depend on it. The message may hold
    # the reader's words, so only its kind is told.
    except Exception as error:
        failure = f"The check stopped with {type(error).__name__}."
        parts = [Part(code, failure=failure) for code in wanted]
    yield from parts


def _without_allowed(check: Check, part: Part, allowed: Allowed) -> Part:
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
        return replace(part, findings=kept)
    if is_of_the_whole:
        kept = tuple(finding for finding in again.findings if not allowed.covers(finding))
    elif not set(kept) <= set(again.findings):
        return replace(part, findings=kept)
    return replace(again, score=min(part.score, again.score), findings=kept)


def _part(reading: Reading, code: str, submission: Submission) -> Part:
    if code in reading.unread:
        reason = reading.unread[code]
        return Part(code, failure=reason if reason and _is_text(reason) else SAID_NOTHING)
    if code in reading.left_to_others:
        return Part(code, is_left_to_others=True)
    opinion = reading.opinions.get(code)
    if code not in reading.scores and opinion is None:
        return Part(code, failure=SAID_NOTHING)
    score = float(reading.scores.get(code, 0.0))
    findings = tuple(finding for finding in reading.findings if finding.guideline == code)
    if not (math.isfinite(score) and 0 <= score <= 1):
        return Part(code, failure="The check gave a score that is not between 0 and 1.")
    if not all(0 <= finding.start < finding.end <= len(submission.text) for finding in findings):
        return Part(code, failure="The check marked words that are not in the text.")
    if not all(map(_can_be_kept, findings)):
        return Part(code, failure="The check gave a finding that cannot be kept.")
    if not all(each is None or _is_known(each) for each in (opinion, reading.overall)):
        return Part(code, failure="The check gave an opinion that is no number.")
    return Part(code, score, findings, opinion=opinion, overall=reading.overall, likeliest=reading.likeliest)


def _is_known(opinion: Opinion) -> bool:
    return math.isfinite(opinion.log_odds) and math.isfinite(opinion.trust)


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
