"""What is set wrongly, named before the site serves a page."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import ProgrammingError, connection

from comments.checks.protocol import Submission
from comments.conf import DEFAULTS, setting
from comments.feed_tag import is_feed_tag
from comments.groups import PERMISSIONS
from comments.screening import configuration_errors, made_for, screen
from comments.when_migrated import is_asked, once_migrated, waiting

HTMX = "django_htmx.middleware.HtmxMiddleware"


@register
def check_settings(app_configs, **kwargs):
    unknown = sorted(set(getattr(settings, "COMMENTS", {})) - set(DEFAULTS))
    errors: list = [
        Error(
            f"COMMENTS has no setting {name!r}.",
            hint=f"Known are: {', '.join(sorted(DEFAULTS))}.",
            id="comments.E001",
        )
        for name in unknown
    ]
    for name in (
        "UNDO_SECONDS",
        "CLAIM_SECONDS",
        "APPEAL_DAYS",
        "TRUSTED_PROXIES",
        "SCREENING_BUDGET_MS",
        "NETWORK_BLOCK_DAYS",
        "MOST_WAITING",
        "MOST_WAITING_ON_PAGE",
    ):
        if not isinstance(setting(name), int) or setting(name) < 0:
            errors.append(Error(f"COMMENTS[{name!r}] must be a whole number, 0 or more.", id="comments.E002"))
    for name in ("SECOND_READING_SHARE", "EVIDENCE_HIDDEN_SHARE"):
        if (
            isinstance(setting(name), bool)
            or not isinstance(setting(name), int | float)
            or not 0 <= setting(name) <= 1
        ):
            errors.append(Error(f"COMMENTS[{name!r}] must be a share, from 0 to 1.", id="comments.E014"))
    for scope, limit in setting("POSTING_LIMITS").items():
        if scope not in DEFAULTS["POSTING_LIMITS"] or not is_limit(limit):
            errors.append(
                Error(
                    f"COMMENTS['POSTING_LIMITS'][{scope!r}] must be (comments, seconds), both at least 1.",
                    hint=f"Known scopes: {', '.join(DEFAULTS['POSTING_LIMITS'])}.",
                    id="comments.E003",
                )
            )
    if not setting("BASE_URL"):
        errors.append(
            Warning(
                "COMMENTS['BASE_URL'] is empty, so no mail can link to the site and none is sent.",
                id="comments.W001",
            )
        )
    return errors


@register
def check_standing_and_escalation(app_configs, **kwargs):
    errors = []
    groups = setting("ESCALATION_GROUPS")
    if not isinstance(groups, tuple | list) or not all(isinstance(name, str) and name for name in groups):
        errors.append(
            Error("COMMENTS['ESCALATION_GROUPS'] must be a tuple of names of groups.", id="comments.E005")
        )
    elif taken := sorted(set(groups) & set(PERMISSIONS)):
        errors.append(
            Error(
                f"COMMENTS['ESCALATION_GROUPS'] names {', '.join(taken)}, who decide in the queue anyway.",
                id="comments.E006",
            )
        )
    if not isinstance(setting("OBJECTIONS_TO"), str):
        errors.append(Error("COMMENTS['OBJECTIONS_TO'] must be a string.", id="comments.E007"))
    return errors


@register
def check_the_form(app_configs, **kwargs):
    errors = []
    if not isinstance(setting("SECOND_THOUGHTS"), bool):
        errors.append(Error("COMMENTS['SECOND_THOUGHTS'] must be True or False.", id="comments.E011"))
    if setting("FEED_TAG") and not is_feed_tag(setting("FEED_TAG")):
        errors.append(
            Error(
                "COMMENTS['FEED_TAG'] must be a domain and a date, as news.example,2026.", id="comments.E018"
            )
        )
    names = setting("RESERVED_NAMES")
    if not isinstance(names, tuple | list) or not all(isinstance(name, str) and name for name in names):
        errors.append(Error("COMMENTS['RESERVED_NAMES'] must be a tuple of names.", id="comments.E012"))
    return errors


@register
def check_public_record(app_configs, **kwargs):
    errors = []
    for name in ("FURTHER_REDRESS", "DISPUTE_BODY"):
        redress = setting(name)
        worded = redress.items() if isinstance(redress, dict) else [("", redress)]
        if not all(isinstance(part, str) for pair in worded for part in pair):
            errors.append(
                Error(
                    f"COMMENTS[{name!r}] must be a text, or one for each language.",
                    hint='Write {"en": "…", "tr": "…"}.',
                    id="comments.E030",
                )
            )
    if not isinstance(setting("PUBLIC_LOG_NAMES"), bool):
        errors.append(Error("COMMENTS['PUBLIC_LOG_NAMES'] must be True or False.", id="comments.E031"))
    address = setting("EXPORT_URL")
    if not isinstance(address, str) or not (
        address == "" or address.startswith(("https://", "http://", "/"))
    ):
        errors.append(Error("COMMENTS['EXPORT_URL'] must be the address of a page.", id="comments.E032"))
    return errors


@register
def check_htmx(app_configs, **kwargs):
    if HTMX in settings.MIDDLEWARE:
        return []
    return [Error(f"The desk needs {HTMX}.", hint="Add it to MIDDLEWARE.", id="comments.E004")]


@register
def check_screening(app_configs, **kwargs):
    return [Error(error, id="comments.E010") for error in configuration_errors()]


@register(Tags.database)
def check_migrations(*, databases=None, **kwargs) -> list[Error]:
    """Runs with `manage.py check --database default`. Until then the other checks of it may find nothing."""
    if not is_asked(databases):
        return []
    try:
        names = waiting("comments")
    except ProgrammingError:  # as PostgreSQL answers a role that may not look
        sentence = "This role may not read which migrations were applied."
        return [Error(sentence, hint="Grant it what database_roles prints.", id="comments.E049")]
    sentence = f"Migrations wait to be applied: {', '.join(names)}."
    return [Error(sentence, hint="Run migrate.", id="comments.E049")] if names else []


@register(Tags.database)
def check_capitals(*, databases=None, **kwargs) -> list[Warning]:
    """Runs with `manage.py check --database default`. In Turkish, I is the capital of ı."""
    if not is_asked(databases) or has_plain_capitals(connection):
        return []
    return [
        Warning(
            "This database takes I for no capital of i: INFO@… is not found as info@….",
            hint="Restore it into one made with createdb --template template0 --locale C.UTF-8.",
            id="comments.W052",
        )
    ]


def has_plain_capitals(connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('I'), upper('i')")
        return cursor.fetchone() == ("i", "I")


@register(Tags.database)
@once_migrated("comments")
def check_house_model(*, databases=None, **kwargs):
    """Runs with `manage.py check --database default`. A model in use by name only is said to be."""
    if not is_asked(databases):
        return []
    from comments.models import HouseModelUse

    house = HouseModelUse.objects.current()
    versions = screen(Submission("")).versions
    if house is None or (house.model is not None and house.model.made_for == made_for(versions)):
        return []
    fault = house.fault or "it was made for other models than those that are shipped now"
    return [
        Warning(
            f"Model {house.version}, learned from this site's decisions, is not used: {fault}.",
            hint="Learn again with `train_checks --from-decisions`, or switch with `use_model`.",
            id="comments.W010",
        )
    ]


def is_limit(limit) -> bool:
    """So many in so many seconds."""
    try:
        most, seconds = limit
    except (TypeError, ValueError):
        return False
    return isinstance(most, int) and isinstance(seconds, int) and most >= 1 and seconds >= 1
