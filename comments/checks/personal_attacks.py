"""Comments must not attack people: argue with what was said or done, not with who said it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comments.checks import grades
from comments.checks.aim import Aim, aim_of, is_about_the_paper
from comments.checks.folding import Folded, fold
from comments.checks.language import Guess, guess_language
from comments.checks.lexicon import Entry, shipped
from comments.checks.listed_words import NO_LIST
from comments.checks.matching import Matcher
from comments.checks.phrases import Phrase, PhraseBook, shipped_phrases
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.quotation import Quotations
from comments.checks.voice import is_denied, is_named, languages_of

SCORES = {
    Aim.READER: {"severe": 0.95, "moderate": 0.75, "mild": 0.3},
    Aim.PERSON: {"severe": 0.6, "moderate": 0.3, "mild": 0.15},
    Aim.THING: {"severe": 0.35, "moderate": 0.15, "mild": 0.05},
}
REASONS = {
    Aim.READER: "Insults someone who takes part here.",
    Aim.PERSON: "Uses an insult for a person or for people.",
    Aim.THING: "Uses a harsh word for an act or a thing.",
}
ATTACKS = "Attacks a person rather than an argument."


class PersonalAttacksCheck:
    """Finds insults and asks at whom they are aimed; an act or this newspaper may be called anything."""

    guidelines = ("personal_attacks",)

    def __init__(
        self, entries: Iterable[Entry] | None = None, phrases: Iterable[Phrase] | None = None
    ) -> None:
        self._matcher = Matcher(shipped("personal_attacks") if entries is None else entries)
        self._phrases = PhraseBook(shipped_phrases("personal_attacks") if phrases is None else phrases)

    def read(self, submission: Submission) -> Reading:
        folded = fold(submission.text)
        guess = guess_language(submission.text, submission.language)
        if guess.is_foreign or (guess.language and guess.language not in self._matcher.languages):
            return Reading(unread={"personal_attacks": NO_LIST})
        quotations = Quotations(submission)
        findings: list[Finding] = []
        scores: list[float] = []
        taken: set[int] = set()  # words that a surer sign has explained
        for start, end, first, last, reason, score in self._attacks(submission, folded, guess):
            if not taken.isdisjoint(range(first, last + 1)):
                continue
            taken.update(range(first, last + 1))
            is_quotation = quotations.covers(first, last)
            findings.append(Finding("personal_attacks", start, end, reason, is_quotation=is_quotation))
            if not is_quotation:
                scores.append(score)
        findings.sort(key=lambda finding: finding.start)
        return Reading(scores={"personal_attacks": grades.weigh(scores)}, findings=findings)

    def _attacks(
        self, submission: Submission, folded: Folded, guess: Guess
    ) -> Iterator[tuple[int, int, int, int, str, float]]:
        """Where in the text, in which words, with what reason and score; the surest first."""
        for passage in self._phrases.passages(folded, guess.lists):
            languages = languages_of(guess, passage.phrase.language)
            if is_about_the_paper(folded, passage.first, passage.last, languages):
                continue
            words = passage.first, passage.last
            if is_denied(folded, *words, languages) or is_named(folded, *words, languages):
                continue
            place = passage.start, passage.end, passage.first, passage.last
            yield *place, ATTACKS, grades.SCORES[passage.phrase.grade]
        for match in self._matcher.find(folded, guess):
            aim = aim_of(match, folded, submission.names, languages_of(guess, match.entry.language))
            if score := SCORES.get(aim, {}).get(match.entry.grade, 0.0):
                yield match.start, match.end, match.first, match.last, REASONS[aim], score
