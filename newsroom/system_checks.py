"""What works, and would still be a surprise in service."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import Tags, Warning, register


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
