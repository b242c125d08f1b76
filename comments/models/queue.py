"""What waits for a moderator, in the shape in which it is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections, models, transaction
from django.db.models import Q

from comments.models import queue_rows
from comments.models.author import Author
from comments.models.comment import Comment
from comments.models.discussion import Discussion
from comments.models.guideline import Guideline

KEYS_AT_ONCE = 500


class QueueEntryManager(models.Manager["QueueEntry"]):
    @transaction.atomic
    def renew(self, comments: Iterable[int]) -> None:
        """Read the record of these comments again. The database does so by itself for all but screenings."""
        keys = sorted(set(comments))
        for first in range(0, len(keys), KEYS_AT_ONCE):
            few = keys[first : first + KEYS_AT_ONCE]
            # In the order in which the triggers take them: the comment, then its author.
            authors = list(
                Comment.objects.select_for_update(no_key=True)
                .filter(pk__in=few)
                .order_by("pk")
                .values_list("author", flat=True)
            )
            list(
                Author.objects.select_for_update(no_key=True)
                .filter(pk__in=[author for author in authors if author])
                .order_by("pk")
                .values_list("pk")
            )
            self._run(queue_rows.renewed(f"({', '.join(map(str, few))})"))

    def renew_own(self, comment: int) -> None:
        """The same of a comment that this very transaction has added: that has locked it and its author."""
        self._run(queue_rows.renewed(f"({comment})"))

    def differing(self) -> list[int]:
        """The comments of which the queue holds something else than the record says."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(queue_rows.differing())
            return sorted(key for (key,) in cursor.fetchall())

    def fill(self) -> None:
        """Make it from the record, where it is empty."""
        self._run(queue_rows.filled())

    def _run(self, statements: Iterable[str]) -> None:
        with connections[self.db].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


class QueueEntry(models.Model):
    """A comment that somebody has to decide: new, reported, or under appeal.

    A present state and no fact: made from the record by the database, as decisions, reports and appeals are
    added, and by `renew` when checks were run. It can be made anew at any time; the record is what counts.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        REPORTED = "reported"
        APPEALS = "appeals"
        LATER = "later"
        ESCALATED = "escalated"

    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, primary_key=True, related_name="queue_entry"
    )
    state = models.CharField(max_length=10, choices=State)
    received_at = models.DateTimeField()
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="+", db_index=False)
    section = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=12, blank=True)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    verdict = models.CharField(max_length=6)  # look, failed, clear: of all guidelines together
    risk = models.PositiveSmallIntegerField()  # to sort by: see queue_rows
    approved_before = models.PositiveSmallIntegerField()  # of its author's, counted up to APPROVED_COUNTED

    objects = QueueEntryManager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "received_at", "comment"], name="queue_in_order"),
            models.Index(fields=["state", "verdict", "received_at", "comment"], name="queue_by_verdict"),
            models.Index(fields=["discussion", "state", "received_at", "comment"], name="queue_by_page"),
            models.Index(fields=["state", "section", "received_at", "comment"], name="queue_by_section"),
            models.Index(fields=["state", "language", "received_at", "comment"], name="queue_by_language"),
            models.Index(fields=["author", "state", "received_at", "comment"], name="queue_by_author"),
            models.Index(fields=["state", "risk", "comment"], name="queue_by_risk"),
            models.Index(
                fields=["state", "received_at", "comment"],
                condition=Q(verdict="clear", approved_before__gte=queue_rows.APPROVED_COUNTED),
                name="queue_of_known_authors",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.state}"


class QueuedVerdict(models.Model):
    """A guideline of an entry that is not clear, with what the entry is sorted by: one index answers."""

    entry = models.ForeignKey(QueueEntry, on_delete=models.CASCADE, related_name="verdicts", db_index=False)
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(max_length=6)
    state = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    risk = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "guideline"], name="queued_verdict_once")]
        indexes = [
            models.Index(
                fields=["state", "guideline", "verdict", "received_at", "entry"], name="queue_by_guideline"
            ),
            models.Index(
                fields=["state", "guideline", "verdict", "risk", "entry"], name="queue_by_guideline_risk"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.guideline_id}: {self.verdict}"
