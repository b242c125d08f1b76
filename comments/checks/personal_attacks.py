"""Comments must not attack people: argue with what was said or done, not with who said it."""

from __future__ import annotations

from collections.abc import Iterable

from comments.checks.aim import Aim, aim_of
from comments.checks.folding import fold
from comments.checks.grades import together
from comments.checks.language import guess_language
from comments.checks.lexicon import Entry, shipped
from comments.checks.listed_words import NO_LIST
from comments.checks.matching import Matcher
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.quotation import Quotations

SCORES = {
    Aim.READER: {"severe": 0.95, "moderate": 0.75, "mild": 0.3},
    Aim.PERSON: {"severe": 0.6, "moderate": 0.25, "mild": 0.05},
}
REASONS = {
    Aim.READER: "Insults someone who takes part here.",
    Aim.PERSON: "Uses an insult for a person or for people.",
}


class PersonalAttacksCheck:
    """Finds insults and asks at whom they are aimed; an act or this newspaper may be called anything."""

    guidelines = ("personal_attacks",)

    def __init__(self, entries: Iterable[Entry] | None = None) -> None:
        self._matcher = Matcher(shipped("personal_attacks") if entries is None else entries)

    def read(self, submission: Submission) -> Reading:
        folded = fold(submission.text)
        guess = guess_language(submission.text, submission.language)
        if guess.is_foreign or (guess.language and guess.language not in self._matcher.languages):
            return Reading(unread={"personal_attacks": NO_LIST})
        quotations = Quotations(submission)
        findings: list[Finding] = []
        scores: list[float] = []
        for match in self._matcher.find(folded, guess.lists, guess.language):
            aim = aim_of(match, folded, submission.names)
            score = SCORES.get(aim, {}).get(match.entry.grade, 0.0)
            if not score:
                continue
            is_quotation = quotations.covers(match.first, match.last)
            findings.append(
                Finding("personal_attacks", match.start, match.end, REASONS[aim], is_quotation=is_quotation)
            )
            if not is_quotation:
                scores.append(score)
        return Reading(scores={"personal_attacks": together(scores)}, findings=findings)
