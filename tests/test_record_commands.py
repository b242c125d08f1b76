"""What docs/record.md has readers type does what it says."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from comments.sealing.exporting import export_lines
from comments.sealing.signing import SealKey
from tests.factories import make_comment
from tests.sealing import make_key, seal

pytestmark = pytest.mark.django_db

TOLD = (Path(__file__).parent.parent / "docs" / "record.md").read_text()


def commands(words: str) -> str:
    """The block of them in which these words stand."""
    (block,) = [each for each in re.findall(r"```sh\n(.*?)```", TOLD, re.DOTALL) if words in each]
    return block


def typed(block: str, folder: Path, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", block],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def signed(tmp_path):
    key = SealKey.read(make_key(tmp_path)[0])
    make_comment()
    return seal(key)[-1]


def test_a_signature_is_verified_by_hand(tmp_path, signed):
    given = {"DIGEST": signed.digest, "SIGNATURE": signed.signature}

    status, said = typed(commands("pkeyutl"), tmp_path, **given)

    assert (status, "Verified Successfully" in said) == (0, True), said
    assert said.splitlines()[-1].split()[0] == signed.key


def test_a_signature_of_something_else_is_not(tmp_path, signed):
    status, said = typed(commands("pkeyutl"), tmp_path, DIGEST="a" * 64, SIGNATURE=signed.signature)

    assert (status, "Verification Failure" in said) == (1, True)


def test_what_a_receipt_shows_is_checked_by_hand(client, tmp_path):
    comment = make_comment("Dicle's bridge\nis “closed”. 🌉")
    seal()
    page = client.get(comment.receipt.get_absolute_url()).content.decode()
    shown = [html.unescape(each) for each in re.findall(r'<code dir="ltr">(.*?)</code>', page)]
    _salt, _digest, salt, text, line, _seal = shown
    for name, content in (("salt", salt), ("text", text), ("line", line)):
        (tmp_path / name).write_text(f"{content}\n", encoding="utf-8")  # as an editor saves it
    (tmp_path / "trail.jsonl").write_text("".join(f"{each}\n" for each in export_lines()))

    status, said = typed(commands("cat line"), tmp_path)

    assert status == 0, said
    digest, found = said.splitlines()
    assert digest.split()[0] == json.loads(line)["facts"]
    assert found.partition(":")[2] == line
