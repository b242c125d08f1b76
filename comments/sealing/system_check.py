"""A record that is not sealed, not verified, not as it was sealed, or older than its seals, is named."""

from __future__ import annotations

from django.core.checks import Error, Tags, Warning, register
from django.utils import timezone

from comments.conf import setting
from comments.sealing.backlog import overdue_since, unverified_since, verified_fault
from comments.sealing.documents import PARTS, heads
from comments.sealing.forms import FORMS, forgotten, missing
from comments.sealing.kept_apart import OlderDatabase, refuse_older, why_useless
from comments.sealing.unsealed import first_nameless
from comments.when_migrated import is_asked, once_migrated


@register
def check_sealing(app_configs, **kwargs) -> list[Error]:
    errors = []
    for name, least in (("SEAL_WITHIN_HOURS", 1), ("VERIFY_WITHIN_HOURS", 0)):
        hours = setting(name)
        if isinstance(hours, bool) or not isinstance(hours, int) or hours < least:
            errors.append(
                Error(
                    f"COMMENTS[{name!r}] must be a whole number, {least} or more.",
                    id="comments.E015",
                )
            )
    # Only the one who seals needs to be able to read the key or to write to the list.
    for name in ("SEAL_KEY_FILE", "SEALS_FILE"):
        if not isinstance(setting(name), str):
            errors.append(Error(f"COMMENTS[{name!r}] must be a path, as a string.", id="comments.E016"))
    return errors


@register(Tags.models)
def check_forms(app_configs, **kwargs) -> list[Error]:
    """A column that no seal would cover, or that sealed rows could no longer be verified without."""
    models = [*heads().values(), *PARTS]
    faults = [fault for model in models for fault in forgotten(model)]
    faults += [fault for form in FORMS for model in models for fault in missing(model, form)]
    hint = "Add a form to comments/sealing/forms.py: see there."
    return [Error(fault, hint=hint, id="comments.E044") for fault in faults]


@register(Tags.database)
@once_migrated("comments")
def check_backlog(*, databases=None, **kwargs) -> list[Warning]:
    """Runs with `manage.py check --database default`."""
    since = overdue_since() if is_asked(databases) else None
    if since is None:
        return []
    return [
        Warning(
            f"The record is not sealed since {since:%Y-%m-%d %H:%M} UTC.",
            hint="Run seal_trail, by cron or by run_worker: see docs/operating.md.",
            id="comments.W011",
        )
    ]


@register(Tags.database)
@once_migrated("comments")
def check_line(*, databases=None, **kwargs) -> list[Error]:
    """A row that was deleted before it was sealed, or a key that somebody made up."""
    first = first_nameless() if is_asked(databases) else ""
    if not first:
        return []
    hint = "Find out what it was. What stands behind it is sealed all the same: see docs/operating.md."
    return [Error(f"In line for a seal, and no row of the record: {first}.", hint=hint, id="comments.E045")]


@register(Tags.database)
@once_migrated("comments")
def check_verified(*, databases=None, **kwargs) -> list[Error | Warning]:
    """What came of the last `verify_trail --record`, and whether that was long ago."""
    if not is_asked(databases):
        return []
    if fault := verified_fault():
        return [Error(fault, hint="Run verify_trail: it names what is not.", id="comments.E041")]
    if unverified_since() is None:
        return []
    return [
        Warning(
            f"The record is not verified since {unverified_since():%Y-%m-%d %H:%M} UTC.",
            hint="Run verify_trail --record, by cron: see docs/operating.md.",
            id="comments.W041",
        )
    ]


@register(Tags.database)
@once_migrated("comments")
def check_age(*, databases=None, **kwargs) -> list[Error | Warning]:
    """An older backup that stands in the place of the database, or nothing to tell it by."""
    if not is_asked(databases):
        return []
    if reason := why_useless(timezone.now()):
        return [
            Warning(
                f"Nothing tells whether this database is older than its seals: SEALS_FILE is of no use "
                f"({reason}).",
                hint="Find out what happened to it, and let this user read it; seal_trail makes one anew, "
                "or adds what it lacks.",
                id="comments.W043",
            )
        ]
    try:
        refuse_older()
    except OlderDatabase as older:
        hint = "Find out which; after a restore that was meant: seal_trail --after-restore."
        return [Error(str(older), hint=hint, id="comments.E042")]
    return []
