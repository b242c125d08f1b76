"""Settings from the environment, each tried once, every fault named at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from email import policy
from email.utils import quote
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

REQUIRED = object()


class Environment:
    """Reads variables and collects what is wrong with them, so that one start names all faults."""

    def __init__(self) -> None:
        self.env = Env()
        self.faults: list[str] = []

    def read(
        self,
        kind: str,
        name: str,
        default: Any,
        *,
        hint: str,
        must: Callable[[Any], bool] = lambda value: True,
    ) -> Any:
        """The variable as `kind` (a method of environs.Env), or `default` where it is not set.

        One that is empty, malformed or refused by `must` is a fault, and so is a missing one whose default is
        REQUIRED; `hint` says what would be right. The value itself is never repeated: it may hold a password.
        What is read may be used once `refuse_faults` has let it pass.
        """
        given = os.environ.get(name)
        if given is None and default is REQUIRED:
            return self._fault(name, "is not set", hint)
        if given is not None and not given.strip():
            # Most often a secret that did not arrive. The default would hide that.
            return self._fault(name, "is set but empty", hint)
        if given is None and default is None:
            return None
        try:
            value = getattr(self.env, kind)(name, default)
        except (EnvError, ValueError):
            return self._fault(name, "cannot be read", hint)
        if not must(value):
            return self._fault(name, "is not right", hint)
        return value

    def refuse_faults(self) -> None:
        """Raise ImproperlyConfigured with a line for each fault, if there is any."""
        if self.faults:
            raise ImproperlyConfigured("\n".join(["The environment is not right.", *self.faults]))

    def _fault(self, name: str, what: str, hint: str) -> None:
        self.faults.append(f"  {name} {what}: {hint}.")


def is_site_url(value: str) -> bool:
    return is_origin(value.rstrip("/"))


def is_origin(value: str) -> bool:
    """Scheme, host and perhaps a port, and nothing after them."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (raises ValueError where it is not a number)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_web and "@" not in parts.netloc and value == f"{parts.scheme}://{parts.netloc}"


def is_sender(value: str) -> bool:
    """One address, with a name or without. No mail goes out under any other, and none is tried again."""
    header: Any = policy.default.header_factory("From", value)
    names = [group.display_name for group in header.groups]
    address = header.addresses[0] if names == [None] and len(header.addresses) == 1 else None
    return bool(address and address.username and address.domain and value.isprintable())


def sender(name: str, address: str) -> str:
    """In quotation marks, as a comma or a colon in a name would begin another address."""
    return f'"{quote(name)}" <{address}>'


def is_strong_key(value: str) -> bool:
    """Django's own measure of a secret key (security.W009)."""
    return len(value) >= 50 and len(set(value)) >= 5 and not value.startswith("django-insecure-")


def is_time_zone(value: str) -> bool:
    try:
        return bool(ZoneInfo(value))
    except (LookupError, ValueError, OSError):
        # A machine without a time zone database still knows this one.
        return value == "UTC"


def is_writable_directory(path: Path) -> bool:
    """Whether we can write there; it is made where it is missing."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(path, os.W_OK | os.X_OK)
