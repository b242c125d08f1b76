"""How long things are kept, and where erasures are listed, where that is set wrongly."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.checks import Error, Warning, register
from django.utils.module_loading import import_string

from comments.conf import setting


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


def _leads_to_a_function(path: object) -> bool:
    if path == "":
        return True
    try:
        return isinstance(path, str) and callable(import_string(path))
    except ImportError:
        return False
