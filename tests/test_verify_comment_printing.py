"""What cannot be printed says nothing of whether the words are those that were sealed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import make_approved
from tests.sealing import seal
from tests.test_checking_a_comment import DOCS, WORDS, asked, exported, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    comment = make_approved(WORDS)
    seal()
    return comment


def by_hand(folder: Path, **streams) -> subprocess.CompletedProcess:
    """Of the files that `run` has left there; its -I would not hear of another encoding."""
    command = [sys.executable, DOCS / "verify_comment.py", "sealed.json", "trail.jsonl"]
    return subprocess.run(command, cwd=folder, check=False, **streams)


def test_true_words_are_confirmed_where_they_cannot_be_shown(client, comment, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    assert run(tmp_path, asked(client, comment), exported())[0] == 0
    done = by_hand(tmp_path, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"These words of comment {comment.pk} were sealed on 2")
    assert "\\u0627\\u0644\\u0637\\u0631\\u064a\\u0642 " in done.stdout


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="This system knows no such end.")
def test_who_reads_no_further_sees_no_fault(client, comment, tmp_path):
    assert run(tmp_path, asked(client, comment), exported())[0] == 0
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = by_hand(tmp_path, stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")
