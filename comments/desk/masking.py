"""Slurs and threats blacked out, for who asks for it: see `Preference.masks`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from comments.desk.evidence import MASKED
from comments.models import Comment, Finding, Screening

Spans = list[tuple[int, int]]


def masked_spans(comments: Iterable[Comment]) -> dict[int, Spans]:
    """What the newest screening found of slurs and threats in each of them, in one query.

    Not of a comment to be judged unaided: even that words are blacked out would tell what was found.
    """
    keys = [comment.pk for comment in comments if not comment.is_evidence_hidden]
    found = Finding.objects.filter(verdict__guideline__in=MASKED, verdict__screening__comment__in=keys)
    newer = Screening.objects.filter(comment=OuterRef("verdict__screening__comment"))
    found = found.exclude(Exists(newer.filter(number__gt=OuterRef("verdict__screening__number"))))
    spans: dict[int, Spans] = defaultdict(list)
    for key, start, end in found.values_list("verdict__screening__comment", "start", "end"):
        spans[key].append((start, end))
    return spans


def blacked_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "█" * (end - start) + text[end:]
    return text


def mask(comments: Iterable[Comment]) -> None:
    """Black the words out in these comments themselves, which are to be shown and not to be kept."""
    comments = list(comments)
    spans = masked_spans(comments)
    for comment in comments:
        comment.text = blacked_out(comment.text, spans.get(comment.pk, []))
