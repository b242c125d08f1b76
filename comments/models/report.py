"""A reader's objection to a published comment."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from comments import clock, refusals
from comments.models.addressed import left_at
from comments.models.author import Author
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.guideline import Guideline
from comments.models.permanent import Permanent
from comments.models.trail import TrailEntry
from comments.text import settled_note


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        """Which nobody has answered: no standing decision came after it."""
        later = Decision.objects.not_undone().filter(comment=OuterRef("comment"))
        return self.filter(~Exists(later.filter(number__gt=OuterRef("after_number"))))

    def left_at(self, email: str) -> ReportQuerySet:
        """Sent with this address, in capitals or not."""
        return left_at(self, email)

    @transaction.atomic
    def report(
        self, *, comment: Comment, author: Author, guideline: str, note: str = "", email: str = ""
    ) -> Report:
        from comments.models.reported import Reported

        note = settled_note(note, limit=Report.NOTE_LENGTH)
        current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if not current.is_published:
            raise refusals.NotReportable
        rule = Guideline.objects.in_force().filter(code=guideline).first()
        if rule is None:
            raise refusals.UnknownGuideline([guideline])
        try:
            with transaction.atomic():
                report = self.create(
                    comment=comment,
                    author=author,
                    guideline=rule,
                    note=note,
                    email=email,
                    after_number=current.seen,
                )
        except IntegrityError as error:
            raise refusals.AlreadyReported from error
        TrailEntry.objects.record(act="reported", comment=comment, details={"guideline": guideline})
        Reported.objects.follow(current)
        return report


class Report(Permanent):
    """Counts once per reader. The next decision on the comment answers it."""

    NOTE_LENGTH = 500

    erasable = frozenset({"note", "author", "email"})
    erasable_alone = True  # who reported is not who wrote
    comment_path = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="reports")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, null=True, related_name="reports")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="reports")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    email = models.EmailField(blank=True)  # to tell the reporter how it was settled
    after_number = models.PositiveIntegerField()  # how many decisions there were when it was made
    reported_at = models.DateTimeField(default=clock.now)

    objects = ReportQuerySet.as_manager()

    class Meta(Permanent.Meta):
        constraints = [models.UniqueConstraint(fields=["comment", "author"], name="reported_once_by_author")]
        indexes = [models.Index(Lower("email"), condition=~Q(email=""), name="report_by_email")]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.guideline_id}"
