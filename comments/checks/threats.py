"""Comments must not threaten people, wish them harm or call for violence."""

from __future__ import annotations

from collections.abc import Iterable

from comments.checks.folding import Folded, fold
from comments.checks.grades import SCORES, weigh
from comments.checks.language import guess_language
from comments.checks.listed_words import NO_LIST
from comments.checks.phrases import Passage, Phrase, PhraseBook, shipped_phrases
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.quotation import Quotations
from comments.checks.voice import Languages, is_denied, is_reported, languages_of

REASONS = {
    "harm": "Threatens someone with harm.",
    "stalking": "Suggests that someone will be found or watched.",
    "incitement": "Calls for violence against people.",
    "wish": "Wishes someone dead or harmed.",
    "self-harm": "Tells someone to harm themselves.",
    "warning": "Warns someone of what will happen to them.",
    "place": "Speaks of attacking a place.",
}


class ThreatsCheck:
    """Finds threats by their turn of phrase; a report of violence has another one."""

    guidelines = ("threats",)

    def __init__(self, phrases: Iterable[Phrase] | None = None) -> None:
        self._phrases = PhraseBook(shipped_phrases("threats") if phrases is None else phrases)

    def read(self, submission: Submission) -> Reading:
        folded = fold(submission.text)
        guess = guess_language(submission.text, submission.language)
        if guess.is_foreign or (guess.language and guess.language not in self._phrases.languages):
            return Reading(unread={"threats": NO_LIST})
        quotations = Quotations(submission)
        findings: list[Finding] = []
        scores: list[float] = []
        for passage in self._phrases.passages(folded, guess.lists):
            is_quotation = quotations.covers(passage.first, passage.last)
            languages = languages_of(guess, passage.phrase.language)
            if not is_quotation and _is_told(folded, passage, languages):
                continue
            findings.append(
                Finding(
                    "threats",
                    passage.start,
                    passage.end,
                    REASONS[passage.phrase.kind],
                    is_quotation=is_quotation,
                )
            )
            if not is_quotation:
                scores.append(SCORES[passage.phrase.grade])
        return Reading(scores={"threats": weigh(scores)}, findings=findings)


def _is_told(folded: Folded, passage: Passage, languages: Languages) -> bool:
    """Whether it is reported, denied or part of a story."""
    return is_denied(folded, passage.first, passage.last, languages) or is_reported(
        folded, passage.first, passage.last, languages
    )
