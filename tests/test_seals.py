"""A seal closes what came since the last one, once, and all of it."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments.models import Note, Permanent, Seal, SealedRow, Unsealed
from comments.sealing import line
from comments.sealing.documents import APART, PARTS, heads
from comments.sealing.signing import PublicKey, SealKey
from tests.factories import make_approved, make_comment, make_moderator, make_rejected
from tests.full_record import PERMANENT, make_full_record
from tests.sealing import behind_the_triggers, found, make_key, seal

pytestmark = pytest.mark.django_db


def test_everything_permanent_is_sealed():
    make_full_record()

    sealed = set(SealedRow.objects.values_list("kind", flat=True))
    assert sealed == set(heads())
    assert {*heads().values(), *PARTS, *APART} == set(PERMANENT)
    assert not Unsealed.objects.exists()
    assert found() == []


def test_nothing_to_seal_makes_no_seal():
    make_comment()
    seal()

    assert seal() == []


def test_a_seal_stands_on_the_one_before():
    make_comment()
    first = seal()[-1]
    make_comment()

    (second,) = seal()

    assert (second.number, second.previous) == (first.number + 1, first.digest)
    assert second.last == first.last + second.rows


def test_much_is_sealed_in_many_seals(monkeypatch):
    monkeypatch.setattr(line, "MOST_ROWS", 5)
    for _ in range(3):
        make_approved()

    seals = seal()

    assert len(seals) > 3
    assert [each.complete for each in seals] == [False] * (len(seals) - 1) + [True]
    assert found() == []


def test_a_row_that_waits_twice_is_sealed_once():
    comment = make_comment()
    Unsealed.objects.create(kind="comment", key=str(comment.pk))

    seal()

    assert SealedRow.objects.filter(kind="comment", key=str(comment.pk)).count() == 1
    assert not Unsealed.objects.exists()


def test_what_was_erased_stays_verifiable():
    comment = make_full_record("swordfish")

    comment.erase(by=None, request="2026/18")

    assert found() == []
    seal()
    assert found() == []
    assert not SealedRow.objects.filter(comment=comment).exists()


def test_a_salt_that_an_erasure_left_is_found():
    """By it anybody could try what was written against the digest that was published."""
    comment = make_comment()
    seal()
    row = SealedRow.objects.select_related("seal").get(kind="comment", key=str(comment.pk))
    comment.erase(by=None, request="2026/18")
    assert found() == []

    behind_the_triggers(f"UPDATE comments_sealedrow SET salt = '{row.salt}' WHERE id = {row.pk}")

    assert found() == [
        f"seal {row.seal.number}, comment {comment.pk}: was erased, and the salt of its words was left"
    ]


def test_what_was_erased_before_it_was_sealed_is_tied_to_nothing():
    comment = make_rejected()
    comment.erase(by=None, request="2026/18")

    seal()

    assert not SealedRow.objects.filter(comment=comment).exists()
    assert found() == []


def test_a_note_about_an_author_is_sealed_too():
    author = make_comment().author
    Note.objects.write(by=make_moderator(), text="Writes well.", author=author)

    seal()

    assert SealedRow.objects.get(kind="note").words


def test_the_same_words_have_another_digest_in_every_row():
    for _ in range(2):
        make_rejected()
    seal()

    for column in ("facts", "words", "people"):
        digests = SealedRow.objects.exclude(**{column: ""}).values_list(column, flat=True)
        assert len(set(digests)) == len(digests)


def test_a_model_that_is_made_later_waits_for_seals_by_itself():
    assert all(issubclass(model, Permanent) for model in heads().values())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO comments_guideline (code, position) VALUES ('spoilers', 99)")

    assert Unsealed.objects.filter(kind="guideline", key="spoilers").exists()


def test_the_command_prints_each_seal_for_publishing():
    make_comment()
    out = io.StringIO()

    call_command("seal_trail", stdout=out)
    call_command("seal_trail", stdout=out)

    newest = Seal.objects.latest("number")
    assert out.getvalue().endswith(f"seal {newest.number} {newest.digest}\nNothing to seal.\n")


def test_a_seal_is_signed_with_the_key_of_the_site(settings, tmp_path):
    private, public = make_key(tmp_path)
    settings.COMMENTS = settings.COMMENTS | {"SEAL_KEY_FILE": str(private)}
    make_comment()

    call_command("seal_trail", stdout=io.StringIO())

    newest, key = Seal.objects.latest("number"), PublicKey.read(public)
    assert newest.key == key.name
    assert key.has_signed(newest.digest, newest.signature)
    assert found(keys=[key]) == []


@pytest.mark.parametrize("content", [None, b"", b"swordfish", b"\xff\xfe"])
def test_a_key_that_cannot_be_read_seals_nothing_and_is_not_repeated(settings, tmp_path, content):
    path = tmp_path / "seal.pem"
    if content is not None:
        path.write_bytes(content)
    settings.COMMENTS = settings.COMMENTS | {"SEAL_KEY_FILE": str(path)}
    before = Seal.objects.count()
    make_comment()

    with pytest.raises(CommandError, match="Nothing was sealed") as refusal:
        call_command("seal_trail")

    assert (Seal.objects.count(), refusal.value.returncode) == (before, 2)
    assert "swordfish" not in str(refusal.value)


def test_a_public_key_signs_nothing(tmp_path):
    _private, public = make_key(tmp_path)

    with pytest.raises(Exception, match="private Ed25519 key"):
        SealKey.read(public)
