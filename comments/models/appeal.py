"""The author's request to decide again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from comments import clock, refusals
from comments.conf import setting
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.permanent import Permanent
from comments.models.trail import TrailEntry
from comments.text import MAX_LENGTH, settled_note


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> AppealQuerySet:
        """Which nobody has decided: no standing decision came after the one appealed, nor an end."""
        later = Decision.objects.not_undone().filter(comment=OuterRef("decision__comment"))
        rejected = self.filter(decision__comment__status=Comment.Status.REJECTED)
        return rejected.filter(~Exists(later.filter(number__gt=OuterRef("decision__number"))))

    @transaction.atomic
    def appeal(self, *, comment: Comment, statement: str = "") -> Appeal:
        statement = settled_note(statement, limit=MAX_LENGTH)
        Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        comment.refresh_from_db()
        decision = comment.decision_told()
        refusal = appeal_refusal(comment, decision)
        if refusal or decision is None:
            raise refusals.NotAppealable(refusal)
        try:
            with transaction.atomic():
                appeal = self.create(decision=decision, statement=statement)
        except IntegrityError as error:
            raise refusals.NotAppealable(_("You have asked for this already.")) from error
        TrailEntry.objects.record(act="appealed", comment=comment, details={"number": decision.number})
        return appeal


class Appeal(Permanent):
    """Decided by a Decision that names it. Confirmed when that rejects again, overturned when it approves."""

    erasable = frozenset({"statement"})
    comment_path = "decision__comment"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appealed_by")
    statement = models.TextField(blank=True)
    appealed_at = models.DateTimeField(default=clock.now)

    objects = AppealQuerySet.as_manager()

    def __str__(self) -> str:
        return f"appeal of {self.decision_id}"

    def confirm(
        self, *, by, seen: int, guidelines: Sequence[str], explanation: str = "", words=()
    ) -> Decision:
        """Reject it again, under guidelines of one's own choosing. Raises SameModerator too."""
        self._refuse_same_moderator(by)
        return self.comment.decisions.reject(
            comment=self.comment,
            by=by,
            seen=seen,
            guidelines=guidelines,
            explanation=explanation,
            words=words,
            appeal=self,
        )

    def overturn(self, *, by, seen: int, explanation: str = "") -> Decision:
        """Approve it after all. Raises SameModerator and what approve raises."""
        self._refuse_same_moderator(by)
        return self.comment.decisions.approve(
            comment=self.comment, by=by, seen=seen, explanation=explanation, appeal=self
        )

    @property
    def comment(self) -> Comment:
        return self.decision.comment

    @property
    def is_open(self) -> bool:
        return Appeal.objects.open().filter(pk=self.pk).exists()

    def _refuse_same_moderator(self, by) -> None:
        if self.decision.by_id == by.pk:
            raise refusals.SameModerator


def appeal_refusal(comment: Comment, decision: Decision | None) -> str:
    """Why the comment cannot be appealed, as a sentence; empty when it can."""
    if comment.status != Comment.Status.REJECTED or decision is None or decision.outcome != "rejected":
        return _("Only a rejected comment can be decided again.")
    if decision.appeal_id:
        return _("This comment was decided again already. That decision is final.")
    if Appeal.objects.filter(decision=decision).exists():
        return _("You have asked for this already.")
    if decision.decided_at < clock.now() - timedelta(days=setting("APPEAL_DAYS")):
        return _("The time to ask for another decision is over.")
    return ""
