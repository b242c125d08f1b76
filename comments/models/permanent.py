"""Rows that are added and never altered. The database refuses the rest: see `comments.triggers`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Permanent(models.Model):
    """A fact. Only what names a present state may change; words leave only by erasure.

    may_change: columns that may be updated at any time (each needs its reason where it is declared).
    erasable: columns that an erasure empties: all together, only to empty (NULL, or '' where NULL is not
        allowed), and only when an `Erasure` of the comment exists.
    fillable: columns that may be filled once where they are NULL, as long as the comment is not erased: what
        the code has learned to compute of rows that were there before.
    forgettable: columns that may be emptied at any time, when what they were kept for is over. No seal covers
        them.
    personal: columns that hint at who somebody is, and are no words: sealed beside who acted, not among the
        facts, which strangers may be shown.
    erasable_alone: whether a row can be erased without its comment, by a `RowErasure`.
    comment_path: the lookups that lead from this row to its comment ("" when this row is the comment).
    """

    may_change: ClassVar[frozenset[str]] = frozenset()
    erasable: ClassVar[frozenset[str]] = frozenset()
    fillable: ClassVar[frozenset[str]] = frozenset()
    forgettable: ClassVar[frozenset[str]] = frozenset()
    personal: ClassVar[frozenset[str]] = frozenset()
    erasable_alone: ClassVar[bool] = False
    comment_path: ClassVar[str] = ""

    class Meta:
        abstract = True
        # Nobody is ever given the right to add, change or delete a fact by hand.
        default_permissions = ("view",)


def emptied(model: type[Permanent]) -> dict[str, str | None]:
    """What an erasure leaves in each erasable column."""
    return {name: None if model._meta.get_field(name).null else "" for name in model.erasable}
