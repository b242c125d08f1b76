"""Ed25519, by key files as openssl writes them. What a key file holds is never repeated in a message."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from comments.conf import setting


class KeyRefused(Exception):
    """The file is not there, or holds no Ed25519 key without a password."""


class SealKey:
    """What seals are signed with."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @classmethod
    def of_site(cls) -> SealKey | None:
        """The one that the settings name, if they do. Raises KeyRefused."""
        path = setting("SEAL_KEY_FILE")
        return cls.read(Path(path)) if path else None

    @classmethod
    def read(cls, path: Path) -> SealKey:
        """Raises KeyRefused."""
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            # Without the cause: its message could quote the file.
            raise KeyRefused(_refusal(path, "private")) from (error if isinstance(error, OSError) else None)
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyRefused(_refusal(path, "private"))
        return cls(key)

    @property
    def public(self) -> PublicKey:
        return PublicKey(self._private.public_key())

    def sign(self, digest: str) -> str:
        return base64.b64encode(self._private.sign(digest.encode())).decode()


class PublicKey:
    """What a signature is held against. Its name is the SHA-256 of its 32 bytes."""

    def __init__(self, public: Ed25519PublicKey) -> None:
        self._public = public

    @classmethod
    def read(cls, path: Path) -> PublicKey:
        """Raises KeyRefused."""
        try:
            key = load_pem_public_key(path.read_bytes())
        except (OSError, ValueError, UnsupportedAlgorithm) as error:
            raise KeyRefused(_refusal(path, "public")) from (error if isinstance(error, OSError) else None)
        if not isinstance(key, Ed25519PublicKey):
            raise KeyRefused(_refusal(path, "public"))
        return cls(key)

    @property
    def name(self) -> str:
        return hashlib.sha256(self._public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()

    @property
    def pem(self) -> str:
        return self._public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def has_signed(self, digest: str, signature: str) -> bool:
        try:
            self._public.verify(base64.b64decode(signature, validate=True), digest.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def _refusal(path: Path, which: str) -> str:
    return f"{path} cannot be read as a {which} Ed25519 key without a password (PEM, as openssl writes it)."
