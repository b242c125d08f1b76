"""What is kept about a person, by number: what was looked at is told from what is there at the press."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """All that an erasure would reach, and what a legal hold keeps from it, each in order."""

    comments: tuple[int, ...]
    reports: tuple[int, ...]
    notes: tuple[int, ...]
    held: tuple[int, ...]
    accounts: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Another one wherever any of it is another: as many would not do, as one may go and another come."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()
