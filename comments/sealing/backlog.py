"""Since when something has been waiting for a seal, or the record for being verified; and what was found."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from comments.conf import setting
from comments.models import Seal, Unsealed, Verification
from comments.sealing.unreadable import UNREADABLE, no_text_is_unreadable

MOST_ASKED = 100  # in line for when they came


def overdue_since() -> datetime | None:
    """When the row came that has waited longest, where that is longer than the settings allow."""
    oldest = _oldest()
    if oldest is None or oldest > timezone.now() - timedelta(hours=setting("SEAL_WITHIN_HOURS")):
        return None
    return oldest


def _oldest() -> datetime | None:
    """Since when the first in line waits; where somebody put in a time that is none, one of the next."""
    times = Unsealed.objects.order_by("pk").values_list("since", flat=True)
    for place in range(MOST_ASKED):
        try:
            with no_text_is_unreadable():
                return next(iter(times[place : place + 1]), None)
        except UNREADABLE:
            continue
    return None


def unverified_since() -> datetime | None:
    """When it was verified last, or first could have been, where that is longer ago than is allowed."""
    if not (hours := setting("VERIFY_WITHIN_HOURS")):
        return None
    newest = Verification.objects.newest()
    since = newest.verified_at if newest else _first_sealed_at()
    return since if since and since < timezone.now() - timedelta(hours=hours) else None


def verified_fault() -> str:
    """What was found when it was verified last, as a sentence; empty where all was as it was sealed."""
    newest = Verification.objects.newest()
    if newest is None or not newest.problems:
        return ""
    found = f"{newest.problems} found, the first: {newest.first}"
    return f"The record was not as it was sealed on {newest.verified_at:%Y-%m-%d %H:%M} UTC. {found}."


def _first_sealed_at() -> datetime | None:
    return Seal.objects.order_by("number").values_list("sealed_at", flat=True).first()
