"""`verify_trail` tells cron by its status; what is exported holds nothing to find a person by."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.management.commands import verify_trail
from comments.models import Seal, SealedRow, TrailEntry
from comments.sealing import line
from comments.sealing.exporting import export_lines
from comments.sealing.signing import SealKey
from comments.sealing.verifying import problems
from comments.triggers import lift
from tests.factories import make_comment
from tests.full_record import make_full_record
from tests.sealing import make_key, openssl, seal, status_of, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(tmp_path):
    return SealKey.read(make_key(tmp_path)[0])


def export(folder: Path) -> Path:
    file = folder / "export.jsonl"
    call_command("export_trail", str(file), stdout=io.StringIO())
    return file


def sealed_in_three(monkeypatch, key=None) -> list[Seal]:
    monkeypatch.setattr(line, "MOST_ROWS", 20)
    make_comment()
    make_comment()
    seals = seal(key)
    assert len(seals) >= 3
    return list(Seal.objects.order_by("number"))


def test_a_record_that_is_as_sealed_ends_well():
    make_comment()
    seal()

    said = verified(0)

    newest = Seal.objects.latest("number")
    assert said["as_sealed"]
    assert said["newest"] == {"seal": newest.number, "digest": newest.digest, "rows": newest.last}


def test_a_record_without_a_seal_ends_well():
    assert verified(0)["newest"] is None


def test_a_changed_record_ends_badly_and_names_the_first_row():
    comment = make_comment()
    seal()
    lift(connection)
    entry = TrailEntry.objects.get(comment=comment)
    TrailEntry.objects.filter(pk=entry.pk).update(act="approved")

    (first,) = verified(1)["first"]

    assert (first["row"], first["sentence"]) == (f"trailentry {entry.pk}", "is not what was sealed")


def test_the_same_in_words(capsys):
    make_comment()
    seal()

    call_command("verify_trail")

    assert "rows are as they were sealed. The newest: seal" in capsys.readouterr().out


@pytest.mark.parametrize("lines", ["export", "printed"])
def test_an_older_backup_than_what_was_published_has_a_status_of_its_own(tmp_path, lines):
    make_comment()
    seal()
    newest, published = Seal.objects.latest("number"), tmp_path / "published"
    lost = {"seal": newest.number + 1, "digest": "a" * 64}
    published.write_text(
        json.dumps(lost) if lines == "export" else f"{newest}\nseal {lost['seal']} {lost['digest']}\n"
    )

    (first,) = verified(3, against=str(published))["first"]

    assert "an older backup was restored, or the end was cut off" in first["sentence"]


def test_an_own_export_is_what_was_published(tmp_path):
    make_comment()
    seal()
    published = export(tmp_path)
    make_comment()
    seal()

    assert verified(0, against=str(published))["as_sealed"]


@pytest.mark.parametrize(("option", "content"), [("against", "hello"), ("against", ""), ("key", "hello")])
def test_what_cannot_be_read_verifies_nothing(tmp_path, option, content):
    file = tmp_path / "file"
    file.write_text(content)
    value = [str(file)] if option == "key" else str(file)

    assert status_of(lambda: call_command("verify_trail", **{option: value})) == 2
    assert status_of(lambda: call_command("verify_trail", against=str(tmp_path / "none"))) == 2


def test_a_public_key_that_is_given_is_tried(tmp_path, key):
    make_comment()
    seal(key)

    assert verified(0, key=[str(tmp_path / "seal.pub")])["signatures_tried"]
    assert not verified(0)["signatures_tried"]
    other = make_key(tmp_path, "other")[1]
    assert verified(1, key=[str(other)])["problems"]


@pytest.mark.parametrize(
    "read", [lambda: list(problems(keys={}, published={})), lambda: list(export_lines())]
)
def test_the_rows_of_one_seal_are_read_at_a_time(monkeypatch, read):
    """So that a million rows need no more memory than a thousand."""
    seals = sealed_in_three(monkeypatch)
    assert max(each.rows for each in seals) <= line.MOST_ROWS < SealedRow.objects.count()

    with CaptureQueriesContext(connection) as asked:
        read()

    of_rows = [each["sql"] for each in asked if '"comments_sealedrow"."facts"' in each["sql"]]
    whole = [sql for sql in of_rows if "LIMIT 1" not in sql]
    assert [sql for sql in whole if '"comments_sealedrow"."seal_id" = ' not in sql] == []
    assert len(whole) == len(seals)


def test_how_far_it_is_is_said_now_and_then(monkeypatch, capsys):
    seals = sealed_in_three(monkeypatch)
    monkeypatch.setattr(verify_trail, "PROGRESS_EVERY", line.MOST_ROWS)

    call_command("verify_trail")
    said = capsys.readouterr()
    call_command("verify_trail", verbosity=0)

    assert said.err.splitlines() == [
        f"{each.last:,} rows verified" for each in seals if each.last % line.MOST_ROWS == 0
    ]
    assert "rows verified" not in capsys.readouterr().err


def test_an_export_has_no_words_and_no_salts(tmp_path):
    comment = make_full_record("swordfish")

    told = export(tmp_path).read_text()

    secrets = SealedRow.objects.values_list("seed", "salt")
    hidden = {
        "swordfish",
        comment.salt,
        comment.author.key,
        *(each for pair in secrets for each in pair if each),
    }
    assert [each for each in hidden if each in told] == []
    names = {name for line in told.splitlines()[:-1] for name in json.loads(line)}
    assert names == {
        *("number", "kind", "key", "facts", "people", "words"),
        *("seal", "sealed_at", "previous", "rows", "last", "root", "complete", "digest", "signature"),
        "form",
    }


def test_openssl_verifies_a_signature_by_hand(tmp_path, key):
    """As docs/record.md has it."""
    make_comment()
    newest = seal(key)[-1]
    (tmp_path / "digest").write_text(newest.digest)
    (tmp_path / "signature.b64").write_text(newest.signature)

    openssl("base64", "-d", "-A", "-in", tmp_path / "signature.b64", "-out", tmp_path / "signature")
    openssl(
        *("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", tmp_path / "seal.pub"),
        *("-in", tmp_path / "digest", "-sigfile", tmp_path / "signature"),
    )


def test_an_export_that_cannot_be_written_leaves_the_old_one(tmp_path):
    (tmp_path / "export.jsonl.part").mkdir()
    (tmp_path / "export.jsonl").write_text("old")

    assert status_of(lambda: call_command("export_trail", str(tmp_path / "export.jsonl"))) == 2
    assert (tmp_path / "export.jsonl").read_text() == "old"
