"""Removal of words and personal data by law. The fact of the comment and its decisions stay."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from comments import clock, refusals
from comments.models.comment import Comment
from comments.models.permanent import Permanent
from comments.models.reported import Reported
from comments.models.rewriting import Rewriting
from comments.models.trail import TrailEntry
from comments.text import settled_note


class ErasureManager(models.Manager["Erasure"]):
    @transaction.atomic
    def erase(self, *, comment: Comment, by, request: str) -> Erasure:
        """Empty every erasable column of the comment and its rows. Twice is harmless: the first stands.

        Raises UnderLegalHold.
        """
        request = settled_note(request, limit=Erasure.LONGEST_REQUEST)
        Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if erasure := self.filter(comment=comment).first():
            return erasure
        if comment.is_on_hold:
            raise refusals.UnderLegalHold(comment)
        erasure = self.create(comment=comment, by=by, request=request)
        for model in apps.get_models():
            if issubclass(model, Permanent) and model.erasable:
                lookup = model.comment_path or "pk"
                model._default_manager.filter(**{lookup: comment.pk}).update(**_emptied(model))
        Rewriting.objects.forget(comment)
        TrailEntry.objects.record(act="erased", comment=comment, by=by)
        comment.refresh_from_db()
        Reported.objects.follow(comment)
        return erasure


class Erasure(Permanent):
    """Who erased, when, and under which request (a file number: no personal data)."""

    LONGEST_REQUEST = 200

    comment_path = "comment"

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="erasure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request = models.CharField(max_length=LONGEST_REQUEST)
    erased_at = models.DateTimeField(default=clock.now)

    objects = ErasureManager()

    def __str__(self) -> str:
        return f"erasure of {self.comment_id}"


def _emptied(model: type[Permanent]) -> dict[str, str | None]:
    return {name: None if model._meta.get_field(name).null else "" for name in model.erasable}
