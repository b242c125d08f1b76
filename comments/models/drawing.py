"""Which comments are drawn into a sample: by the digest of their words, so that nobody chooses.

Two samples look at different digits, so that being in one says nothing of the other.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

DIGITS = 8
READ_AGAIN, EVIDENCE_HIDDEN = 0, DIGITS  # where the digits of each sample begin
ALL = "g"  # above every digit


def is_drawn(digest: str, begin: int, share: float) -> bool:
    return digest[begin : begin + DIGITS] < _below(share)


def drawn(comments: QuerySet, begin: int, share: float, *, path: str = "") -> QuerySet:
    """Those of which the comment at `path` is drawn."""
    return _marked(comments, begin, path).filter(drawn_digits__lt=_below(share))


def without_drawn(comments: QuerySet, begin: int, share: float, *, path: str = "") -> QuerySet:
    return _marked(comments, begin, path).filter(~Q(drawn_digits__lt=_below(share))) if share else comments


def _marked(comments: QuerySet, begin: int, path: str) -> QuerySet:
    return comments.alias(drawn_digits=Substr(f"{path}digest", begin + 1, DIGITS))


def _below(share: float) -> str:
    """The digits below it are that share of all."""
    return f"{round(share * 16**DIGITS):0{DIGITS}x}" if share < 1 else ALL
