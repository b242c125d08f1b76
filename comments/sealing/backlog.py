"""Since when something has been waiting for a seal."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from comments.conf import setting
from comments.models import Unsealed


def overdue_since() -> datetime | None:
    """When the row came that has waited longest, where that is longer than the settings allow."""
    oldest = Unsealed.objects.order_by("pk").values_list("since", flat=True).first()
    if oldest is None or oldest > timezone.now() - timedelta(hours=setting("SEAL_WITHIN_HOURS")):
        return None
    return oldest
