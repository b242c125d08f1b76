"""All that a moderator sees of an author: counts, what they wrote, what was decided, their standing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from comments.desk.blindness import under_appeal
from comments.desk.masking import mask
from comments.models import Appeal, Author, Comment, Decision, Guideline, Note, Report, Standing
from comments.models.author import RECORDED
from comments.models.bearer import Bearer, Subject, bearers_of
from comments.models.standing import BLOCKING

RECENT = 8
HISTORY = 20


@dataclass(frozen=True)
class RecentComment:
    comment: Comment
    decision: Decision | None
    is_blind: bool  # under appeal: what was decided is not shown


@dataclass(frozen=True)
class FiledNote:
    note: Note
    is_blind: bool  # by who decided what is under appeal: it could tell so


@dataclass(frozen=True)
class PastStanding:
    standing: Standing
    is_blind: bool  # set over a comment under appeal: who and why would tell who decided


@dataclass(frozen=True)
class Bound:
    """One of those whose standing is this author's: themselves, their address, their network."""

    subject: Subject
    title: str
    seen: int
    current: Standing | None
    history: list[PastStanding]


class AuthorFile:
    """Opened from one of the author's comments, over which a standing is set."""

    def __init__(self, comment: Comment, *, reader, masks: bool = False) -> None:
        self.comment, self.reader, self._masks = comment, reader, masks

    @property
    def author(self) -> Author | None:
        return self.comment.author

    @cached_property
    def record(self) -> dict[str, int]:
        return self.author.record_beside(self.comment) if self.author else {}

    @property
    def is_cut(self) -> bool:
        """Whether the author wrote more than is counted."""
        return self.record.get("total", 0) >= RECORDED

    @property
    def counted(self) -> int:
        return RECORDED

    @cached_property
    def rejected_under(self) -> list[tuple[Guideline, int]]:
        """By leading guideline. What is under appeal is left out: a count of one would tell."""
        later = Decision.objects.not_undone().filter(
            comment=OuterRef("comment"), number__gt=OuterRef("number")
        )
        standing = Decision.objects.not_undone().filter(~Exists(later), comment__in=self._newest)
        rejected = standing.filter(comment__status=Comment.Status.REJECTED).exclude(comment__in=self._blind)
        counted = (
            rejected.order_by().values_list("guideline").annotate(number=Count("pk")).order_by("-number")
        )
        guidelines = Guideline.objects.prefetch_related("wordings").in_bulk(
            [code for code, _number in counted]
        )
        return [(guidelines[code], number) for code, number in counted]

    @cached_property
    def reported(self) -> int:
        """How many of their comments readers objected to."""
        reports = Report.objects.filter(comment__in=self._newest)
        return reports.order_by().values("comment").distinct().count()

    @cached_property
    def overturned(self) -> int:
        """How many rejections another moderator took back."""
        return Decision.objects.filter(
            comment__in=self._newest, outcome=Decision.Outcome.APPROVED, appeal__isnull=False, undone_by=None
        ).count()

    @cached_property
    def recent(self) -> list[RecentComment]:
        """The newest, whatever became of them."""
        comments = list(
            self._comments.select_related("discussion").prefetch_related(
                Comment.objects.decisions_prefetch()
            )[:RECENT]
        )
        blind = under_appeal(comments)
        if self._masks:
            mask(comments)
        return [
            RecentComment(each, None if each.pk in blind else each.standing_decision, each.pk in blind)
            for each in comments
        ]

    @cached_property
    def notes(self) -> list[FiledNote]:
        """What moderators tell each other of the author, the newest first."""
        if self.author is None:
            return []
        appeals = Appeal.objects.open().filter(decision__comment__in=self._blind)
        deciders = set(appeals.values_list("decision__by", flat=True))
        notes = self.author.notes.select_related("by").order_by("-pk")[:HISTORY]
        return [FiledNote(note, note.by_id in deciders) for note in notes]

    @cached_property
    def bound(self) -> list[Bound]:
        """In the order in which they can be chosen."""
        if self.author is None:
            return []
        bearers = bearers_of(self.author, self.comment.network)
        past = list(Standing.objects.of(bearers).select_related("by").order_by("-pk")[:HISTORY])
        blind = under_appeal(standing.comment_id for standing in past)
        return [self._bound(bearer, past, blind) for bearer in bearers]

    @property
    def in_force(self) -> list[Standing]:
        return [bound.current for bound in self.bound if bound.current]

    @property
    def may_block(self) -> bool:
        return self.reader.has_perm(BLOCKING)

    def _bound(self, bearer: Bearer, past: Iterable[Standing], blind: set[int]) -> Bound:
        own = [standing for standing in past if standing.key in bearer.keys]
        newest = own[0] if own else None
        return Bound(
            subject=bearer.subject,
            title=self._title(bearer),
            seen=newest.number if newest else 0,
            current=newest if newest and newest.is_in_force else None,
            history=[PastStanding(standing, standing.comment_id in blind) for standing in own],
        )

    def _title(self, bearer: Bearer) -> str:
        if bearer.subject == Subject.AUTHOR:
            is_account = bearer.author is not None and bearer.author.kind == Author.Kind.ACCOUNT
            return _("This account") if is_account else _("This browser")
        if bearer.subject == Subject.EMAIL:
            return _("The account’s e-mail address, under any account")
        return _("The network this comment came from, whoever writes")

    @property
    def _comments(self) -> QuerySet[Comment]:
        return Comment.objects.filter(author=self.author).order_by("-received_at", "-pk")

    @property
    def _newest(self) -> QuerySet:
        return self._comments.values("pk")[:RECORDED]

    @cached_property
    def _blind(self) -> list[int]:
        rejected = self._comments.filter(pk__in=self._newest, status=Comment.Status.REJECTED)
        return list(rejected.under_appeal().values_list("pk", flat=True))  # type: ignore[attr-defined]
