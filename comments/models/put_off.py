"""Erasures that a legal hold kept from being done. They were asked for, and are due once it is lifted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import CharField, Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from comments.models.comment import Comment
from comments.models.row_erasure import RowErasure
from comments.models.trail import TrailEntry

if TYPE_CHECKING:
    from comments.models.report import Report

ACT = "erasure put off"
REPORT = Cast(KeyTextTransform("report", "details"), CharField())  # its number, where it is of a report alone


def put_off(*, comments: Iterable[int], reports: Iterable[Report], by, request: str) -> None:
    """Have it in the record that these were to be erased. What is there already is not asked for twice."""
    asked: list[tuple[int, dict[str, str]]] = [(pk, {"request": request}) for pk in sorted(comments)]
    asked += [
        (report.comment_id, {"request": request, "report": str(report.pk)})
        for report in sorted(reports, key=lambda each: each.pk)
    ]
    known = set(
        TrailEntry.objects.filter(act=ACT, comment__in={pk for pk, _ in asked})
        .annotate(report=REPORT)
        .values_list("comment", "report")
    )
    TrailEntry.objects.bulk_create(
        [
            TrailEntry(act=ACT, comment_id=pk, by=by, details=details)
            for pk, details in asked
            if (pk, details.get("report")) not in known
        ]
    )


def still_put_off() -> models.QuerySet[TrailEntry]:
    """Those that nobody has done since."""
    erased = RowErasure.objects.filter(kind="report", key=OuterRef("report"))
    asked = TrailEntry.objects.filter(act=ACT).annotate(report=REPORT)
    return asked.exclude(comment__status=Comment.Status.ERASED).filter(~Exists(erased))
