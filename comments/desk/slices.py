"""Which comments the desk shows: a state (the tabs) and filters, all in the query string."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.conf import setting
from comments.desk.places import LastDecidedFirst, OldestFirst, is_key
from comments.desk.wordings import capped
from comments.models import Comment
from comments.models.comment_queryset import CommentQuerySet

COUNTED = 1000  # counting further would cost more the longer the queue is


@dataclass(frozen=True)
class State:
    """A tab: which comments, in which order, and what to say when there are none."""

    code: str
    title: str | Promise
    verb: str  # of CommentQuerySet
    empty: str | Promise
    places: type[OldestFirst] | type[LastDecidedFirst] = OldestFirst
    is_decided_together: bool = False
    like: str = (
        ""  # the verb for those of them that are nearly the same; a state without one has no such slice
    )

    def comments(self) -> CommentQuerySet:
        return getattr(Comment.objects.all(), self.verb)()

    def comments_like(self, comment: Comment | None) -> CommentQuerySet:
        return getattr(Comment.objects.all(), self.like)(comment) if comment else Comment.objects.none()


STATES = {
    state.code: state
    for state in (
        State(
            "waiting",
            _("Waiting"),
            "awaiting_decision",
            _("Nothing is waiting. Every comment has its decision."),
            is_decided_together=True,
            like="waiting_like",
        ),
        State(
            "look",
            _("Look"),
            "to_look_at",
            _("Nothing that waits has a finding."),
            is_decided_together=True,
        ),
        State(
            "reported",
            _("Reported"),
            "reported",
            _("No published comment has a report to answer."),
            is_decided_together=True,
        ),
        State("appeals", _("Appeals"), "under_appeal", _("No author is asking for another decision.")),
        State(
            "decided",
            _("Decided"),
            "decided",
            _("Nothing has been decided yet."),
            LastDecidedFirst,
            like="decided_like",
        ),
    )
}


@dataclass(frozen=True)
class Slice:
    """What a moderator works through. Made from a query string; values that mean nothing are left out."""

    state: State = field(default_factory=lambda: STATES["waiting"])
    guideline: str = ""
    discussion: str = ""
    language: str = ""
    like: str = ""  # the number of a comment: only those with nearly the same words
    after: str = ""

    @classmethod
    def of(cls, query) -> Slice:
        discussion, like = query.get("discussion", ""), query.get("like", "")
        return cls(
            state=STATES.get(query.get("state", ""), STATES["waiting"]),
            like=like if is_key(like) else "",
            guideline=query.get("guideline", "").replace("\x00", "")[:40],
            discussion=discussion if is_key(discussion) else "",
            language=query.get("language", "").replace("\x00", "")[:12],
            after=query.get("after", "")[:60],
        )

    @property
    def comments(self) -> CommentQuerySet:
        """All of it, in order."""
        return self.state.places.ordered(self._filtered())

    @property
    def page(self) -> list[Comment]:
        """From the place on; one more than a page, where there is more."""
        comments = self.state.places.beyond(self.comments, self.after)
        return list(comments.select_related("author")[: setting("QUEUE_PER_PAGE") + 1])

    def following(self, comment: Comment) -> Comment | None:
        """The next one after `comment`; from the start again at the end."""
        others = self.comments.exclude(pk=comment.pk)
        return self.state.places.beyond(others, self.place_of(comment)).first() or others.first()

    def preceding(self, comment: Comment) -> Comment | None:
        others = self.state.places.reversed(self._filtered()).exclude(pk=comment.pk)
        return self.state.places.before(others, self.place_of(comment)).first()

    def is_past(self, comment: Comment, place: str) -> bool:
        """Whether `comment` stands beyond `place`."""
        one = self.comments.filter(pk=comment.pk)
        return self.state.places.beyond(one, place).exists()

    def shows(self, comment: Comment, last: str) -> bool:
        """Whether a list that goes from here to the place `last` holds `comment`."""
        return self.is_past(comment, self.after) and not self.is_past(comment, last)

    def place_of(self, comment: Comment) -> str:
        return self.state.places.of(comment)

    @property
    def count(self) -> str:
        """How many, exact up to a thousand and `1,000+` beyond."""
        return capped(self._filtered()[: COUNTED + 1].count(), COUNTED)

    @property
    def is_filtered(self) -> bool:
        return bool(self.guideline or self.discussion or self.language or self.like)

    @property
    def query(self) -> str:
        """Itself as a query string, with its question mark; empty for the plain queue."""
        values = {
            "state": "" if self.state.code == "waiting" else self.state.code,
            "guideline": self.guideline,
            "discussion": self.discussion,
            "language": self.language,
            "like": self.like,
            "after": self.after,
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"?{query}" if query else ""

    def at(self, **changes) -> Slice:
        """The same with other values; from its first page on unless the change says where."""
        return replace(self, **({"after": ""} | changes))

    @cached_property
    def _model(self) -> Comment | None:
        """The comment that the others are like."""
        return Comment.objects.filter(pk=self.like).first()

    def _filtered(self) -> CommentQuerySet:
        is_of_likes = bool(self.like and self.state.like)
        comments = self.state.comments_like(self._model) if is_of_likes else self.state.comments()
        if self.guideline:
            comments = comments.with_verdict(self.guideline)
        if self.discussion:
            comments = comments.filter(discussion=int(self.discussion))
        if self.language:
            comments = comments.filter(language=self.language)
        return comments
