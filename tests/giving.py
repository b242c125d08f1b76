"""What is kept about somebody, as they are given it."""

from __future__ import annotations

import json
from typing import Any

from comments.models import Person


def given(person: Person, *, by=None, request: str = "2026/9", internal: bool = False) -> dict[str, Any]:
    return json.loads("".join(person.export(by=by, request=request, internal=internal)))
