"""The author takes a comment back."""

from __future__ import annotations

from django.db import models, transaction

from comments import clock, refusals
from comments.models.comment import Comment
from comments.models.permanent import Permanent
from comments.models.reported import Reported
from comments.models.trail import TrailEntry


class WithdrawalManager(models.Manager["Withdrawal"]):
    @transaction.atomic
    def withdraw(self, *, comment: Comment) -> Withdrawal:
        current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if not current.is_decidable:
            raise refusals.NotWithdrawable
        withdrawal = self.create(comment=comment)
        comment.refresh_from_db(fields=["status"])
        TrailEntry.objects.record(act="withdrawn", comment=comment)
        Reported.objects.follow(comment)
        return withdrawal


class Withdrawal(Permanent):
    """An end: what is withdrawn is not published again."""

    comment_path = "comment"

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField(default=clock.now)

    objects = WithdrawalManager()

    def __str__(self) -> str:
        return f"withdrawal of {self.comment_id}"
