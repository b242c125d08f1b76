"""Shorthand for the tables of sentences: does a check ask for a look, and at which words?"""

from __future__ import annotations

from comments.checks.protocol import Check, Finding, Submission
from comments.screening import LOOK, screen


def looks(check: Check, text: str, **about: object) -> bool:
    screened = screen(Submission(text, **about), checks=[check], thresholds={}, budget_ms=10_000)
    return any(verdict.verdict == LOOK for verdict in screened.verdicts)


def marked(check: Check, text: str, **about: object) -> list[str]:
    return [text[finding.start : finding.end] for finding in findings(check, text, **about)]


def findings(check: Check, text: str, **about: object) -> list[Finding]:
    return list(check.read(Submission(text, **about)).findings)
