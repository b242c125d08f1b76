"""Comments must not advertise, neither a business nor oneself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import phonenumbers

from comments.checks.folding import fold
from comments.checks.grades import SCORES, weigh
from comments.checks.handles import handles
from comments.checks.language import guess_language
from comments.checks.lexicon import LISTS, plain_words
from comments.checks.links import links, mail_addresses
from comments.checks.phrases import Phrase, PhraseBook, shipped_phrases
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.quotation import Quotations

REASONS = {
    "invitation": "Invites readers to go somewhere else.",
    "offer": "Makes an offer.",
    "contact": "Gives a way to get in touch elsewhere.",
}
LINKS = "Links to another site."
HIDES = "Hides a link to another site."
MAILS = "Gives a mail address."
CALLS = "Gives a telephone number."
# A link into a site, with something said beside it, is mostly a reference; one to its front door is not.
REFERENCE, SITE = 0.4, 0.6
ENOUGH_SAID = 60  # letters
# Seven digits or more, with little between them; dates and sums have more between, or fewer digits.
PHONE_CUE = re.compile(r"\d(?:[\s().-]{0,2}\d){7}")
# Where a number without a country code is looked for.
REGIONS = ("IQ", "TR", "GB", "US")
FIRST_DIGITS = re.compile(r"[+0٠۰(]")
# A country code after the two noughts that stand for a plus.
ABROAD = re.compile(r"(?<!\d)(?:00|٠٠|۰۰)(?=[\s(-]{0,2}[1-9١-٩۱-۹])")
MOST_ABROAD = 5
LONGEST_NUMBER = 30


class PromotionCheck:
    """Finds links, ways to get in touch, invitations and offers. It reads every language."""

    guidelines = ("promotion",)

    def __init__(
        self,
        own_domains: Iterable[str] = (),
        regions: Iterable[str] = REGIONS,
        phrases: Iterable[Phrase] | None = None,
    ) -> None:
        own = {domain.lower().removeprefix("www.") for domain in own_domains}
        self._welcome = frozenset(own | _sources())
        self._regions = tuple(regions)
        self._phrases = PhraseBook(shipped_phrases("promotion") if phrases is None else phrases)

    def read(self, submission: Submission) -> Reading:
        quotations = Quotations(submission)
        findings: list[Finding] = []
        scores: list[float] = []
        for start, end, reason, score in self._signs(submission):
            if any(start < finding.end and finding.start < end for finding in findings):
                continue
            is_quotation = quotations.covers_slice(start, end)
            findings.append(Finding("promotion", start, end, reason, is_quotation=is_quotation))
            if not is_quotation:
                scores.append(score)
        findings.sort(key=lambda finding: finding.start)
        return Reading(scores={"promotion": weigh(scores)}, findings=findings)

    def _signs(self, submission: Submission) -> Iterator[tuple[int, int, str, float]]:
        """Where, why and how sure, the surest kinds first."""
        text = submission.text
        for link in links(text):
            if link.is_disguised:
                yield link.start, link.end, HIDES, 0.8
            elif not link.belongs_to(self._welcome):
                is_reference = link.is_article and len(text) - (link.end - link.start) >= ENOUGH_SAID
                yield link.start, link.end, LINKS, REFERENCE if is_reference else SITE
        for start, end in mail_addresses(text):
            yield start, end, MAILS, 0.6
        for start, end in handles(text):
            yield start, end, REASONS["contact"], 0.6
        yield from self._numbers(text)
        guess = guess_language(text, submission.language)
        for passage in self._phrases.passages(fold(text), guess.lists):
            reason = REASONS[passage.phrase.kind]
            yield passage.start, passage.end, reason, SCORES[passage.phrase.grade]

    def _numbers(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        if not PHONE_CUE.search(text):
            return
        # With a country code in front it need not be one that is in use.
        possible = phonenumbers.Leniency.POSSIBLE
        for number in phonenumbers.PhoneNumberMatcher(text, None, leniency=possible, max_tries=20):
            yield number.start, number.end, CALLS, 0.7
        for noughts in islice(ABROAD.finditer(text), MOST_ABROAD):
            written = f"+{text[noughts.end() : noughts.end() + LONGEST_NUMBER]}"
            for number in phonenumbers.PhoneNumberMatcher(written, None, leniency=possible, max_tries=2):
                if number.start == 0:
                    yield noughts.start(), noughts.end() + number.end - 1, CALLS, 0.7
        for region in self._regions:
            for number in phonenumbers.PhoneNumberMatcher(text, region, max_tries=20):
                if FIRST_DIGITS.match(number.raw_string):
                    yield number.start, number.end, CALLS, 0.7


def _sources() -> frozenset[str]:
    """Hosts that readers name as a source: news, encyclopedias, public bodies."""
    return plain_words(LISTS / "sources.txt")
