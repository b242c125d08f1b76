"""Whoever verifies an export with the script alone finds what `verify_trail` finds in the seals."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection

from comments.models import Seal, SealedRow
from comments.sealing.canonical import canonical, seal_head, sha256
from comments.sealing.signing import SealKey
from comments.triggers import lift
from comments.triggers.sealing import fill_unsealed
from tests.factories import make_comment
from tests.sealing import found, make_key, seal
from tests.test_verifying_exports import by_script
from tests.test_verifying_seals import export, sealed_in_three

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taken_back")]
OTHER = "a" * 64


@pytest.fixture
def public(tmp_path):
    return str(tmp_path / "seal.pub")


@pytest.fixture
def key(tmp_path):
    return SealKey.read(make_key(tmp_path)[0])


@pytest.fixture
def signed(monkeypatch, key):
    """Three seals or more that are signed; their triggers are lifted."""
    seals = sealed_in_three(monkeypatch, key)
    lift(connection)
    return seals


def change(seal_number: int, /, **values) -> None:
    Seal.objects.filter(number=seal_number).update(**values)


def change_row(row_number: int, /, **values) -> None:
    SealedRow.objects.filter(number=row_number).update(**values)


def delete(rows) -> None:
    rows._raw_delete(connection.alias)


def make_seal(rows: int = 0, beyond: int = 0) -> None:
    """On top of the newest and of nothing, with a digest that fits."""
    newest = Seal.objects.latest("number")
    made = Seal(
        number=newest.number + 1,
        form=newest.form,
        previous=newest.digest,
        rows=rows,
        last=newest.last + beyond,
        root=hashlib.sha256(b"").hexdigest(),
        complete=True,
    )
    made.digest = sha256(canonical(seal_head(made)))
    made.save(force_insert=True)


def exchange_rows() -> None:
    for number, other in ((3, 0), (4, 3), (0, 4)):
        change_row(number, number=other)


def move_a_row() -> None:
    """The last row of one seal becomes the first of the next."""
    first = Seal.objects.get(number=1)
    change_row(first.last, seal=Seal.objects.get(number=2))


def drop_a_seal(number: int) -> None:
    seals = Seal.objects.filter(number=number)
    delete(SealedRow.objects.filter(seal__in=list(seals)))
    delete(seals)


def seal_without_the_key() -> None:
    make_comment()
    fill_unsealed(connection)
    assert seal()


TAMPERINGS = {
    "a digest of a row": lambda: change_row(3, facts=OTHER),
    "whose digests a row has": lambda: change_row(3, people=OTHER),
    "of which kind a row is": lambda: change_row(3, kind="nothing"),
    "whose row it is": lambda: change_row(3, key="987654321"),
    "a row deleted": lambda: delete(SealedRow.objects.filter(number=3)),
    "a row under another seal": move_a_row,
    "two rows in each other's place": exchange_rows,
    "a number left out": lambda: change_row(Seal.objects.latest("number").last, number=987_654),
    "the first seal dropped": lambda: drop_a_seal(1),
    "a seal dropped": lambda: drop_a_seal(2),
    "a seal under another number": lambda: change(2, number=987_654),
    "how many rows": lambda: change(2, rows=1),
    "so many rows that nobody can count them": lambda: change(2, rows=2**31 - 1),
    "the last row": lambda: change(2, last=1),
    "the time": lambda: change(2, sealed_at="2026-01-01T00:00:00Z"),
    "a seal before": lambda: change(2, previous=OTHER),
    "what the rows make": lambda: change(2, root=OTHER),
    "whether it was all": lambda: change(2, complete=not Seal.objects.get(number=2).complete),
    "the form": lambda: change(2, form=None),
    "the digest": lambda: change(2, digest=OTHER),
    "the key": lambda: change(2, key=OTHER),
    "a signature taken away": lambda: change(2, signature=""),
    "signature and key taken away": lambda: change(2, signature="", key=""),
    "the newest signature taken away": lambda: change(Seal.objects.latest("number").number, signature=""),
    "a seal of nothing": make_seal,
    "a seal of nothing that skips numbers": lambda: make_seal(beyond=5),
    "a seal of rows that are not there": lambda: make_seal(rows=5, beyond=5),
    "a seal without the key": seal_without_the_key,
}


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS)
def test_both_find_it_without_a_key(tmp_path, signed, tampering):
    assert (found(), by_script(export(tmp_path))[0]) == ([], 0)

    tampering()

    assert found()
    status, said = by_script(export(tmp_path))
    assert (status, said[:20]) == (1, "NOT as it was sealed"), said


def sign(number: int, key: SealKey) -> None:
    change(number, signature=key.sign(Seal.objects.get(number=number).digest))


@pytest.mark.parametrize("signature", ["", "AAAA", "A" * 88, "no base64"])
def test_both_find_a_signature_that_is_none(tmp_path, signed, key, public, signature):
    assert (found(keys=[key.public]), by_script(export(tmp_path), "--key", public)[0]) == ([], 0)

    change(2, signature=signature)

    assert found(keys=[key.public])
    status, said = by_script(export(tmp_path), "--key", public)
    assert (status, said[:20]) == (1, "NOT as it was sealed"), said


def test_both_find_the_signature_of_another_key(tmp_path, signed, key, public):
    sign(2, SealKey.read(make_key(tmp_path, "other")[0]))

    assert found(keys=[key.public])
    assert by_script(export(tmp_path), "--key", public)[0] == 1


def test_both_find_the_signature_of_another_seal(tmp_path, signed, key, public):
    change(2, signature=Seal.objects.get(number=1).signature)

    assert found(keys=[key.public])
    assert by_script(export(tmp_path), "--key", public)[0] == 1
