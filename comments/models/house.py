"""What the newsroom has taught its checks, and from when on which of it was in use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from comments import clock
from comments.checks.house import BadHouse, House
from comments.models.permanent import Permanent
from comments.models.trail import TrailEntry
from comments.screening import HouseRead

SHIPPED = "shipped"


class HouseModelManager(models.Manager["HouseModel"]):
    @transaction.atomic
    def add(self, *, stored: bytes, decisions: int, figures: Mapping[str, Any], by=None) -> HouseModel:
        """Keep what was learned and put it in use. Raises BadHouse for bytes that are no model."""
        House.load(stored)
        digest = hashlib.sha256(stored).hexdigest()
        model = self.create(stored=stored, digest=digest, decisions=decisions, figures=dict(figures), by=by)
        TrailEntry.objects.record(
            act="house model trained", by=by, details={"model": model.pk, "digest": digest}
        )
        HouseModelUse.objects.use(model, by=by)
        return model


class HouseModel(Permanent):
    """A layer over the checks' scores, learned from decisions. Its number is its version."""

    # An .npz archive of plain arrays, as `checks.house` writes and reads it.
    stored = models.BinaryField()
    digest = models.CharField(max_length=64)  # of those bytes
    decisions = models.PositiveIntegerField()  # how many it was learned from
    figures = models.JSONField(default=dict)  # how it did on newer ones
    trained_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HouseModelManager()

    def __str__(self) -> str:
        return str(self.pk)

    def read(self) -> HouseRead:
        """As a screening uses it. What cannot be read is in use by name only, and says why."""
        stored = bytes(self.stored)
        if hashlib.sha256(stored).hexdigest() != self.digest:
            return HouseRead(str(self), fault="its bytes are not those that were stored")
        try:
            return HouseRead(str(self), House.load(stored))
        except BadHouse as error:
            return HouseRead(str(self), fault=str(error))


class HouseModelUseManager(models.Manager["HouseModelUse"]):
    @transaction.atomic
    def use(self, model: HouseModel | None, *, by=None) -> HouseModelUse:
        """From now on, in every process: this model, or None for the shipped checks alone."""
        use = self.create(model=model, by=by)
        TrailEntry.objects.record(
            act="house model used", by=by, details={"model": model.pk if model else None}
        )
        return use

    def current(self) -> HouseRead | None:
        """What a screening should use; None for the shipped checks alone. One query without the bytes, and
        one more when another model has come into use.
        """
        newest = self.order_by("-pk").values_list("model", "model__digest").first()
        if newest is None or newest[0] is None:
            return None
        return _remembered(newest)


class HouseModelUse(Permanent):
    """From when on a model was in use, by whose word. The newest row counts."""

    model = models.ForeignKey(
        HouseModel, on_delete=models.PROTECT, null=True, blank=True, related_name="uses"
    )
    since = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HouseModelUseManager()

    def __str__(self) -> str:
        return _("%(version)s since %(since)s") % {
            "version": self.model_id or SHIPPED,
            "since": f"{self.since:%Y-%m-%d %H:%M}",
        }


# What this process last read. Replaced whole, so that threads need no lock: at worst two read the same.
_last_read: dict[tuple[int, str], HouseRead] = {}


def _remembered(key: tuple[int, str]) -> HouseRead:
    known = _last_read.get(key)
    if known is None:
        known = HouseModel.objects.get(pk=key[0]).read()
        _last_read.clear()
        _last_read[key] = known
    return known
