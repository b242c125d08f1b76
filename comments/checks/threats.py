"""Comments must not threaten people, wish them harm or call for violence."""

from __future__ import annotations

from collections.abc import Sequence

from comments.checks.folding import fold
from comments.checks.grades import SCORES, together
from comments.checks.language import guess_language
from comments.checks.listed_words import NO_LIST
from comments.checks.patterns import Passage, Pattern, passages
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.quotation import Quotations
from comments.checks.threat_patterns import PATTERNS
from comments.checks.voice import is_reported


class ThreatsCheck:
    """Finds threats by their turn of phrase; a report of violence has another one."""

    guidelines = ("threats",)

    def __init__(self, patterns: Sequence[Pattern] = PATTERNS) -> None:
        self._patterns = tuple(patterns)
        self._languages = frozenset(each.language for each in self._patterns)

    def read(self, submission: Submission) -> Reading:
        folded = fold(submission.text)
        guess = guess_language(submission.text, submission.language)
        if guess.is_foreign or (guess.language and guess.language not in self._languages):
            return Reading(unread={"threats": NO_LIST})
        quotations = Quotations(submission)
        findings: list[Finding] = []
        scores: list[float] = []
        for passage in passages(self._patterns, folded, guess.lists):
            if is_reported(folded, passage.first, passage.last):
                continue
            is_quotation = quotations.covers(passage.first, passage.last)
            findings.append(_finding(passage, is_quotation))
            if not is_quotation:
                scores.append(SCORES[passage.pattern.grade])
        return Reading(scores={"threats": together(scores)}, findings=findings)


def _finding(passage: Passage, is_quotation: bool) -> Finding:
    return Finding("threats", passage.start, passage.end, passage.pattern.reason, is_quotation=is_quotation)
