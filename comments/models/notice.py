"""What an author is to be told by mail: an outbox, written with the fact and sent later."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from comments import clock
from comments.conf import setting
from comments.models.comment import Comment
from comments.models.permanent import Permanent

GRACE = timedelta(seconds=5)  # between the end of the undo window and the mail, for clocks that differ


class NoticeQuerySet(models.QuerySet["Notice"]):
    def announce_receipt(self, comment: Comment) -> Notice | None:
        return self._announce(comment, Notice.Kind.RECEIPT, clock.now())

    def announce_decision(self, decision) -> Notice | None:
        """Due once the decision can no longer be undone. Imported comments are told nothing."""
        if decision.comment.source:
            return None
        due_at = decision.undoable_until + GRACE
        return self._announce(decision.comment, Notice.Kind.DECISION, due_at, decision=decision)

    def due(self, *, now: datetime | None = None) -> NoticeQuerySet:
        """Neither sent nor dropped, and its time has come; oldest first."""
        now = now or clock.now()
        return self.filter(sent_at=None, dropped_at=None, next_attempt_at__lte=now).order_by(
            "next_attempt_at", "pk"
        )

    def _announce(self, comment: Comment, kind: str, due_at: datetime, decision=None) -> Notice | None:
        if not comment.email:
            return None
        # Without a domain of ours, make_msgid asks the network for the machine's name.
        domain = urlsplit(setting("BASE_URL")).hostname or "localhost"
        return self.create(
            comment=comment,
            kind=kind,
            decision=decision,
            due_at=due_at,
            next_attempt_at=due_at,
            message_id=make_msgid(domain=domain),
        )


class Notice(Permanent):
    """One mail to one author. The address is the comment's, so that erasing it there is enough."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        DECISION = "decision"

    MOST_ATTEMPTS = 12

    # Where the sending stands; what is to be told never changes.
    may_change = frozenset({"sent_at", "dropped_at", "attempts", "next_attempt_at", "last_error"})
    comment_path = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    decision = models.OneToOneField(
        "comments.Decision", on_delete=models.PROTECT, null=True, related_name="notice"
    )
    due_at = models.DateTimeField()
    message_id = models.CharField(max_length=255, unique=True)  # the same on every attempt

    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # undone, erased, or refused for good
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(sent_at=None, dropped_at=None),
                name="notice_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.comment_id}"

    @property
    def is_moot(self) -> bool:
        """Nothing is left to tell: the decision was undone, or the comment is gone."""
        return not self.comment.email or bool(self.decision and self.decision.is_undone)
