"""Anybody can work out that a comment's words are those that were sealed: with Python and two files."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from comments import clock
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
    assert printed.endswith(f"\n\n{comment.text}\n")


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


def words_without_their_beginning(said, other, lines):
    """What is digested is the same: the rest of the words alone was never written."""
    cut = len("Ça alors: ")
    return replaced(said, salt=said["salt"] + said["words"][:cut], words=said["words"][cut:]), lines


def words_with_the_end_of_their_salt(said, other, lines):
    return replaced(said, salt=said["salt"][:-1], words=said["salt"][-1] + said["words"]), lines


def facts_with_the_end_of_their_salt(said, other, lines):
    return replaced(
        said, facts_salt=said["facts_salt"][:-1], facts=said["facts_salt"][-1] + said["facts"]
    ), lines


def sealed_before_with_other_words(said, other, lines):
    """One comment, two rows: which of them holds, nobody could tell."""
    return said, [json.dumps(said["row"] | {"number": 1, "words": "a" * 64}), *lines]


def sealed_again_with_other_words(said, other, lines):
    return said, [*lines[:-1], json.dumps(said["row"] | {"number": 999, "words": "a" * 64}), lines[-1]]


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
        words_without_their_beginning,
        words_with_the_end_of_their_salt,
        facts_with_the_end_of_their_salt,
        sealed_before_with_other_words,
        sealed_again_with_other_words,
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


@pytest.mark.parametrize(
    "said", ["", "{", "[]", "null", "7", '{"row": {}}', '{"row": {"kind": 1}}', "\x00", "[" * 90_000]
)
def test_a_file_that_is_no_answer_confirms_nothing_and_says_so(comment, tmp_path, said):
    status, printed = run(tmp_path, said, exported())

    assert (status, printed[:20]) == (1, "NOT as it was sealed")


@pytest.mark.parametrize("export", ["hello\n", "[]\n", "\x00", "[" * 90_000])
def test_nor_does_an_export_that_is_none(client, comment, tmp_path, export):
    status, printed = run(tmp_path, asked(client, comment), export)

    assert (status, printed[:20]) == (1, "NOT as it was sealed")


def test_what_a_terminal_would_obey_is_not_printed(client, tmp_path):
    comment = make_approved("It floods \x1b[2Jevery\x9b2J spring.\nEvery one.")
    seal()

    status, printed = run(tmp_path, asked(client, comment), exported())

    assert status == 0
    assert printed.endswith(
        "It floods \N{REPLACEMENT CHARACTER}[2Jevery\N{REPLACEMENT CHARACTER}2J spring.\nEvery one.\n"
    )


def by_receipt(client, comment):
    return client.get(reverse("comments:sealed_by_receipt", args=[comment.receipt.token]))


@pytest.fixture
def decided():
    """Rejected, that taken back at once, then approved; all of it an hour ago. Nothing of it is sealed."""
    with clock.at(timezone.now() - timedelta(hours=1)):
        comment, moderator = make_comment(WORDS), make_moderator()
        comment.reject(by=moderator, seen=0, guidelines=["abuse"], explanation="Your swordfish.")
        comment.undo(by=moderator, seen=1)
        comment.reject(by=moderator, seen=2, guidelines=["abuse"])
    return comment


def test_an_author_checks_words_and_decisions_with_what_the_receipt_links_to(client, decided, tmp_path):
    seal()
    page = client.get(decided.receipt.get_absolute_url()).content.decode()
    assert reverse("comments:sealed_by_receipt", args=[decided.receipt.token]) in page

    status, printed = run(tmp_path, by_receipt(client, decided).json(), exported())

    assert status == 0, printed
    assert [line.split(",")[:2] for line in printed.splitlines() if line.startswith("Decision")] == [
        ["Decision 1", " rejected"],
        ["Decision 2", " undone"],
        ["Decision 3", " rejected"],
    ]
    assert printed.endswith(f"\n\n{decided.text}\n")


def test_a_receipt_tells_nobody_else_and_not_who_decided(client, decided):
    seal()

    response = by_receipt(client, decided)

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    told = response.content.decode()
    hidden = ["swordfish", "by_id", decided.decisions.first().by.username]
    seeds = decided.sealed_rows.values_list("seed", "salt")
    hidden += [each for pair in seeds for each in pair if each]
    assert [each for each in hidden if each in told] == []


def test_a_decision_that_can_still_be_undone_is_not_told(client):
    comment = make_rejected()
    seal()

    assert by_receipt(client, comment).json()["decisions"] == []


def test_what_waits_for_a_seal_is_told_as_waiting(client, tmp_path):
    comment = make_comment()
    said = by_receipt(client, comment).json()

    assert (said["row"], said["decisions"]) == (None, [])
    assert run(tmp_path, said, exported())[1] == "NOT as it was sealed: it is not under a seal yet.\n"


def test_once_it_is_erased_there_is_nothing_to_ask_for(client, decided):
    address = reverse("comments:sealed_by_receipt", args=[decided.receipt.token])
    decided.erase(by=None, request="2026/18")

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "tamper",
    [
        lambda decision: {"facts": decision["facts"].replace("rejected", "approved")},
        lambda decision: {"row": decision["row"] | {"number": 999}},
        lambda decision: {"seal": decision["seal"] | {"sealed_at": "2020-01-01T00:00:00.000000Z"}},
        lambda decision: {"row": None},
    ],
    ids=["outcome", "row", "seal", "no row"],
)
def test_a_decision_that_was_tampered_with_is_found(client, decided, tmp_path, tamper):
    seal()
    said = by_receipt(client, decided).json()
    said["decisions"][0] |= tamper(said["decisions"][0])

    status, printed = run(tmp_path, said, exported())

    assert (status, printed[:20]) == (1, "NOT as it was sealed")


def test_a_decision_on_another_comment_is_found(client, decided, tmp_path):
    other = make_comment()
    seal()
    said = by_receipt(client, other).json() | {"decisions": by_receipt(client, decided).json()["decisions"]}

    status, printed = run(tmp_path, said, exported())

    assert (status, "on another comment" in printed) == (1, True)


def test_a_comment_that_waits_for_a_seal_says_so(client, tmp_path):
    said = asked(client, make_approved())

    assert said["row"] is None
    assert run(tmp_path, said, exported()) == (1, "NOT as it was sealed: it is not under a seal yet.\n")


def test_the_scripts_are_short():
    for name in ("verify_comment.py", "verify_export.py"):
        assert len((DOCS / name).read_text().splitlines()) <= 60
