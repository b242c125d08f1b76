"""A little of `python -m tests.faults.sealing_while_importing`, and that it would find what is broken."""

from __future__ import annotations

import pytest

from comments.models import SealedRow, Unsealed
from tests.factories import make_comment
from tests.faults import sealing_while_importing as trial
from tests.full_record import make_imported
from tests.sealing import behind_the_triggers, seal
from tests.test_faults import run


def test_seals_and_an_import_at_the_same_time_lose_nothing():
    said = run("tests.faults.sealing_while_importing", "--comments", "300")

    assert "300 comments imported" in said
    assert "broken" not in said


@pytest.mark.django_db
class TestFinding:
    @pytest.fixture(autouse=True)
    def sealed(self):
        make_comment()
        seal()

    def test_what_is_sealed_once_is_well(self):
        assert trial._not_sealed_once() == []

    def test_a_row_that_waits_still_is_named(self):
        Unsealed.objects.create(kind="comment", key="1")

        assert trial._not_sealed_once() == ["1 rows wait for a seal still"]

    def test_a_row_that_is_not_sealed_is_named(self):
        row = SealedRow.objects.filter(kind="comment").latest("pk")

        behind_the_triggers(f"DELETE FROM comments_sealedrow WHERE id = {row.pk}")

        assert "comment: 1 rows, 0 sealed, 0 of them different" in trial._not_sealed_once()

    def test_what_did_not_come_in_is_named(self, monkeypatch):
        monkeypatch.setattr(trial, "SOURCE", make_imported().source)

        assert trial._lost(2) == ["1 of 2 comments came in", "0 of 1 decisions came in"]
