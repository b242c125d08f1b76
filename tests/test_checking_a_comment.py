"""Anybody can work out that a comment's words are those that were sealed: with Python and two files."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import make_approved, make_comment, make_moderator, make_rejected
from tests.sealing import seal

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).parent.parent / "docs"
WORDS = "Ça alors: the northern road 🚧 floods,\nevery “spring”. الطريق يغرق.\\n \u200d"


@pytest.fixture
def comment():
    make_comment()
    comment = make_approved(WORDS)
    make_rejected()
    seal()
    return comment


def asked(client, comment) -> dict:
    response = client.get(reverse("comments:sealed", args=[comment.pk]))
    assert response.status_code == 200
    return json.loads(response.content)


def exported() -> str:
    out = io.StringIO()
    call_command("export_trail", "-", stdout=out)
    return out.getvalue()


def run(folder: Path, said, export: str, script: str = "verify_comment.py") -> tuple[int, str]:
    """In a folder with these two files and nothing of ours, not even a path to it."""
    (folder / "sealed.json").write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    (folder / "trail.jsonl").write_text(export, encoding="utf-8")
    files = ["sealed.json", "trail.jsonl"] if script == "verify_comment.py" else ["trail.jsonl"]
    done = subprocess.run(
        [sys.executable, "-I", DOCS / script, *files], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_words_that_stand_as_they_were_sealed_are_confirmed(client, comment, tmp_path):
    said, export = asked(client, comment), exported()

    assert said["words"] == WORDS.strip()
    assert run(tmp_path, said, export, "verify_export.py")[0] == 0
    status, printed = run(tmp_path, said, export)
    assert status == 0, printed
    assert printed.startswith(f"These words of comment {comment.pk} were sealed on 2")


def test_a_later_export_confirms_the_same_words(client, comment, tmp_path):
    said = asked(client, comment)
    for _ in range(3):
        make_approved()
        seal()

    assert run(tmp_path, said, exported())[0] == 0


def test_who_kept_the_answer_can_check_what_was_rejected_meanwhile(client, comment, tmp_path):
    said = asked(client, comment)
    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    seal()

    assert run(tmp_path, said, exported())[0] == 0
    assert client.get(reverse("comments:sealed", args=[comment.pk])).status_code == 404


def replaced(said: dict, **facts) -> dict:
    return json.loads(json.dumps(said)) | facts


def other_words(said, other, lines):
    return replaced(said, words=said["words"] + " Not."), lines


def other_words_and_their_digest(said, other, lines):
    """Whoever changes a text later can give it a digest that fits: the sealed facts hold the old one."""
    return replaced(said, words=other["words"], salt=other["salt"], digest=other["digest"]), lines


def other_facts(said, other, lines):
    return replaced(said, facts=said["facts"].replace(said["digest"], other["digest"])), lines


def anothers_row(said, other, lines):
    return replaced(said, row=other["row"], facts=other["facts"], facts_salt=other["facts_salt"]), lines


def a_row_of_its_own(said, other, lines):
    return replaced(said, row=said["row"] | {"number": 999}), lines


def another_seal(said, other, lines):
    return replaced(said, seal=said["seal"] | {"sealed_at": "2020-01-01T00:00:00.000000Z"}), lines


def no_row(said, other, lines):
    return said, [line for line in lines if json.loads(line) != said["row"]]


def no_seal(said, other, lines):
    return said, lines[: lines.index(json.dumps(said["seal"], sort_keys=True, separators=(",", ":")))]


def nothing(said, other, lines):
    return said, []


def not_sealed_yet(said, other, lines):
    return replaced(said, row=None, seal=None, facts=None, facts_salt=None), lines


@pytest.mark.parametrize(
    "tamper",
    [
        other_words,
        other_words_and_their_digest,
        other_facts,
        anothers_row,
        a_row_of_its_own,
        another_seal,
        no_row,
        no_seal,
        nothing,
        not_sealed_yet,
    ],
)
def test_what_was_tampered_with_is_found(client, comment, tmp_path, tamper):
    other = make_approved("Other words.")
    seal()
    said, lines = tamper(asked(client, comment), asked(client, other), exported().splitlines())

    status, printed = run(tmp_path, said, "".join(f"{line}\n" for line in lines))

    assert status == 1
    assert "NOT as it was sealed" in printed


@pytest.mark.parametrize("said", ["", "{", "[]", "null", '{"row": {}}', "\x00"])
def test_a_file_that_is_no_answer_confirms_nothing(comment, tmp_path, said):
    assert run(tmp_path, said, exported())[0] != 0


def test_a_comment_that_waits_for_a_seal_says_so(client, tmp_path):
    said = asked(client, make_approved())

    assert said["row"] is None
    assert run(tmp_path, said, exported()) == (1, "NOT as it was sealed: it is not under a seal yet.\n")


def test_the_scripts_are_short():
    for name in ("verify_comment.py", "verify_export.py"):
        assert len((DOCS / name).read_text().splitlines()) <= 60
