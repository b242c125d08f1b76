"""Secrets as the database keeps them: under a key that is made of the site's, and not in it."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

MARK = "sealed:"  # what was kept before there was a seal has none


def sealed(text: str) -> str:
    return MARK + _keys().encrypt(text.encode()).decode()


def unsealed(kept: str) -> str:
    if not kept.startswith(MARK):
        return kept
    return _keys().decrypt(kept.removeprefix(MARK).encode()).decode()


def _keys() -> MultiFernet:
    """The present one, and those that it replaced."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"newsroom.secrets_kept" + secret.encode()).digest())
