"""Every act in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models

from comments import clock
from comments.models.comment import Comment
from comments.models.permanent import Permanent


class TrailManager(models.Manager["TrailEntry"]):
    def record(
        self, *, act: str, comment: Comment | None = None, by=None, details: dict[str, Any] | None = None
    ) -> TrailEntry:
        """Add an act, inside the transaction of the act itself."""
        return self.create(act=act, comment=comment, by=by, details=details or {})

    def record_all(self, act: str, acts: Iterable[tuple[Comment, dict[str, Any]]]) -> None:
        """The same act on many comments at once, done by nobody here."""
        self.bulk_create([TrailEntry(act=act, comment=comment, details=details) for comment, details in acts])


class TrailEntry(Permanent):
    """An act: what, on a comment or on none, by whom, when. Holds digests of words, never words or personal
    data.
    """

    comment_path = "comment"

    at = models.DateTimeField(default=clock.now)
    act = models.CharField(max_length=20)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="trail")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)

    objects = TrailManager()

    class Meta(Permanent.Meta):
        verbose_name_plural = "trail entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.act} {self.comment_id}"
