"""Seals made anew to fit other rows are found beside what was published, and so is the first such row."""

from __future__ import annotations

import pytest
from django.db import connection

from comments.models import Seal, SealedRow, TrailEntry
from comments.sealing.canonical import canonical, row_line, seal_head, sha256
from comments.sealing.documents import documents
from comments.triggers import lift
from tests.factories import make_comment
from tests.sealing import seal, verified
from tests.test_verifying_seals import export, sealed_in_three

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(monkeypatch):
    """Of an act, under a seal with others above it and below."""
    sealed_in_three(monkeypatch)
    rows = SealedRow.objects.filter(kind="trailentry").select_related("seal")
    row = rows.latest("number")
    make_comment()
    assert seal()[-1].number > row.seal.number > 1
    return row


def seal_anew(row: SealedRow) -> None:
    """Another act in its place, its digest and every seal from there on worked out to fit."""
    lift(connection)
    TrailEntry.objects.filter(pk=row.key).update(act="restored")
    facts = documents("trailentry", [row.key])[row.key].digests(seed=row.seed, salt="")["facts"]
    SealedRow.objects.filter(pk=row.pk).update(facts=facts)
    previous = row.seal.previous
    for made in Seal.objects.filter(number__gte=row.seal.number).order_by("number"):
        lines = "".join(f"{row_line(each)}\n" for each in made.sealed_rows.order_by("number"))
        made.root, made.previous = sha256(lines), previous
        previous = sha256(canonical(seal_head(made)))
        Seal.objects.filter(pk=made.pk).update(root=made.root, previous=made.previous, digest=previous)


def test_an_export_names_the_first_row_that_was_another(tmp_path, row):
    published = export(tmp_path)

    seal_anew(row)

    assert verified(0)["as_sealed"]
    (first,) = verified(1, against=str(published))["first"]
    assert (first["seal"], first["row"]) == (row.seal.number, f"trailentry {row.key}")
    assert first["sentence"] == f"it was published as {row.seal.digest}"


@pytest.mark.parametrize("is_more", [True, False])
def test_a_row_that_was_published_too_or_was_not_is_named(tmp_path, row, is_more):
    published = export(tmp_path)
    lines = published.read_text().splitlines(keepends=True)
    seal_line = next(number for number, line in enumerate(lines) if row.seal.digest in line)
    lines[seal_line] = lines[seal_line].replace(row.seal.digest, "a" * 64)
    last = row.seal.sealed_rows.latest("number")
    further = row_line(SealedRow(number=last.number + 1, kind="note", key="7", facts="f"))
    lines[seal_line - 1 : seal_line] = [lines[seal_line - 1], f"{further}\n"] if is_more else []
    published.write_text("".join(lines))

    (first,) = verified(1, against=str(published))["first"]

    assert first["row"] == ("note 7" if is_more else f"{last.kind} {last.key}")


def test_digests_alone_name_the_seal_alone(tmp_path, row):
    (tmp_path / "lines").write_text(f"{row.seal}\n")

    seal_anew(row)

    (first,) = verified(1, against=str(tmp_path / "lines"))["first"]
    assert (first["seal"], first["row"]) == (row.seal.number, "")
