"""That a comment was written anew in place of an earlier one of the same author."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from comments.models.comment import Comment


class RewritingManager(models.Manager["Rewriting"]):
    def note(self, comment: Comment, *, earlier: Comment | None) -> Rewriting | None:
        """Nothing of what says too little: another page's, or one whose words are gone."""
        if earlier is None or earlier.discussion_id != comment.discussion_id or not earlier.text:
            return None
        return self.create(comment=comment, earlier=earlier)

    def forget(self, comments: Iterable[int]) -> None:
        """As they are erased, what they were written in place of, and what was written in their place."""
        keys = list(comments)
        self.filter(Q(comment__in=keys) | Q(earlier__in=keys)).delete()


class Rewriting(models.Model):
    """Shown to the moderator with what differs. No permanent row: it would tell of an erased comment that
    another author, who is known, wrote it.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, primary_key=True, related_name="rewriting"
    )
    earlier = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="rewritten_as")

    objects = RewritingManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id} for {self.earlier_id}"
