"""What an author is to be told by mail: an outbox, written with the fact and sent later."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from comments import clock
from comments.conf import setting
from comments.models.comment import Comment
from comments.models.permanent import Permanent

GRACE = timedelta(seconds=5)  # between the end of the undo window and the mail, for clocks that differ
FIRST_RETRY = timedelta(minutes=1)  # doubled at every attempt
LONGEST_RETRY = timedelta(hours=6)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def announce_receipt(self, comment: Comment) -> Notice | None:
        return self._announce(comment, Notice.Kind.RECEIPT, clock.now())

    def announce_decision(self, decision) -> Notice | None:
        """Due once the decision can no longer be undone. Imported comments are told nothing."""
        if decision.comment.source:
            return None
        due_at = decision.undoable_until + GRACE
        return self._announce(decision.comment, Notice.Kind.DECISION, due_at, decision=decision)

    def announce_standing(self, standing) -> Notice | None:
        """To whoever wrote the comment it was set over. A hold changes nothing for them: no mail."""
        if standing.kind == standing.Kind.HELD or standing.comment.source:
            return None
        return self._announce(standing.comment, Notice.Kind.STANDING, clock.now(), standing=standing)

    def announce_answers(self, decision) -> None:
        """To those whose reports the decision answers, once it can no longer be undone."""
        due_at = decision.undoable_until + GRACE
        for report in decision.comment.reports.filter(after_number__lt=decision.number).exclude(email=""):
            if not self.filter(report=report, sent_at__isnull=False).exists():
                self._announce(decision.comment, Notice.Kind.REPORT, due_at, report=report)

    def due(self, *, now: datetime | None = None) -> NoticeQuerySet:
        """Neither sent nor dropped, and its time has come; oldest first."""
        now = now or clock.now()
        return self.filter(sent_at=None, dropped_at=None, next_attempt_at__lte=now).order_by(
            "next_attempt_at", "pk"
        )

    @transaction.atomic
    def take(self, *, now: datetime | None = None) -> Notice | None:
        """The oldest that is due, counted as one more attempt; None when nothing is due.

        It is lent, not locked: nobody else is given it before its next attempt. A lock would be held while
        the mail server talks, and on SQLite that one lock stops every writer. Whoever dies before telling
        how it went leaves it to be sent again, under the same Message-ID.
        """
        now = now or clock.now()
        notice = self.due(now=now).select_for_update(skip_locked=True).first()
        if notice is not None:
            notice.attempts += 1
            notice.next_attempt_at = now + min(FIRST_RETRY * 2 ** (notice.attempts - 1), LONGEST_RETRY)
            notice.save(update_fields=["attempts", "next_attempt_at"])
        return notice

    def _announce(self, comment: Comment, kind: str, due_at: datetime, **about) -> Notice | None:
        if kind != Notice.Kind.REPORT and not comment.email:
            return None
        # Without a domain of ours, make_msgid asks the network for the machine's name.
        domain = urlsplit(setting("BASE_URL")).hostname or "localhost"
        notice = self.create(
            comment=comment,
            kind=kind,
            **about,
            due_at=due_at,
            next_attempt_at=due_at,
            message_id=make_msgid(domain=domain),
        )
        # Named, not imported: what leaves the building stands above the models. Robust, as a task that is
        # lost costs nothing: the worker also looks for what is due by itself.
        deliver_at = import_string("comments.tasks.deliver_notices_at")
        transaction.on_commit(lambda: deliver_at(due_at), using=self.db, robust=True)
        return notice


class Notice(Permanent):
    """One mail to one author, or to who reported the comment.

    The address is the comment's or the report's, so that erasing it there is enough.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        DECISION = "decision"
        STANDING = "standing"
        REPORT = "report"

    MOST_ATTEMPTS = 12

    # Where the sending stands; what is to be told never changes.
    may_change = frozenset({"sent_at", "dropped_at", "attempts", "next_attempt_at", "last_error"})
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
    dropped_at = models.DateTimeField(null=True)  # moot, or refused for good
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)  # its kind only: what a server says repeats the address

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
    def address(self) -> str:
        return self.report.email if self.report else self.comment.email

    def is_moot(self, *, now: datetime | None = None) -> bool:
        """Nothing is left to tell, or nobody to tell it."""
        if not self.address:
            return True
        match self.kind:
            case self.Kind.REPORT:
                return self._is_answer_moot(now)
            case self.Kind.STANDING:
                return self.standing is None or self.standing.is_replaced
        if not self.comment.is_decidable:
            return True
        # Not the newest decision told of it: another notice tells that one.
        return self.decision is not None and self.comment.decision_told(now=now) != self.decision

    def _is_answer_moot(self, now: datetime | None) -> bool:
        """The answer was undone, or was told already by another notice."""
        told = self.comment.decision_told(now=now)
        if self.report is None or told is None or told.number <= self.report.after_number:
            return True
        return self.report.notices.exclude(sent_at=None).exists()
