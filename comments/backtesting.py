"""What a term would have found in the comments decided last, before anybody saves it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from comments.checks.protocol import Submission
from comments.checks.terms import Found, TermFinder, Terms
from comments.marking import Mark, segments
from comments.models import Comment, Discussion, Guideline, HouseModelUse, Term
from comments.models.submitting import submission
from comments.screening import LOOK, screen

SIZES = (200, 1000, 5000)  # of the comments decided last
WAITING_READ = 1000
OUTCOMES = ("approved", "rejected")
SCREENED_AGAIN = 100  # of each outcome, with and without the term; each is read by every check, twice
EXAMPLES = 10  # of each outcome
COMMON = 0.05  # a term in more of the comments than this is no sign of anything


@dataclass(frozen=True)
class Example:
    """A comment that holds the term: where, and whether a look would be given or taken away by it."""

    comment: Comment
    places: tuple[Found, ...]
    changes: bool

    @property
    def stretches(self) -> list[tuple[str, bool]]:
        """The words in pieces, each with whether it is what was found."""
        marks = [Mark(place.start, place.end, place) for place in self.places]
        return [(segment.text, bool(segment.marks)) for segment in segments(self.comment.text, marks)]


@dataclass
class Backtest:
    """How a term would have done. Nothing is stored."""

    term: Term
    read: int = 0
    found: dict[str, int] = field(default_factory=dict)  # by outcome
    waiting: int = 0  # of the newest that wait now
    written: Counter[str] = field(default_factory=Counter)  # how the readers wrote it
    tried: list[Example] = field(default_factory=list)  # screened with and without the term

    @property
    def total(self) -> int:
        return sum(self.found.values())

    @property
    def spellings(self) -> list[tuple[str, int]]:
        return self.written.most_common(EXAMPLES)

    @property
    def changed(self) -> int:
        """Of those tried: how many would be given another verdict."""
        return sum(example.changes for example in self.tried)

    @property
    def examples(self) -> dict[str, list[Example]]:
        """By outcome, those first whose verdict changes."""
        return {
            outcome: sorted(
                (example for example in self.tried if example.comment.status == outcome),
                key=lambda example: not example.changes,
            )[:EXAMPLES]
            for outcome in OUTCOMES
        }

    @property
    def is_common(self) -> bool:
        return self.total > max(2, COMMON * self.read)


def backtest(term: Term, size: int = SIZES[1]) -> Backtest:
    """Look for the term in the last `size` decided comments, and in the newest that wait."""
    tested, finder = Backtest(term), TermFinder([term.as_read])
    places: dict[int, tuple[Found, ...]] = {}
    decided = _decided_last(size)
    for comment in decided:
        tested.read += 1
        if found := _places(finder, comment):
            places[comment.pk] = found
            tested.found[comment.status] = tested.found.get(comment.status, 0) + 1
            tested.written.update(comment.text[place.start : place.end].lower() for place in found)
    waiting = _newest("pending", min(size, WAITING_READ))
    tested.waiting = sum(bool(_places(finder, comment)) for comment in waiting)
    tested.tried = _tried(term, [comment for comment in decided if comment.pk in places], places)
    return tested


def _tried(term: Term, found: list[Comment], places: dict[int, tuple[Found, ...]]) -> list[Example]:
    keys = [
        comment.pk
        for outcome in OUTCOMES
        for comment in [each for each in found if each.status == outcome][:SCREENED_AGAIN]
    ]
    comparing = _Comparing(term)
    comments = Comment.objects.filter(pk__in=keys).select_related("discussion", "in_reply_to").newest_first()
    return [
        Example(comment, places[comment.pk], comparing.changes(comment))
        for comment in comments
        if comment.status in OUTCOMES
    ]


class _Comparing:
    """Screens with and without a term, as the site would today."""

    def __init__(self, term: Term) -> None:
        self._now = Term.objects.snapshot()
        self._then = self._now.with_term(term.as_read)
        self._house = HouseModelUse.objects.current()
        self._codes = list(Guideline.objects.in_force().in_order().values_list("code", flat=True))
        self._names: dict[int, tuple[str, ...]] = {}

    def changes(self, comment: Comment) -> bool:
        return self._looks(comment, self._now) != self._looks(comment, self._then)

    def _looks(self, comment: Comment, terms: Terms) -> set[str]:
        told = submission(
            comment.discussion, comment.text, comment.in_reply_to, names=self._of(comment.discussion)
        )
        screened = screen(told, codes=self._codes, terms=terms, house=self._house)
        return {verdict.guideline for verdict in screened.verdicts if verdict.verdict == LOOK}

    def _of(self, discussion: Discussion) -> tuple[str, ...]:
        if discussion.pk not in self._names:
            self._names[discussion.pk] = discussion.names()
        return self._names[discussion.pk]


def _decided_last(size: int) -> list[Comment]:
    """By the time received: an index gives these, however many were decided."""
    decided = [comment for outcome in OUTCOMES for comment in _newest(outcome, size)]
    decided.sort(key=lambda comment: (comment.received_at, comment.pk), reverse=True)
    return decided[:size]


def _newest(status: str, size: int):
    few = Comment.objects.only("pk", "status", "received_at", "text", "page_language")
    return few.filter(status=status).newest_first()[:size]


def _places(finder: TermFinder, comment: Comment) -> tuple[Found, ...]:
    return tuple(finder.find(Submission(comment.text, language=comment.page_language)))
