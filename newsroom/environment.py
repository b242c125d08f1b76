"""Settings from the environment, each tried once, every fault named at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError


class Environment:
    """Reads variables and collects what is wrong with them, so that one start names all faults."""

    def __init__(self) -> None:
        self.env = Env()
        self.faults: list[str] = []

    def read(
        self, kind: str, name: str, default: Any, *, must: Callable[[Any], bool] = bool, hint: str = ""
    ) -> Any:
        """The variable as `kind` (a method of environs.Env), or `default` where it is not set.

        A value that is malformed, or that `must` refuses, is a fault; `hint` says what would be right.
        """
        try:
            value = getattr(self.env, kind)(name, default)
        except (EnvError, ValueError) as error:
            self.faults.append(f"{name}: {error}. {hint}".strip())
            return default
        if hint and not must(value):
            self.faults.append(f"{name}: {hint}")
            return default
        return value

    def refuse_faults(self) -> None:
        """Raise ImproperlyConfigured with a line for each fault, if there is any."""
        if self.faults:
            raise ImproperlyConfigured("\n".join(f"  {fault}" for fault in self.faults))


def is_site_url(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path in ("", "/")


def is_strong_key(value: str) -> bool:
    """Django's own measure of a secret key (security.W009)."""
    return len(value) >= 50 and len(set(value)) >= 5 and not value.startswith("django-insecure-")
