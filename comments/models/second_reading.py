"""A sample of decided comments, read once more by a moderator who does not know what was decided.

It changes nothing about the comment. It shows how far moderators agree, and where they do not.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q

from comments import clock, refusals
from comments.conf import setting
from comments.models.appeal import Appeal
from comments.models.assignment import Assignment
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.drawing import READ_AGAIN, drawn
from comments.models.escalation import Escalation
from comments.models.guideline import Guideline
from comments.models.permanent import Permanent
from comments.models.trail import TrailEntry

DAYS = 14  # after that a reading says more of how times have changed


class SecondReadingManager(models.Manager["SecondReading"]):
    def to_read(self, *, by) -> models.QuerySet[Decision]:
        """First decisions of others in one's sections that are in the sample and that nobody has read again.

        Newest first.
        """
        now, standing = clock.now(), Decision.objects.not_undone()
        others = standing.filter(comment=OuterRef("comment")).exclude(pk=OuterRef("pk"))
        decisions = (
            standing.filter(
                ~Exists(others),
                ~Exists(Appeal.objects.filter(decision=OuterRef("pk"))),
                ~Exists(Escalation.objects.open().filter(comment=OuterRef("comment"))),
                by__isnull=False,
                second_reading=None,
                decided_at__gte=now - timedelta(days=DAYS),
                decided_at__lt=now - timedelta(seconds=setting("UNDO_SECONDS")),
                comment__status__in=[Comment.Status.APPROVED, Comment.Status.REJECTED],
            )
            .exclude(by=by)
            .order_by("-pk")
        )
        if (sections := Assignment.objects.sections_of(by)) is not None:
            decisions = decisions.filter(comment__discussion__section__in=sections)
        return drawn(decisions, READ_AGAIN, setting("SECOND_READING_SHARE"), path="comment__")

    @transaction.atomic
    def read(self, *, decision: Decision, by, outcome: str, guideline: str = "") -> SecondReading:
        """Say how one would have decided. Raises GuidelineRequired, UnknownGuideline, NotToReadAgain."""
        rejects = outcome == Decision.Outcome.REJECTED
        if rejects and not guideline:
            raise refusals.GuidelineRequired
        named = Guideline.objects.in_force().filter(pk=guideline).first() if rejects else None
        if rejects and named is None:
            raise refusals.UnknownGuideline({guideline})
        Comment.objects.select_for_update(no_key=True).get(pk=decision.comment_id)
        if not self.to_read(by=by).filter(pk=decision.pk).exists():
            raise refusals.NotToReadAgain
        try:
            with transaction.atomic():
                reading = self.create(decision=decision, by=by, outcome=outcome, guideline=named)
        except IntegrityError as error:  # where row locks do not exist, two may get here
            raise refusals.NotToReadAgain from error
        TrailEntry.objects.record(
            act="read again", comment=decision.comment, by=by, details={"number": decision.number}
        )
        return reading


class SecondReading(Permanent):
    """How another moderator would have decided, not knowing how it was."""

    comment_path = "decision__comment"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="second_reading")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Decision.Outcome)
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(default=clock.now)

    objects = SecondReadingManager()

    class Meta(Permanent.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="rejected", guideline__isnull=False)
                | Q(outcome="approved", guideline__isnull=True),
                name="second_rejection_names_a_guideline",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.outcome}"

    @property
    def agrees(self) -> bool:
        """On the outcome; and on the guideline, where the decision named it too."""
        if self.outcome != self.decision.outcome:
            return False
        return self.guideline_id is None or self.guideline_id in {g.pk for g in self.decision.guidelines}
