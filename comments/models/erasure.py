"""Removal of words and personal data by law. The fact of the comment and its decisions stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from comments import clock, refusals
from comments.models.author import Author
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.models.escalation import Escalation
from comments.models.forgetting import forget_authors
from comments.models.later import LeftForLater
from comments.models.permanent import Permanent, emptied
from comments.models.reported import Reported
from comments.models.rewriting import Rewriting
from comments.models.row_erasure import list_apart
from comments.models.trail import TrailEntry
from comments.text import settled_note

AT_ONCE = 200  # comments named in one statement


class ErasureManager(models.Manager["Erasure"]):
    def erase(self, *, comment: Comment, by, request: str) -> Erasure:
        """Empty every erasable column of the comment and its rows. Twice is harmless: the first stands.

        Raises UnderLegalHold.
        """
        self.erase_all([comment.pk], by=by, request=request)
        comment.refresh_from_db()
        return self.get(comment=comment)

    @transaction.atomic
    def erase_all(self, comments: Iterable[int], *, by, request: str) -> int:
        """The same of many comments, all of them or none; returns how many had not been erased.

        Raises UnderLegalHold.
        """
        request = settled_note(request, limit=Erasure.LONGEST_REQUEST)
        keys = _locked(sorted(set(comments)))
        return sum(self._erase(few, by=by, request=request) for few in _few(keys))

    def _erase(self, keys: list[int], *, by, request: str) -> int:
        comments = list(Comment.objects.filter(pk__in=keys).order_by("discussion", "pk"))
        erased = set(self.filter(comment__in=keys).values_list("comment", flat=True))
        comments = [comment for comment in comments if comment.pk not in erased]
        new = [comment.pk for comment in comments]
        if held := Escalation.objects.holding().filter(comment__in=new).order_by("comment").first():
            raise refusals.UnderLegalHold(held.comment)
        self.bulk_create([Erasure(comment=comment, by=by, request=request) for comment in comments])
        for model in apps.get_models():
            if issubclass(model, Permanent) and model.erasable:
                lookup = f"{model.comment_path or 'pk'}__in"
                model._default_manager.filter(**{lookup: new}).update(**emptied(model))
        for forget in (Rewriting.objects.forget, _forget_present_states):
            forget(new)
        TrailEntry.objects.bulk_create([TrailEntry(act="erased", comment=each, by=by) for each in comments])
        list_apart("comment", new)
        forget_authors({comment.author_id for comment in comments if comment.author_id})
        return len(new)


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


def _locked(comments: list[int]) -> list[int]:
    """All comments, then all their authors, as whoever decides takes one after the other: taken by turns,
    comment after comment, they would be waited for in a ring. So would the versions of their discussions,
    which come last: the comments are given back in the order of these.
    """
    found: list[tuple[int, int, int | None]] = []
    for few in _few(comments):
        locked = Comment.objects.select_for_update(no_key=True).filter(pk__in=few).order_by("pk")
        found += locked.values_list("discussion", "pk", "author")
    Author.objects.lock(author for _discussion, _comment, author in found if author)
    return [comment for _discussion, comment, _author in sorted(found, key=lambda each: each[:2])]


def _few(keys: list[int]) -> Iterator[list[int]]:
    return (keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE))


def _forget_present_states(comments: list[int]) -> None:
    """What a moderator has open or set aside, and what waits for one, is about words that are gone."""
    for model in (Claim, LeftForLater, Reported):
        model._default_manager.filter(comment__in=comments).delete()
