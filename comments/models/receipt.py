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

    def with_token(self, token: str) -> Receipt | None:
        """None for a token that is not ours, whatever stands in it."""
        # NUL in a query is an error on PostgreSQL; no token has it.
        if not token or not (token.isascii() and token.isprintable()):
            return None
        return self.select_related("comment__discussion").filter(token=token).first()


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
