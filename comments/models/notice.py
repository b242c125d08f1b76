"""What an author is to be told by mail: written with the fact and sent later, from the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Max, Min, Q

from comments import clock
from comments.conf import setting
from comments.models.comment import Comment
from comments.models.comment_queryset import CommentQuerySet
from comments.models.outbox import GRACE, NoticeQuerySet, due_index
from comments.models.permanent import Permanent
from comments.models.recipient import Recipient, authors_behind, recipient_of


class Notice(Permanent):
    """One mail: to the author of `comment`, or to who reported it.

    The address is the comment's, the report's or the account's, so that erasing it there is enough.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        DECISION = "decision"
        STANDING = "standing"
        REPORT = "report"
        REPLY = "reply"  # `comment` is what was answered; which replies are told is seen when it is sent

    MOST_ATTEMPTS = 21  # three days, as waits grow to six hours: so long a mail server may be in trouble
    MOST_REPLIES_TOLD = 100  # beyond which nobody counts
    MOOT, NOT_WANTED = "moot", "not wanted"  # reasons to drop one that are nobody's fault

    # Where the sending stands; what is to be told never changes.
    may_change = frozenset({"sent_at", "dropped_at", "held_at", "attempts", "next_attempt_at", "last_error"})
    erasable = frozenset({"standing"})  # it would tie the comment to its author
    comment_path = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    decision = models.OneToOneField(
        "comments.Decision", on_delete=models.PROTECT, null=True, related_name="notice"
    )
    standing = models.OneToOneField(
        "comments.Standing", on_delete=models.PROTECT, null=True, related_name="notice"
    )
    report = models.ForeignKey(
        "comments.Report", on_delete=models.PROTECT, null=True, related_name="notices"
    )  # a new one where an answer was undone before it was told
    due_at = models.DateTimeField()
    message_id = models.CharField(max_length=255, unique=True)  # the same on every attempt

    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # moot, not wanted, or refused for good
    held_at = models.DateTimeField(null=True)  # until somebody opens the one mail that the address has had
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)  # its kind only: what a server says repeats the address

    # Further ones that the mail of this one tells, where it is taken: see `crowding`.
    told_along: Sequence[Notice] = ()

    objects = NoticeQuerySet.as_manager()

    class Meta(Permanent.Meta):
        indexes = [due_index()]

    def __str__(self) -> str:
        return f"{self.kind} of {self.comment_id}"

    def record_sent(self, *, now: datetime | None = None) -> None:
        self.sent_at, self.last_error = now or clock.now(), ""
        self.save(update_fields=["sent_at", "last_error"])

    def record_failure(self, error: str) -> None:
        """It is tried again when its next attempt is due, until there were too many."""
        self.last_error = error
        self.save(update_fields=["last_error"])
        if self.attempts >= self.MOST_ATTEMPTS:
            self.drop(error)

    def drop(self, reason: str) -> None:
        """Never try again."""
        self.dropped_at, self.last_error = clock.now(), reason
        self.save(update_fields=["dropped_at", "last_error"])

    @property
    def recipient(self) -> Recipient:
        return recipient_of(self)

    @property
    def is_to_typed_address(self) -> bool:
        """Anybody may have typed it: nobody was signed in who had proven one."""
        author = self.report.author if self.report else self.comment.author
        return self.kind != self.Kind.REPLY and not (author and author.user_id)

    def is_moot(self, *, now: datetime | None = None) -> bool:
        """Nothing is left to tell, or nobody to tell it."""
        if not self.recipient.address:
            return True
        match self.kind:
            case self.Kind.REPORT:
                return self._is_answer_moot(now)
            case self.Kind.STANDING:
                return self.standing is None or self.standing.is_replaced
            case self.Kind.REPLY:
                return not (self.comment.is_published and self.replies_to_tell(now=now).exists())
        if not self.comment.is_decidable:
            return True
        # Not the newest decision told of it: another notice tells that one.
        return self.decision is not None and self.comment.decision_told(now=now) != self.decision

    def replies_to_tell(self, *, now: datetime | None = None) -> CommentQuerySet:
        """By others, published for good since the last mail of them, or since this one was announced."""
        window = timedelta(seconds=setting("UNDO_SECONDS"))
        sent = self.comment.notices.filter(kind=self.Kind.REPLY).exclude(pk=self.pk)
        before_this = self.due_at - GRACE - timedelta(seconds=1)
        told_until = sent.aggregate(at=Max("sent_at"))["at"] or before_this
        approved = Q(decisions__outcome="approved", decisions__undone_by=None)
        replies = Comment.objects.published().filter(in_reply_to=self.comment)
        return (
            replies.exclude(author__in=authors_behind(self.comment))
            .alias(first_approved_at=Min("decisions__decided_at", filter=approved))
            .filter(first_approved_at__gt=told_until - window)
            .filter(first_approved_at__lte=(now or clock.now()) - window)
            .order_by("pk")
        )

    def _is_answer_moot(self, now: datetime | None) -> bool:
        """The answer was undone, or was told already by another notice."""
        told = self.comment.decision_told(now=now)
        if self.report is None or told is None or told.number <= self.report.after_number:
            return True
        return self.report.notices.exclude(sent_at=None).exists()
