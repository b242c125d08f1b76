"""The private page that shows an author where the comment stands."""

from __future__ import annotations

import secrets

from django.db import models
from django.urls import reverse

from comments import clock
from comments.models.comment import Comment
from comments.models.permanent import Permanent


class ReceiptManager(models.Manager["Receipt"]):
    def give(self, comment: Comment) -> Receipt:
        return self.create(comment=comment, token=secrets.token_urlsafe(24))


class Receipt(Permanent):
    """Whoever holds the token may read, withdraw and appeal: it is kept out of logs and referrers."""

    erasable = frozenset({"token"})
    comment_path = "comment"

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="receipt")
    token = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    given_at = models.DateTimeField(default=clock.now)

    objects = ReceiptManager()

    def __str__(self) -> str:
        return f"receipt of {self.comment_id}"

    def get_absolute_url(self) -> str:
        return reverse("comments:receipt", args=[self.token])
