"""What the checks by word list have in common: find, set quotations apart, grade, and say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from comments.checks.folding import Folded, fold
from comments.checks.grades import SCORES, weigh
from comments.checks.language import Guess, guess_language
from comments.checks.lexicon import Entry, shipped
from comments.checks.matching import Match, Matcher
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.quotation import Quotations

NO_LIST = "There is no word list for the language of this comment."


class ListedWords:
    """Looks for words of one guideline's lists. A check says which, and with what reason."""

    guidelines: tuple[str, ...] = ()
    reasons: Mapping[str, str] = {}  # grade, or kind: a sentence

    def __init__(self, entries: Iterable[Entry] | None = None) -> None:
        (self.guideline,) = self.guidelines
        self._matcher = Matcher(shipped(self.guideline) if entries is None else entries)

    def read(self, submission: Submission) -> Reading:
        folded = fold(submission.text)
        guess = guess_language(submission.text, submission.language)
        if not self.can_read(guess):
            return Reading(unread={self.guideline: NO_LIST})
        quotations = Quotations(submission)
        findings: list[Finding] = []
        scores: list[float] = []
        for match in self._matcher.find(folded, guess):
            is_quotation = quotations.covers(match.first, match.last)
            if not is_quotation:
                scores.append(self.score(match, folded, guess))
            findings.append(self.finding(match, is_quotation))
        extra = self.more(folded, guess, quotations)
        findings.extend(finding for finding, _ in extra)
        scores.extend(score for finding, score in extra if not finding.is_quotation)
        return Reading(scores={self.guideline: weigh(scores)}, findings=findings)

    def can_read(self, guess: Guess) -> bool:
        return not guess.is_foreign and (guess.language in self._matcher.languages or not guess.language)

    def score(self, match: Match, folded: Folded, guess: Guess) -> float:
        return SCORES[match.entry.grade]

    def more(self, folded: Folded, guess: Guess, quotations: Quotations) -> Sequence[tuple[Finding, float]]:
        """Findings that need more than a word, each with its score."""
        return ()

    def finding(self, match: Match, is_quotation: bool) -> Finding:
        entry = match.entry
        reason = self.reasons.get(entry.kind) or self.reasons[entry.grade]
        return Finding(self.guideline, match.start, match.end, reason, entry.kind, is_quotation)
