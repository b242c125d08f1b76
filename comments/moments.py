"""Days and times as the reader's language writes them, in its digits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext

from comments.digits import in_digits, number

HOUR, MINUTE = "\ue000", "\ue001"
# Letters of Django's formats that are a time, or have the next one mean itself.
OTHER_TIMES = frozenset("aAefgGhIOPsuTUZcr\\")


def moment(value: datetime) -> str:
    """A day and its time. The day is written once: on a page full of comments it is mostly the same."""
    local = timezone.localtime(value)
    style = formats.get_format("DATETIME_FORMAT")
    if not OTHER_TIMES.isdisjoint(style):
        return in_digits(formats.date_format(local, style))
    hour, minute = in_digits(f"{local.hour:02} {local.minute:02}").split()
    return _day(get_language(), style, local.date()).replace(HOUR, hour).replace(MINUTE, minute)


@lru_cache(maxsize=1000)
def _day(language: str | None, style: str, day: date) -> str:
    return in_digits(formats.date_format(day, style.replace("H", HOUR).replace("i", MINUTE)))


def roughly(duration: timedelta) -> str:
    """A duration as one says it: "3 minutes", "5 hours", "2 days"."""
    minutes = max(1, round(duration.total_seconds() / 60))
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": number(minutes)}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": number(hours)}
    days = round(hours / 24)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}


def written(value: datetime, style: str) -> str:
    return in_digits(formats.date_format(timezone.localtime(value), style))
