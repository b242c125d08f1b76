"""Which comments the desk shows: a state (the tabs), filters and an order, all in the query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.conf import setting
from comments.desk.appeals_line import AppealsLine
from comments.desk.counting import counted
from comments.desk.decided_line import DecidedLine
from comments.desk.places import is_key
from comments.desk.queue_line import ORDERS, QueueLine
from comments.desk.reported_line import ReportedLine
from comments.desk.wordings import AGES, capped
from comments.models import Comment, Verdict
from comments.models.comment_queryset import CommentQuerySet

COUNTED = 1000  # counting further would cost more the longer the queue is
READY_MADE = ("known",)


@dataclass(frozen=True)
class State:
    """A tab: where its comments come from, and what to say when there are none."""

    code: str
    title: str | Promise
    empty: str | Promise
    line: type[QueueLine] | type[DecidedLine] = QueueLine
    is_decided_together: bool = False
    like: str = ""  # of CommentQuerySet: those that are nearly the same; without it there is no such slice

    @property
    def is_sorted(self) -> bool:
        """Whether it can stand in another order than its own."""
        return self.line is QueueLine


STATES = {
    state.code: state
    for state in (
        State(
            "waiting",
            _("Waiting"),
            _("Nothing is waiting. Every comment has its decision."),
            is_decided_together=True,
            like="waiting_like",
        ),
        State("look", _("Look"), _("Nothing that waits has a finding."), is_decided_together=True),
        State(
            "reported",
            _("Reported"),
            _("No published comment has a report to answer."),
            line=ReportedLine,
            is_decided_together=True,
        ),
        State("later", _("Later"), _("Nothing was left for later.")),
        State("appeals", _("Appeals"), _("No author is asking for another decision."), line=AppealsLine),
        State(
            "decided", _("Decided"), _("Nothing has been decided yet."), line=DecidedLine, like="decided_like"
        ),
    )
}


@dataclass(frozen=True)
class Slice:
    """What a moderator works through. Made from a query string; values that mean nothing are left out."""

    state: State = field(default_factory=lambda: STATES["waiting"])
    guideline: str = ""
    verdict: str = ""
    discussion: str = ""
    section: str = ""
    language: str = ""
    author: str = ""
    age: str = ""
    like: str = ""  # the number of a comment: only those with nearly the same words
    ready: str = ""
    sort: str = ""
    after: str = ""
    only: frozenset[str] | None = None  # the sections of who asks, and no part of the query string

    @classmethod
    def of(cls, query, *, only: frozenset[str] | None = None) -> Slice:
        def one_of(name: str, known: Iterable[str]) -> str:
            value = query.get(name, "")
            return value if value in known else ""

        def key(name: str) -> str:
            value = query.get(name, "")
            return value if is_key(value) else ""

        def text(name: str, length: int) -> str:
            return query.get(name, "").replace("\x00", "")[:length]

        return cls(
            state=STATES.get(query.get("state", ""), STATES["waiting"]),
            guideline=text("guideline", 40),
            verdict=one_of("verdict", Verdict.Word.values),
            discussion=key("discussion"),
            section=text("section", 100),
            language=text("language", 12),
            author=key("author"),
            age=one_of("age", AGES),
            like=key("like"),
            ready=one_of("ready", READY_MADE),
            sort=one_of("sort", ORDERS),
            after=query.get("after", "")[:60],
            only=only,
        )

    @cached_property
    def line(self) -> QueueLine | DecidedLine:
        return self.state.line(self)

    @cached_property
    def page(self) -> list[Comment]:
        """From the place on; one more than a page, where there is more."""
        return self.line.page(self.after, setting("QUEUE_PER_PAGE"))

    def shows(self, comment: Comment, last: str) -> bool:
        """Whether a list that goes from here to the place `last` holds `comment`."""
        return self.line.is_past(comment, self.after) and not self.line.is_past(comment, last)

    @property
    def count(self) -> str:
        return counts([self])[0]

    @property
    def is_counted(self) -> bool:
        """Not where counting would mean reading all that was ever decided."""
        return not (self.state.line is DecidedLine and self.is_filtered)

    def arrived_since(self, moment: datetime) -> str:
        number = self.line.arrived_since(moment, COUNTED)
        return capped(number, COUNTED) if number else ""

    @cached_property
    def alike(self) -> CommentQuerySet | None:
        """Those with nearly the same words as the one named, where the state has such a slice."""
        if not (self.like and self.state.like):
            return None
        model = Comment.objects.filter(pk=self.like).first()
        if model is None or (self.state.line is DecidedLine and _is_judged_unaided(model)):
            return Comment.objects.none()
        return getattr(Comment.objects, self.state.like)(model)

    @property
    def is_filtered(self) -> bool:
        return any(value for name, value in self._values.items() if name not in ("state", "sort", "after"))

    @cached_property
    def query(self) -> str:
        """Itself as a query string, with its question mark; empty for the plain queue."""
        query = urlencode({name: value for name, value in self._values.items() if value})
        return f"?{query}" if query else ""

    def at(self, **changes) -> Slice:
        """The same with other values; from its first page on unless the change says where."""
        return replace(self, **({"after": ""} | changes))

    @property
    def _values(self) -> dict[str, str]:
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "only"}
        return values | {"state": "" if self.state.code == "waiting" else self.state.code}


def counts(slices: Iterable[Slice]) -> list[str]:
    """How many each holds, in one query: exact up to a thousand and `1,000+` beyond."""
    numbers = counted([each.line.counted for each in slices], most=COUNTED)
    return [capped(number, COUNTED) for number in numbers]


def _is_judged_unaided(comment: Comment) -> bool:
    """Whoever judges it is not to be led by what was decided of the same words."""
    return comment.is_evidence_hidden or comment.open_appeal is not None
