"""Mails that do not leave the building are named."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.checks import Error, Tags, Warning, register
from django.db.models import Min
from django.utils import timezone

from comments.conf import setting
from comments.models import Notice
from comments.models.outbox import NoticeQuerySet
from comments.system_checks import is_limit
from comments.when_migrated import is_asked, once_migrated


@register
def check_hours(app_configs, **kwargs) -> list[Error]:
    hours = setting("SEND_WITHIN_HOURS")
    if isinstance(hours, int) and not isinstance(hours, bool) and hours >= 1:
        return []
    return [Error("COMMENTS['SEND_WITHIN_HOURS'] must be a whole number, 1 or more.", id="comments.E043")]


@register
def check_most_mails(app_configs, **kwargs) -> list[Error]:
    limits = setting("MAILS_TO_ONE_ADDRESS")
    if isinstance(limits, tuple | list) and limits and all(map(is_limit, limits)):
        return []
    return [
        Error(
            "COMMENTS['MAILS_TO_ONE_ADDRESS'] must be a tuple of (mails, seconds), each at least 1.",
            id="comments.E046",
        )
    ]


@register(Tags.database)
@once_migrated("comments")
def check_stuck(*, databases=None, **kwargs) -> list[Warning]:
    """Runs with `manage.py check --database default`. What is held, or waits for its time, is not stuck."""
    if not is_asked(databases):
        return []
    found = [
        (untried(), "nobody has tried to send {}", "Is run_worker running? See docs/operating.md."),
        (failing(), "sending {} has failed so far", "See EMAIL_URL."),
    ]
    return [
        Warning(_sentence(notices, what), hint=hint, id="comments.W042")
        for notices, what, hint in found
        if notices.exists()
    ]


def late() -> datetime:
    """What should have been off by then, and is not, is overdue."""
    return timezone.now() - timedelta(hours=setting("SEND_WITHIN_HOURS"))


def untried() -> NoticeQuerySet:
    return Notice.objects.open().filter(due_at__lt=late(), next_attempt_at__lt=late())


def failing() -> NoticeQuerySet:
    """What waits for its turn, as its address has had enough for now, has not been tried yet."""
    return Notice.objects.open().filter(due_at__lt=late(), next_attempt_at__gte=late(), attempts__gt=0)


def stuck_since() -> datetime | None:
    """Since when the oldest is due that should be off."""
    dues = [moment for lot in (untried(), failing()) if (moment := lot.aggregate(at=Min("due_at"))["at"])]
    return min(dues, default=None)


def _sentence(notices, what: str) -> str:
    oldest = notices.order_by("due_at", "pk").first()
    mails = f"{notices.count()} mails, the oldest due since {oldest.due_at:%Y-%m-%d %H:%M} UTC"
    said = what.format(mails)
    return f"{said[0].upper()}{said[1:]}."
