"""Approve or reject: numbered, with who, why and when; added to, never rewritten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from comments import clock
from comments.conf import setting
from comments.models.comment import Comment
from comments.models.deciding import DecisionManager
from comments.models.guideline import Guideline
from comments.models.permanent import Permanent
from comments.naming import name_of


class Decision(Permanent):
    """One act of a moderator on a comment."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", gettext_lazy("approved")
        REJECTED = "rejected", gettext_lazy("rejected")
        UNDONE = "undone", gettext_lazy("undone")

    erasable = frozenset({"explanation"})  # it may repeat the reader's words
    comment_path = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    guideline = models.ForeignKey(
        Guideline, on_delete=models.PROTECT, null=True, blank=True, related_name="leading_decisions"
    )
    explanation = models.TextField(blank=True)  # to the author
    # NULL only on what an import brought from a system whose moderators have no account here.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    source = models.CharField(max_length=60, blank=True)  # their name there, else the system's
    decided_at = models.DateTimeField(default=clock.now)
    # Made without seeing what the checks found: of such a sample alone their figures are honest.
    evidence_hidden = models.BooleanField(default=False)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    appeal = models.ForeignKey(
        "comments.Appeal", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    screening = models.ForeignKey(
        "comments.Screening", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    further_guidelines = models.ManyToManyField(
        Guideline, through="comments.DecisionGuideline", related_name="further_decisions"
    )

    objects = DecisionManager()

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="decision_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="decision_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(outcome="rejected", guideline__isnull=False)
                | (~Q(outcome="rejected") & Q(guideline__isnull=True)),
                name="rejection_names_a_guideline",
            ),
            models.CheckConstraint(
                condition=Q(outcome="undone", undoes__isnull=False)
                | (~Q(outcome="undone") & Q(undoes__isnull=True)),
                name="undoing_names_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["approved", "rejected", "undone"]), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(source=""), name="decision_names_who_or_source"
            ),
        ]
        indexes = [
            models.Index(fields=["by", "decided_at"], name="decision_by_moderator"),
            # In the order of the public log. What an import brought was decided elsewhere.
            models.Index(
                fields=["decided_at", "id"], condition=Q(by__isnull=False), name="decision_made_here"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.number} · {self.outcome}"

    def is_undoable(self, *, now: datetime | None = None) -> bool:
        """Whether its undo window is open. Receipt and mail wait until it is not."""
        if self.outcome == self.Outcome.UNDONE or self.by_id is None:
            return False
        return (now or clock.now()) < self.undoable_until

    @property
    def undoable_until(self) -> datetime:
        return self.decided_at + timedelta(seconds=setting("UNDO_SECONDS"))

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undone_by")

    @property
    def by_name(self) -> str:
        return name_of(self.by) if self.by else self.source

    @property
    def guidelines(self) -> list[Guideline]:
        """What it was rejected under, the leading one first."""
        further = [row.guideline for row in self.further.all()]
        return [self.guideline, *further] if self.guideline else []


class DecisionGuideline(Permanent):
    """A further guideline that a rejection names."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="further")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="+")

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["decision", "guideline"], name="decision_guideline_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.guideline_id}"


class MarkedWords(Permanent):
    """Words that a moderator marked as being in question: a span of the comment's text, in code points."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="marked_words")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta(Permanent.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="marked_words_not_empty"),
            models.UniqueConstraint(fields=["decision", "start", "end"], name="marked_words_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.start}–{self.end}"
