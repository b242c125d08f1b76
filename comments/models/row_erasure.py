"""Removal by law of single rows: what somebody reported of others' comments, and what was noted of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from comments import clock
from comments.conf import setting
from comments.models.permanent import Permanent, emptied
from comments.models.seal import SealedRow
from comments.models.trail import TrailEntry
from comments.text import settled_note

AT_ONCE = 500  # rows named in one statement
KINDS = ("note", "report")


def list_apart(kind: str, keys: Iterable[int | str]) -> None:
    """Once it is done for good. Named, not imported: files stand above the models."""
    if setting("ERASURES_FILE") and (keys := list(keys)):
        add = import_string("comments.erasing.listed.add")
        transaction.on_commit(lambda: add(kind, keys), robust=True)


class RowErasureManager(models.Manager["RowErasure"]):
    def erase(self, kind: str, rows: models.QuerySet, *, by, request: str) -> int:
        """Empty these rows, in the caller's transaction; say how many had not been. Twice is harmless."""
        request = settled_note(request, limit=RowErasure.LONGEST_REQUEST)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        return sum(
            self._erase(kind, keys[first : first + AT_ONCE], by=by, request=request)
            for first in range(0, len(keys), AT_ONCE)
        )

    def _erase(self, kind: str, keys: list[int], *, by, request: str) -> int:
        known = set(self.filter(kind=kind, key__in=map(str, keys)).values_list("key", flat=True))
        new = [str(key) for key in keys if str(key) not in known]
        self.bulk_create([RowErasure(kind=kind, key=key, by=by, request=request) for key in new])
        model = apps.get_model("comments", kind)
        model._default_manager.filter(pk__in=new).update(**emptied(model))
        SealedRow._default_manager.filter(kind=kind, key__in=new).update(**emptied(SealedRow))
        TrailEntry.objects.bulk_create([TrailEntry(act=f"{kind} erased", by=by) for _key in new])
        list_apart(kind, new)
        return len(new)


class RowErasure(Permanent):
    """Who erased one row, when, and under which request. Of a comment with all its rows, see `Erasure`."""

    LONGEST_REQUEST = 200

    kind = models.CharField(max_length=40)  # of the row, as in its seal
    key = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request = models.CharField(max_length=LONGEST_REQUEST)
    erased_at = models.DateTimeField(default=clock.now)

    objects = RowErasureManager()

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="row_erased_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="row_erased_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.kind} {self.key}"
