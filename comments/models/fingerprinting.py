"""The columns by which near-duplicates are found: one for each band of the fingerprint."""

from __future__ import annotations

from comments.checks.fingerprint import BANDS, fingerprint

FINGERPRINT = tuple(f"fingerprint_{number}" for number in range(1, BANDS + 1))


def fingerprint_columns(text: str) -> dict[str, int | None]:
    """What the columns hold for a text: all empty where it is too short to have near-duplicates."""
    return dict(zip(FINGERPRINT, fingerprint(text) or [None] * BANDS, strict=True))
