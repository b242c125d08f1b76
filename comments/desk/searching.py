"""Finding comments, whatever became of them: by their words, author, page, state, guideline and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.checks.search_words import Query, read_name, read_query, search_words
from comments.desk.masking import blacked_out
from comments.desk.places import LARGEST_KEY, is_key
from comments.marking import Mark, segments
from comments.models import Appeal, Comment, Decision, DecisionGuideline, Discussion
from comments.models.comment_queryset import CommentQuerySet

PER_PAGE = 50
LONGEST = 200
BEFORE_MATCH, SHOWN = 80, 320  # code points of the words around what was found
YEARS = range(1970, 2200)  # beyond them no comment stands, and time zones overflow
NAME, ACCOUNT, EMAIL = "name", "account", "email"
STATES: dict[str, str | Promise] = {
    "pending": _("waiting"),
    "approved": _("approved"),
    "rejected": _("rejected"),
    "reported": _("reported"),
    "appeals": _("under appeal"),
    "withdrawn": _("withdrawn"),
    "erased": _("erased"),
}
FIELDS = ("words", "author", "by", "page", "discussion", "state", "guideline", "since", "until")


@dataclass(frozen=True)
class Search:
    """What is looked for. Made from a query string; what means nothing is left out."""

    words: str = ""
    author: str = ""
    by: str = NAME
    page: str = ""
    discussion: str = ""
    state: str = ""
    guideline: str = ""
    since: str = ""
    until: str = ""
    after: int | None = None

    @classmethod
    def of(cls, query, *, may_find_author: bool) -> Search:
        """Whoever may not search by account or e-mail searches by name."""
        sent = {name: query.get(name, "").replace("\x00", "")[:LONGEST].strip() for name in FIELDS}
        if sent["by"] not in (NAME, ACCOUNT, EMAIL) or not may_find_author:
            sent["by"] = NAME
        if sent["state"] not in STATES:
            sent["state"] = ""
        if not is_key(sent["discussion"]):
            sent["discussion"] = ""
        after = query.get("after", "")
        return cls(**sent, after=int(after) if is_key(after) and int(after) <= LARGEST_KEY else None)

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in FIELDS if name != "by")

    @property
    def says_nothing(self) -> bool:
        """Words or a name were given, and hold no letter or figure."""
        by_name = bool(self.author) and self.by == NAME and not read_name(self.author)
        return by_name or (bool(self.words) and not self.sought)

    @cached_property
    def sought(self) -> Query:
        return read_query(self.words)

    @property
    def comments(self) -> CommentQuerySet:
        """Those found, what came in last first."""
        if self.says_nothing or self.is_empty:
            return Comment.objects.none()
        found = self._by_author(self._in_state(Comment.objects.all()))
        if self.sought:
            found = found.filter(folded__line__finds=self.sought)
        if self.discussion:
            found = found.filter(discussion=int(self.discussion))
        if self.page:
            pages = Discussion.objects.filter(Q(title__icontains=self.page) | Q(url=self.page))
            found = found.filter(discussion__in=pages)
        if self.guideline:
            found = found.filter(_rejected_under(self.guideline), ~_under_appeal())
        return self._in_time(found).order_by("-pk")

    @property
    def results(self) -> list[Comment]:
        """A page of them, and one more where there are more."""
        found = self.comments
        if self.after is not None:
            found = found.filter(pk__lt=self.after)
            if self.sought:
                # Of the other table again: a database does not see that one follows from the other.
                found = found.filter(folded__pk__lt=self.after)
        return list(found.select_related("discussion", "author__user")[: PER_PAGE + 1])

    @property
    def query(self) -> str:
        """Itself as a query string, with its question mark."""
        values = {name: getattr(self, name) for name in (*FIELDS, "after")}
        if values["by"] == NAME:
            del values["by"]
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def further(self, last: Comment) -> Search:
        return replace(self, after=last.pk)

    def _in_state(self, comments: CommentQuerySet) -> CommentQuerySet:
        match self.state:
            case "":
                return comments
            case "reported":
                return comments.reported()
            case "appeals":
                return comments.under_appeal()
        return comments.filter(status=self.state)

    def _by_author(self, comments: CommentQuerySet) -> CommentQuerySet:
        if not self.author:
            return comments
        match self.by:
            case "account":
                return comments.filter(author__user__username__iexact=self.author)
            case "email":
                return comments.left_at(self.author)
        return comments.filter(folded__line__finds=read_name(self.author))

    def _in_time(self, comments: CommentQuerySet) -> CommentQuerySet:
        """Whole days, in the time zone that the desk shows."""
        if since := _day(self.since):
            comments = comments.filter(received_at__gte=since)
        if until := _day(self.until):
            comments = comments.filter(received_at__lt=until + timedelta(days=1))
        return comments


@dataclass(frozen=True)
class Result:
    """A comment found, with what was looked for marked in the part of its words that is shown."""

    comment: Comment
    stretches: list[tuple[str, bool]]
    is_cut_before: bool
    is_cut_after: bool

    @classmethod
    def of(cls, comment: Comment, sought: Query, masked: Sequence[tuple[int, int]] = ()) -> Result:
        text = comment.text
        places = [(word.start, word.end) for word in search_words(text) if sought.names(word.word)]
        start = max(0, places[0][0] - BEFORE_MATCH) if places else 0
        end = min(len(text), start + SHOWN)
        marks = [
            Mark(first - start, last - start) for first, last in places if start <= first and last <= end
        ]
        stretches = [
            (each.text, bool(each.marks)) for each in segments(blacked_out(text, masked)[start:end], marks)
        ]
        return cls(comment, stretches, start > 0, end < len(text))


def _rejected_under(code: str) -> Exists:
    """By the newest decision of the comment that was not undone."""
    later = Decision.objects.not_undone().filter(comment=OuterRef("comment"))
    later = later.filter(number__gt=OuterRef("number"))
    further = DecisionGuideline.objects.filter(decision=OuterRef("pk"), guideline=code)
    standing = Decision.objects.not_undone().filter(
        ~Exists(later), comment=OuterRef("pk"), outcome="rejected"
    )
    return Exists(standing.filter(Q(guideline=code) | Exists(further)))


def _under_appeal() -> Exists:
    """Whoever judges an appeal must not learn under which guideline it was rejected, nor by searching."""
    return Exists(Appeal.objects.open().filter(decision__comment=OuterRef("pk")))


def _day(written: str) -> datetime | None:
    """The beginning of a day; None for what is none."""
    try:
        day = parse_date(written)
    except ValueError:
        return None
    if day is None or day.year not in YEARS:
        return None
    return timezone.make_aware(datetime.combine(day, time.min))
