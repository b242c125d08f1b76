"""Months of the site's calendar, each named by its first day. Whoever reads in another zone has the same."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from django.utils import timezone

NAMED = re.compile(r"((?:19|2[0-9])[0-9]{2})-(0[1-9]|1[0-2])")


def month_of(moment: datetime) -> date:
    return day_of(moment).replace(day=1)


def day_of(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def month_named(name: str) -> date | None:
    """Of `2026-11`; None of anything else, and of times for which no calendar has dates."""
    match = NAMED.fullmatch(name)
    return date(int(match[1]), int(match[2]), 1) if match else None


def name_of(month: date) -> str:
    return f"{month:%Y-%m}"


def month_after(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def month_before(month: date) -> date:
    return month.replace(year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1)


def begin_of(month: date) -> datetime:
    return begin_of_day(month)


def begin_of_day(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
