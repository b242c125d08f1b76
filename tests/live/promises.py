"""What must hold of the record after whatever happened. Each gives sentences about what does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Count

from comments.models import Comment, Erasure, Notice, Permanent, QueueEntry, Receipt
from comments.sealing.verifying import problems
from comments.triggers import missing_triggers
from tests.live.people import LETTERS

MARK = re.compile(rf"w[{LETTERS}]{{32}}")


def broken() -> list[str]:
    """Whatever is broken in all of the record."""
    return [*_verified(), *_whole(), *_erased_wholly(), *_told_once(), *_queue(), *_triggers()]


def wrongly_public(text: str) -> list[str]:
    """Which marks stand on a page though their comment is not approved."""
    marks = set(MARK.findall(text))
    allowed = {
        mark
        for text in Comment.objects.filter(status="approved").values_list("text", flat=True)
        for mark in MARK.findall(text)
    }
    return sorted(marks - allowed)


def incomplete(comments: Iterable[Comment], *, has_receipt: bool = True) -> list[str]:
    """A comment comes with its screening, its act, its receipt and what searching needs, or not at all."""
    sentences = []
    for comment in comments:
        parts = {
            "screening": comment.screenings.exists(),
            "verdicts": all(each.verdicts.exists() for each in comment.screenings.all()),
            "act": comment.source or comment.trail.filter(act="submitted").exists(),
            "receipt": not has_receipt or Receipt.objects.filter(comment=comment).exists(),
            "notice": not comment.email or comment.notices.filter(kind="receipt").count() == 1,
            "words": hasattr(comment, "folded"),
        }
        sentences += [
            f"comment {comment.pk} has no {part}" for part, is_there in parts.items() if not is_there
        ]
    return sentences


def _verified() -> Iterator[str]:
    """Seals, triggers' line, and that every status follows from the decisions."""
    return (str(problem) for problem in problems(keys={}, published={}))


def _whole() -> list[str]:
    comments = Comment.objects.exclude(status="erased").filter(source="")
    without = comments.annotate(n=Count("screenings")).filter(n=0)
    return [
        *(f"comment {pk} has no screening" for pk in without.values_list("pk", flat=True)),
        *(
            f"comment {pk} has no receipt"
            for pk in comments.filter(receipt=None).values_list("pk", flat=True)
        ),
        *(f"decision {comment}/{number} has no act" for comment, number in _decisions_without_act()),
    ]


def _decisions_without_act() -> Iterator[tuple[int, int]]:
    """A decision of a moderator here stands in the trail too."""
    counted = (
        Comment.objects.filter(source="")
        .annotate(made=Count("decisions", distinct=True))
        .values_list("pk", "made")
    )
    for pk, made in counted:
        acts = Comment.objects.get(pk=pk).trail.filter(act__in=["approved", "rejected", "undone"]).count()
        if made != acts:
            yield pk, made


def _erased_wholly() -> Iterator[str]:
    from django.apps import apps

    gone = list(Erasure.objects.values_list("comment", flat=True))
    for model in apps.get_models():
        if issubclass(model, Permanent) and model.erasable:
            rows = model._default_manager.filter(**{f"{model.comment_path or 'pk'}__in": gone})
            for name in sorted(model.erasable):
                if left := rows.exclude(**{name: None}).exclude(**_empty(model, name)).count():
                    yield f"{left} rows of {model.__name__} have {name} after an erasure"


def _empty(model, name: str) -> dict:
    field = model._meta.get_field(name)
    return {} if field.remote_field or field.get_internal_type() == "BigIntegerField" else {name: ""}


def _told_once() -> list[str]:
    """One notice for each thing told of a comment."""
    doubled = Notice.objects.filter(kind="receipt").values("comment").annotate(n=Count("pk")).filter(n__gt=1)
    return [f"comment {each['comment']} has {each['n']} notices of receipt" for each in doubled]


def _queue() -> list[str]:
    return [f"the queue differs from the record at comment {pk}" for pk in QueueEntry.objects.differing()]


def _triggers() -> list[str]:
    return [f"a trigger is missing: {name}" for name in missing_triggers(connection)]
