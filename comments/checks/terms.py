"""Editors' terms, ready to read with: words to watch for under a guideline, and words to allow."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from comments.checks.folding import END, fold, fold_phrase
from comments.checks.grades import SCORES
from comments.checks.inflection import common_forms
from comments.checks.language import Guess, guess_language
from comments.checks.lexicon import LANGUAGES, BadLexicon, Entry
from comments.checks.matching import Matcher, may_be_disguised
from comments.checks.phrases import Phrase, PhraseBook, parse_phrases
from comments.checks.protocol import Finding, Submission
from comments.checks.quotation import Quotations

WATCH, ALLOW = "watch", "allow"
USUAL_GRADE = "moderate"
# What is allowed is allowed as it is written: not in disguise.
GRADE_OF_ALLOWED = "mild"
ANYWHERE = Guess("", frozenset(), frozenset(LANGUAGES))  # for terms of every language
# In how many ways a phrase may be read: each choice and each word that may be missing multiplies them, and
# a text made to fit would be searched in all of them.
MOST_WAYS = 500
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
BEFORE_HOST = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
AFTER_HOST = re.compile(r"[/?#:]\S*")
# What a phrase that needs no word would be found in.
NO_WORDS_IN_IT = " . "

Span = tuple[int, int]


class BadTerm(ValueError):
    """A term that nothing could be looked for by, and why."""


@dataclass(frozen=True, slots=True)
class WatchedTerm:
    """A term as the checks know it: without a language of every one, and without a guideline under all."""

    words: str
    effect: str = WATCH
    guideline: str = ""
    language: str = ""
    grade: str = ""
    is_phrase: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language,) if self.language else LANGUAGES

    @property
    def counts(self) -> str:
        """The grade it is found with."""
        return GRADE_OF_ALLOWED if self.effect == ALLOW else self.grade or USUAL_GRADE


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text: which, where in the reader's own words, and which of its words it covers."""

    term: WatchedTerm
    start: int
    end: int
    first: int
    last: int


class TermFinder:
    """Looks for terms of one effect and one guideline."""

    def __init__(self, terms: Iterable[WatchedTerm]) -> None:
        self.broken: list[tuple[WatchedTerm, str]] = []
        self._terms: dict[str, WatchedTerm] = {}
        self._of: dict[Entry, WatchedTerm] = {}
        phrases: dict[bool, list[Phrase]] = {True: [], False: []}
        for number, term in enumerate(terms):
            try:
                if term.is_phrase:
                    phrases[bool(term.language)].extend(_phrases(term, str(number)))
                else:
                    self._of.update(dict.fromkeys(_entries(term), term))
            except BadTerm as error:
                self.broken.append((term, str(error)))
            else:
                self._terms[str(number)] = term
        # Each with whether it is of one language; one that looks for nothing is left out.
        words: dict[bool, list[Entry]] = {True: [], False: []}
        for entry, term in self._of.items():
            words[bool(term.language)].append(entry)
        self._matchers = [(own, Matcher(entries)) for own, entries in words.items() if entries]
        self._books = [(own, PhraseBook(found)) for own, found in phrases.items() if found]

    def find(self, submission: Submission) -> list[Found]:
        """In reading order; of terms that overlap in the same way, the longest."""
        folded = fold(submission.text)
        found = []
        for is_own, matcher in self._matchers:
            for match in matcher.find(folded, _where(submission, is_own)):
                found.append(Found(self._of[match.entry], match.start, match.end, match.first, match.last))
        for is_own, book in self._books:
            for passage in book.passages(folded, _where(submission, is_own).lists):
                term = self._terms[passage.phrase.kind]
                found.append(Found(term, passage.start, passage.end, passage.first, passage.last))
        return _settled(found)


@dataclass(frozen=True)
class Terms:
    """A snapshot of the terms in force. Built once; reading with it changes nothing."""

    terms: tuple[WatchedTerm, ...] = ()
    version: str = "0"
    _watched: dict[str, TermFinder] = field(init=False, repr=False, compare=False)
    _allowed: dict[str, TermFinder] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_watched", _finders(self.terms, WATCH))
        object.__setattr__(self, "_allowed", _finders(self.terms, ALLOW))

    def with_term(self, term: WatchedTerm) -> Terms:
        return Terms((*self.terms, term), f"{self.version}+")

    @property
    def broken(self) -> list[tuple[WatchedTerm, str]]:
        finders = [*self._watched.values(), *self._allowed.values()]
        return [broken for finder in finders for broken in finder.broken]

    def watched(self, submission: Submission) -> dict[str, list[tuple[Finding, float]]]:
        """What is watched for, by guideline, each finding with its score: none for a quotation."""
        found: dict[str, list[tuple[Finding, float]]] = {}
        quotations = Quotations(submission)
        for code, finder in self._watched.items():
            for each in finder.find(submission):
                is_quotation = quotations.covers(each.first, each.last)
                reason = f"Watched term “{each.term.words}”."
                finding = Finding(code, each.start, each.end, reason, is_quotation=is_quotation)
                found.setdefault(code, []).append(
                    (finding, 0.0 if is_quotation else SCORES[each.term.counts])
                )
        return found

    @property
    def guidelines(self) -> tuple[str, ...]:
        """Under which something is watched for."""
        return tuple(self._watched)

    @property
    def unread(self) -> dict[str, str]:
        """Guidelines with a watch term that cannot be used: they are not wholly looked at."""
        return {
            code: f"The editors’ term “{finder.broken[0][0].words}” cannot be looked for."
            for code, finder in self._watched.items()
            if finder.broken
        }

    def allowed(self, submission: Submission) -> Allowed:
        spans = {
            code: tuple((each.start, each.end) for each in finder.find(submission))
            for code, finder in self._allowed.items()
        }
        return Allowed(submission, {code: found for code, found in spans.items() if found})


@dataclass(frozen=True)
class Allowed:
    """The words of one submission that editors allow, by guideline; under "" those allowed under all."""

    submission: Submission
    by_guideline: dict[str, tuple[Span, ...]]

    def spans(self, guideline: str) -> tuple[Span, ...]:
        return self.by_guideline.get(guideline, ()) + self.by_guideline.get("", ())

    def covers(self, finding: Finding) -> bool:
        """Whether it points at nothing but allowed words, or at a link to an allowed host."""
        text = self.submission.text
        begins = BEFORE_HOST.match(text, finding.start)
        host = begins.end() if begins else finding.start
        return any(
            start <= host and (finding.end <= end or AFTER_HOST.fullmatch(text, end, finding.end))
            for start, end in self.spans(finding.guideline)
        )

    def without(self, guideline: str, findings: Iterable[Finding]) -> Submission:
        """The submission with words that mean nothing in place of allowed ones and of these findings."""
        text = list(self.submission.text)
        spans = [(finding.start, finding.end) for finding in findings]
        for start, end in (*self.spans(guideline), *spans):
            for place in range(start, end):
                if not text[place].isspace():
                    text[place] = "ء" if ARABIC.match(text[place]) else "qz"[place % 2]
        return dataclasses.replace(self.submission, text="".join(text))


def folded_forms(term: WatchedTerm) -> list[str]:
    """What a term is looked for as. Raises BadTerm, with a sentence."""
    if term.is_phrase:
        _phrases(term, "")
        return [re.sub(r"[^\s()|<>?!^$*.]+(?:\.[^\s()|<>?!^$*.]+)*", _fold_word, term.words)]
    forms: dict[str, None] = {}
    for entry in _entries(term):
        forms[entry.folded + "…" * entry.any_ending] = None
        if entry.is_word and not entry.any_ending:
            forms.update(dict.fromkeys(common_forms(entry.folded, entry.language, verb=False)))
    return list(forms)


def is_found_in_disguise(term: WatchedTerm) -> bool:
    """Whether `1d10t` and `id*ot` are found as well."""
    return not term.is_phrase and any(
        may_be_disguised(entry) and not entry.any_ending for entry in _entries(term)
    )


def _where(submission: Submission, is_own: bool) -> Guess:
    """Whose words are looked for: of the comment's languages, or of all."""
    return guess_language(submission.text, submission.language) if is_own else ANYWHERE


def _finders(terms: Iterable[WatchedTerm], effect: str) -> dict[str, TermFinder]:
    grouped: dict[str, list[WatchedTerm]] = defaultdict(list)
    for term in terms:
        if term.effect == effect:
            grouped[term.guideline].append(term)
    return {code: TermFinder(group) for code, group in grouped.items()}


def _entries(term: WatchedTerm) -> list[Entry]:
    spelling = term.words.strip().removesuffix("*")
    folded = fold_phrase(spelling)
    if not any(letter.isalnum() for letter in folded):
        raise BadTerm("It holds no letters.")
    if END in folded.split():
        raise BadTerm("It holds the end of a sentence, where no words are left to find.")
    return [
        Entry(
            spelling.strip().lower(),
            folded,
            language,
            term.guideline,
            term.counts,
            any_ending=term.words.strip().endswith("*"),
        )
        for language in term.languages
    ]


def _phrases(term: WatchedTerm, kind: str) -> list[Phrase]:
    found: list[Phrase] = []
    if term.words.lstrip().startswith("[") or not {"#", "=", "\n"}.isdisjoint(term.words):
        raise BadTerm("A phrase is one line of words, without “#” or “=”, and does not begin with “[”.")
    if _ways(term.words) > MOST_WAYS:
        raise BadTerm("It could be read in too many ways. Make several phrases of it.")
    for language in term.languages:
        try:
            phrases = parse_phrases([f"[{term.counts} {kind}]", term.words], language=language)
            for phrase in phrases:
                if any(tried.end() == tried.start() for tried in _tried(phrase.expression)):
                    raise BadTerm("All of its words may be missing, so that it would be found everywhere.")
        except BadLexicon as error:
            raise BadTerm(str(error).partition(": ")[2]) from error
        except (re.error, RecursionError, OverflowError) as error:
            raise BadTerm(f"It cannot be read: {error}.") from error
        found.extend(phrases)
    return found


def _ways(line: str) -> int:
    """At most how many: of choices within choices, more are counted than there are."""
    choices = [len(inside.split("|")) for inside in re.split(r"[()]", line)]
    gaps = [int(figure) + 1 for figure in re.findall(r"\.\.(\d)", line)]
    return math.prod([*choices, *gaps, 2 ** min(line.count("?"), 20)])


def _tried(expression: str) -> Iterator[re.Match[str]]:
    for text in (NO_WORDS_IN_IT, " x . x ", " x "):
        yield from re.finditer(expression, text)


def _fold_word(word: re.Match[str]) -> str:
    return fold_phrase(word[0]) or word[0]


def _settled(found: list[Found]) -> list[Found]:
    """One for each place, however many terms or languages agree on it."""
    kept: dict[Span, Found] = {}
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        kept.setdefault((each.start, each.end), each)
    return list(kept.values())
