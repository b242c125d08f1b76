"""What works, and would still be a surprise in service."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import Tags, Warning, register

from comments.outbox_check import late
from comments.when_migrated import is_asked, once_migrated
from newsroom.models import AccountMail


@register(Tags.security, deploy=True)
def check_mail(app_configs, **kwargs) -> list[Warning]:
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return []
    return [
        Warning(
            f"Mails are written into {settings.EMAIL_FILE_PATH} and sent to nobody.",
            hint="Set EMAIL_URL, so that readers are told what became of their comments.",
            id="newsroom.W001",
        )
    ]


@register(Tags.database)
@once_migrated("newsroom")
def check_account_mails(*, databases=None, **kwargs) -> list[Warning]:
    """Runs with `manage.py check --database default`. Somebody waits for each to sign up or to sign in."""
    if not is_asked(databases):
        return []
    overdue = AccountMail.objects.overdue(since=late())
    given_up = overdue.filter(attempts__gte=AccountMail.MOST_ATTEMPTS)
    found = [
        (given_up, "were given up after many attempts", "See the worker's log, and EMAIL_URL."),
        (overdue.filter(attempts__lt=AccountMail.MOST_ATTEMPTS), "were not sent so far", "See EMAIL_URL."),
    ]
    return [
        Warning(
            f"{mails.count()} mails about accounts, the oldest posted at "
            f"{mails[0].posted_at:%Y-%m-%d %H:%M} UTC, {what}.",
            hint=hint,
            id="newsroom.W002",
        )
        for mails, what, hint in found
        if mails.exists()
    ]
