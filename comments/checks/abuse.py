"""Comments must not abuse people for what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comments.checks.folding import Folded
from comments.checks.grades import SCORES
from comments.checks.language import Guess
from comments.checks.lexicon import Entry
from comments.checks.listed_words import ListedWords
from comments.checks.matching import Match
from comments.checks.phrases import Passage, Phrase, PhraseBook, shipped_phrases
from comments.checks.protocol import Finding
from comments.checks.quotation import Quotations
from comments.checks.voice import (
    Languages,
    is_denied,
    is_governed,
    is_hedged,
    is_in_speech_marks,
    is_named,
    is_of_the_speaker,
    is_reported,
    languages_of,
)

DEGRADES = {
    "racism": "Degrades people for their origin or the colour of their skin.",
    "antisemitism": "Degrades Jews.",
    "islamophobia": "Degrades Muslims.",
    "homophobia": "Degrades gay people.",
    "transphobia": "Degrades transgender people.",
    "sexism": "Degrades people for their sex.",
    "xenophobia": "Degrades people who come from elsewhere.",
    "sectarianism": "Degrades people for their faith.",
    "ableism": "Degrades disabled people.",
    "nazism": "Calls for the crimes of the Nazis, or praises them.",
}


class AbuseCheck(ListedWords):
    """Finds slurs and sentences that degrade a group, and names the kind."""

    guidelines = ("abuse",)
    reasons = {
        "racism": "Uses a racist word.",
        "antisemitism": "Uses an antisemitic word.",
        "islamophobia": "Uses an Islamophobic word.",
        "homophobia": "Uses a homophobic word.",
        "transphobia": "Uses a word that degrades transgender people.",
        "sexism": "Uses a sexist word.",
        "xenophobia": "Uses a xenophobic word.",
        "sectarianism": "Uses a sectarian word.",
        "ableism": "Uses a word that degrades disabled people.",
        "nazism": "Repeats a Nazi slogan.",
        "severe": "Uses a word that degrades a group of people.",
        "moderate": "Uses a word that can degrade a group of people.",
        "mild": "Uses a word that some groups of people find degrading.",
    }

    def __init__(
        self, entries: Iterable[Entry] | None = None, phrases: Iterable[Phrase] | None = None
    ) -> None:
        super().__init__(entries)
        self._phrases = PhraseBook(shipped_phrases("abuse") if phrases is None else phrases)

    def score(self, match: Match, folded: Folded, guess: Guess) -> float:
        """A slur that is spoken of, or worn with pride, is shown but is no reason for a look."""
        languages = languages_of(guess, match.entry.language)
        place = match.first, match.last
        if (
            is_named(folded, match.first, match.last, languages)
            or is_in_speech_marks(folded, *place, languages)
            or is_of_the_speaker(folded, *place, languages)
        ):
            return min(SCORES["mild"], SCORES[match.entry.grade])
        return SCORES[match.entry.grade]

    def more(self, folded: Folded, guess: Guess, quotations: Quotations) -> Sequence[tuple[Finding, float]]:
        found = []
        for passage in self._phrases.passages(folded, guess.lists):
            is_quotation = quotations.covers(passage.first, passage.last)
            if not is_quotation and _is_told(folded, passage, languages_of(guess, passage.phrase.language)):
                continue
            kind = passage.phrase.kind
            reason = DEGRADES.get(kind, "Degrades a group of people.")
            finding = Finding("abuse", passage.start, passage.end, reason, kind, is_quotation)
            found.append((finding, SCORES[passage.phrase.grade]))
        return found


def _is_told(folded: Folded, passage: Passage, languages: Languages) -> bool:
    """Whether it is reported, denied, or said of some only."""
    return (
        is_denied(folded, passage.first, passage.last, languages)
        or is_hedged(folded, passage.first, languages)
        or is_governed(folded, passage.first, passage.last, languages)
        or is_reported(folded, passage.first, passage.last, languages)
    )
