"""What an author was to the site when they wrote a comment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.author import Author
from comments.models.comment import Comment
from comments.models.permanent import Permanent


class BadgeManager(models.Manager["Badge"]):
    def give(self, comment: Comment, author: Author) -> Badge | None:
        """To who wrote the article, else to staff; to nobody else."""
        user = author.user
        if user is None or not user.is_active:
            return None
        if comment.discussion.byline_users.filter(pk=user.pk).exists():
            return self.create(comment=comment, kind=Badge.Kind.BYLINE)
        if getattr(user, "is_staff", False):
            return self.create(comment=comment, kind=Badge.Kind.STAFF)
        return None


class Badge(Permanent):
    """Shown beside the name. A fact of the day it was written: whoever leaves the staff has spoken for it."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff")
        BYLINE = "byline", _("Wrote the article")

    erasable = frozenset({"kind"})  # of an article, it would say who the author was
    comment_path = "comment"

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, primary_key=True, related_name="badge")
    kind = models.CharField(max_length=10, choices=Kind, blank=True)

    objects = BadgeManager()

    def __str__(self) -> str:
        return f"{self.kind} · {self.comment_id}"
