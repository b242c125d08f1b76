"""The site's settings as another environment would have them."""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
VARIABLES = (
    "DEBUG",
    "SECRET_KEY",
    "PORT",
    "SITE_URL",
    "SITE_NAME",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "TRUSTED_PROXIES",
    "VAR_DIR",
    "DATABASE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "TIME_ZONE",
    "SEALS_FILE",
    "SEAL_KEY_FILE",
    "ERASURES_FILE",
    "SIGN_UP",
    "FEED_TAG",
    "SIGN_IN_WITH",
)
PRODUCTION = {
    # Not random: the workers of one run have to name their tests alike.
    "SECRET_KEY": "w3Vt-0qJm_Zb8Rk5Xc2Yp9Ls4Hd7Fg1Na6Te-Ui_Oo8Qq3Bv5Mx",
    "SITE_URL": "https://news.example",
    "EMAIL_URL": "submission://user:hunter2@mail.example:587",
}


def environment_of(variables: dict[str, str]) -> dict[str, str]:
    """This machine's environment with these variables of ours and no others."""
    ours = {*VARIABLES, "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {name: value for name, value in os.environ.items() if name not in ours} | variables


def settings_of(variables: dict[str, str]) -> dict[str, Any]:
    """The settings that these variables make. Raises ImproperlyConfigured where they are refused."""
    with mock.patch.dict(os.environ, environment_of(variables), clear=True):
        return runpy.run_path(str(ROOT / "newsroom" / "settings.py"))
