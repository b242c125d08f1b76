"""A comment set aside, out of the line in which it waits."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction

from comments import clock, refusals
from comments.models.assignment import Assignment, is_within
from comments.models.comment import Comment
from comments.models.note import Note
from comments.models.trail import TrailEntry
from comments.naming import name_of


class LeftForLaterManager(models.Manager["LeftForLater"]):
    @transaction.atomic
    def leave(self, *, comment: Comment, by, seen: int, note: str = "") -> LeftForLater:
        """Set it aside, with a note for whoever takes it up. Leaving it again renews who and why."""
        if comment.decisions.lock(comment, seen, by=by):
            raise refusals.NotYourSection(comment.discussion.section)
        if not hasattr(comment, "queue_entry"):
            raise refusals.AlreadyDecided(comment, comment.standing_decision)
        written = Note.objects.write(comment=comment, by=by, text=note) if note.strip() else None
        left, _is_new = self.update_or_create(
            comment=comment,
            defaults={"by": by, "left_at": clock.now(), "after_number": seen, "note": written},
        )
        TrailEntry.objects.record(act="left for later", comment=comment, by=by, details={"number": seen})
        return left

    @transaction.atomic
    def take_up(self, *, comment: Comment, by) -> None:
        """Put it back into its line. Twice is harmless."""
        if not is_within(comment, Assignment.objects.sections_of(by)):
            raise refusals.NotYourSection(comment.discussion.section)
        Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if self.filter(comment=comment).delete()[0]:
            TrailEntry.objects.record(act="taken up again", comment=comment, by=by)


class LeftForLater(models.Model):
    """By whom, and the note with it. A present state: the next decision ends it, and undoing that brings it
    back. The acts themselves are in the trail.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, primary_key=True, related_name="left_for_later"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(default=clock.now)
    after_number = models.PositiveIntegerField()  # how many decisions there were
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LeftForLaterManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.by_id}"

    @property
    def by_name(self) -> str:
        return name_of(self.by)
