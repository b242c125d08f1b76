"""How long things are kept, and where erasures are listed, where that is set wrongly."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.core.checks import Error, Tags, Warning, register
from django.utils import timezone
from django.utils.module_loading import import_string

from comments.conf import setting
from comments.models import Erasure, RowErasure
from comments.models.account_closing import closings
from comments.when_migrated import is_asked, once_migrated

A_MOMENT = timedelta(minutes=5)


@register
def check_retention(app_configs, **kwargs) -> list[Error]:
    errors = []
    for name in ("RETAIN_REJECTED_DAYS", "RETAIN_NETWORK_DAYS"):
        days = setting(name)
        if days is not None and (
            isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= 36500
        ):
            errors.append(
                Error(f"COMMENTS[{name!r}] must be None or days, from 1 to 36500.", id="comments.E050")
            )
    if errors:
        return errors
    # A network is struck through a comment that came from it, and floods are counted by networks.
    days, least = setting("RETAIN_NETWORK_DAYS"), setting("NETWORK_BLOCK_DAYS")
    if days is not None and isinstance(least, int) and days < least:
        errors.append(
            Error(
                f"COMMENTS['RETAIN_NETWORK_DAYS'] must be at least NETWORK_BLOCK_DAYS, which is {least}.",
                id="comments.E051",
            )
        )
    return errors


@register
def check_ways_to_accounts(app_configs, **kwargs) -> list[Error]:
    """What the site does for us, by dotted path."""
    return [
        Error(f"COMMENTS[{name!r}] must be the dotted path of a function.", id="comments.E053")
        for name in ("PROVEN_EMAIL", "CLOSE_ACCOUNT", "ACCOUNT_DATA")
        if not _leads_to_a_function(setting(name))
    ]


@register
def check_list_of_erasures(app_configs, **kwargs) -> list[Error | Warning]:
    path = setting("ERASURES_FILE")
    if not isinstance(path, str):
        return [Error("COMMENTS['ERASURES_FILE'] must be a path, as a string.", id="comments.E052")]
    if not path:
        return []
    where = Path(path)
    if not os.access(where if where.exists() else where.parent, os.W_OK):
        return [
            Warning(
                "Erasures cannot be listed: COMMENTS['ERASURES_FILE'] cannot be written to.",
                hint="Let this user write there, then run list_erasures.",
                id="comments.W050",
            )
        ]
    return []


@register(Tags.database)
@once_migrated("comments")
def check_erasures_are_listed(*, databases=None, **kwargs) -> list[Warning]:
    """A list that is gone would bring no backup up to anything, and is missed when it is too late."""
    if not is_asked(databases):
        return []
    path = setting("ERASURES_FILE")
    if not path or _has_lines(Path(path)) or not _erased_long_ago():
        return []
    return [
        Warning(
            "Nothing tells what to erase again on a restored backup: ERASURES_FILE is gone, or empty.",
            hint="Find out what happened to it, then run list_erasures.",
            id="comments.W051",
        )
    ]


def _has_lines(path: Path) -> bool:
    """One that this user may not read is named by W050, where it may not be written either."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _erased_long_ago() -> bool:
    """The newest may still be on its way into the list."""
    before = timezone.now() - A_MOMENT
    is_row = RowErasure.objects.filter(erased_at__lt=before).exists()
    is_erasure = is_row or Erasure.objects.filter(erased_at__lt=before).exists()
    return is_erasure or closings().filter(at__lt=before).exists()


def _leads_to_a_function(path: object) -> bool:
    if path == "":
        return True
    try:
        return isinstance(path, str) and callable(import_string(path))
    except ImportError:
        return False
