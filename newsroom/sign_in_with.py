"""Where readers can sign in with an account they have elsewhere: whatever speaks OpenID Connect."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from newsroom.environment import REQUIRED

NAME = re.compile(r"[a-z][a-z0-9]{0,29}")


@dataclass(frozen=True, slots=True)
class Providers:
    """`apps` as allauth wants them; `origins` are those of their sign-in pages."""

    apps: list[dict[str, Any]]
    origins: list[str]


def are_names(names: Sequence[str]) -> bool:
    return all(NAME.fullmatch(name) for name in names) and len(set(names)) == len(names)


def providers(names: Sequence[str] | None, read: Callable[..., Any], *, is_secure: bool) -> Providers:
    """Of each name in SIGN_IN_WITH, the variables that begin with OIDC_ and the name in capitals."""
    found = [_provider(name, read, is_secure=is_secure) for name in names or ()]
    return Providers([app for app, _origin in found], sorted({origin for _app, origin in found if origin}))


def _provider(name: str, read: Callable[..., Any], *, is_secure: bool) -> tuple[dict[str, Any], str]:
    prefix = f"OIDC_{name.upper()}"
    schemes = ("https",) if is_secure else ("https", "http")
    url = read(
        "str",
        f"{prefix}_URL",
        REQUIRED,
        must=lambda value: is_issuer(value, schemes),
        hint="set the provider's issuer, with https and without ? or #, like https://accounts.example",
    )
    origin = read(
        "str",
        f"{prefix}_SIGN_IN_ORIGIN",
        None,
        must=lambda value: is_address(value, schemes),
        hint="set where its sign-in page is, like https://login.example, if that is another host",
    )
    app = {
        "provider_id": name,
        "name": read(
            "str",
            f"{prefix}_NAME",
            name.capitalize(),
            must=str.isprintable,
            hint="set what the provider is called, in one line",
        ),
        "client_id": read(
            "str", f"{prefix}_CLIENT_ID", REQUIRED, must=is_one_word, hint="set the id it gave to this site"
        ),
        "secret": read(
            "str", f"{prefix}_SECRET", REQUIRED, must=is_one_word, hint="set the secret it gave to this site"
        ),
        "settings": {"server_url": (url or "").rstrip("/"), "oauth_pkce_enabled": True},
    }
    return app, _origin(origin or url)


def is_address(value: str, schemes: Sequence[str]) -> bool:
    """One that a policy for browsers can hold, too."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (raises ValueError where it is not a number)
    except ValueError:
        return False
    is_plain = value.isprintable() and not re.search(r"[\s;,'\"]", value)
    return is_plain and parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc


def is_issuer(value: str, schemes: Sequence[str]) -> bool:
    """The path of the provider's configuration is put behind it."""
    return is_address(value, schemes) and not re.search(r"[?#]", value)


def is_one_word(value: str) -> bool:
    """A line break or a blank in it came along from where it was copied."""
    return value.isprintable() and not re.search(r"\s", value)


def _origin(url: str | None) -> str:
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
