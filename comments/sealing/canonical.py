"""The bytes that are digested: the same for the same row, on either database, today and in ten years."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime
from typing import Any

FIRST_PREVIOUS = "0" * 64


def canonical(value: object) -> str:
    """JSON on one line: keys in order, no spaces, nothing but ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it. Raises ValueError where it cannot."""
    match value:
        case float() if not math.isfinite(value):
            raise ValueError("no number")
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case bytes() | memoryview():
            return {"sha256": hashlib.sha256(bytes(value)).hexdigest()}
    return value


def row_line(row) -> str:
    """What is published of a sealed row."""
    names = ("number", "kind", "key", "facts", "people", "words")
    return canonical({name: getattr(row, name) for name in names})


def seal_head(seal) -> dict[str, Any]:
    """What a seal's digest is made of. One from before forms were numbered names none."""
    names = ("sealed_at", "previous", "rows", "last", "root", "complete", "key")
    head = {"seal": seal.number} | {name: plain(getattr(seal, name)) for name in names}
    return head if seal.form is None else head | {"form": seal.form}


def seal_line(seal) -> str:
    """What is published of a seal."""
    return canonical(seal_head(seal) | {"digest": seal.digest, "signature": seal.signature})
