"""Days and times as the reader's language writes them, in its digits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import ngettext

from comments.digits import in_digits, number

SIXTY = " ".join(f"{n:02}" for n in range(60))
HOUR, MINUTE = "\ue000", "\ue001"
# Letters of Django's formats that are a time, or have the next one mean itself.
OTHER_TIMES = frozenset("aAefgGhIOPsuTUZcr\\")


def moment(value: datetime) -> str:
    """A day and its time."""
    return Moments()(value)


class Moments:
    """Writes many of them, for one reader, whose language and time zone are asked for once.

    A day is written once: on a page full of comments it is mostly the same.
    """

    def __init__(self) -> None:
        self.zone = timezone.get_current_timezone()
        self.style = formats.get_format("DATETIME_FORMAT")
        self.is_known = OTHER_TIMES.isdisjoint(self.style)
        self.two_digits = in_digits(SIXTY).split()
        self.days: dict[date, str] = {}

    def __call__(self, value: datetime) -> str:
        local = timezone.localtime(value, self.zone)
        if not self.is_known:
            return in_digits(formats.date_format(local, self.style))
        day = local.date()
        written = self.days.get(day)
        if written is None:
            style = self.style.replace("H", HOUR).replace("i", MINUTE)
            written = self.days[day] = in_digits(formats.date_format(day, style))
        return written.replace(HOUR, self.two_digits[local.hour]).replace(
            MINUTE, self.two_digits[local.minute]
        )


def roughly(duration: timedelta) -> str:
    """A duration as one says it: "3 minutes", "5 hours", "2 days"; halves up."""
    minutes = max(1, (int(duration.total_seconds()) + 30) // 60)
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": number(minutes)}
    hours = (minutes + 30) // 60
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": number(hours)}
    days = (hours + 12) // 24
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}


def exactly(span: timedelta) -> str:
    """A span of time in the largest unit that tells it whole."""
    seconds = int(span.total_seconds())
    if seconds % 3600 == 0:
        return ngettext("%(n)s hour", "%(n)s hours", seconds // 3600) % {"n": number(seconds // 3600)}
    if seconds % 60 == 0:
        return ngettext("%(n)s minute", "%(n)s minutes", seconds // 60) % {"n": number(seconds // 60)}
    return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": number(seconds)}


def written(value: datetime, style: str) -> str:
    return in_digits(formats.date_format(timezone.localtime(value), style))
