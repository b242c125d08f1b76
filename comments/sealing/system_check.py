"""A record that nobody seals, and a key that cannot sign, are named."""

from __future__ import annotations

import sys

from django.core.checks import Error, Tags, Warning, register

from comments.conf import setting
from comments.sealing.backlog import overdue_since


@register
def check_sealing(app_configs, **kwargs) -> list[Error]:
    errors = []
    hours = setting("SEAL_WITHIN_HOURS")
    if isinstance(hours, bool) or not isinstance(hours, int) or hours < 1:
        errors.append(
            Error("COMMENTS['SEAL_WITHIN_HOURS'] must be a whole number, 1 or more.", id="comments.E015")
        )
    # Only the one who seals needs to be able to read the file.
    if not isinstance(setting("SEAL_KEY_FILE"), str):
        errors.append(Error("COMMENTS['SEAL_KEY_FILE'] must be a path, as a string.", id="comments.E016"))
    return errors


@register(Tags.database)
def check_backlog(*, databases=None, **kwargs) -> list[Warning]:
    """Runs with `manage.py check --database default`."""
    # Before its table is there, `migrate` must not be stopped from making it.
    if "default" not in (databases or ()) or sys.argv[1:2] == ["migrate"]:
        return []
    since = overdue_since()
    if since is None:
        return []
    return [
        Warning(
            f"The record is not sealed since {since:%Y-%m-%d %H:%M} UTC.",
            hint="Run seal_trail, by cron or by run_worker: see docs/operating.md.",
            id="comments.W011",
        )
    ]
