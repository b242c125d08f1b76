"""The marks by which `make faults` and `make load` find again what they sent."""

from __future__ import annotations

from uuid import UUID

import pytest

from comments.screening import load_checks
from tests.checks.reading import looks
from tests.live import people, promises


@pytest.mark.parametrize("drawn", ["7bd00938871747f08605bca837163daf", "b2b003549000543d5986c61fca4e3fa4"])
def test_no_check_looks_at_a_mark(monkeypatch, drawn):
    """Its author would be asked to look once more, and the site seem to have lost a comment."""
    monkeypatch.setattr(people, "uuid4", lambda: UUID(drawn))

    said = f"So {people.word()} wrote."

    assert promises.MARK.findall(said) == [people.word()]
    assert not any(looks(check, said) for check in load_checks())
