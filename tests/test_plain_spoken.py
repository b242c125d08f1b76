"""A command that is stopped says by what and what to do, in one line and with a status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import Error

from comments.management.plain_spoken import sentence_of

ROOT = Path(__file__).parent.parent
ASKING = (
    ["apply_retention"],
    ["apply_retention", "--act"],
    ["check_queue"],
    ["clearsessions"],
    ["count_months"],
    ["deliver_notices"],
    ["erase_comments", "1", "--by", "nadia", "--request", "1"],
    ["export_person", "--email", "leyla@example.org", "--by", "nadia", "--request", "1", "-"],
    ["export_trail", "-"],
    ["export_trail", "trail.jsonl"],
    ["import_comments", os.devnull],
    ["index_comments"],
    ["list_erasures", os.devnull],
    ["publish_legal_guideline", "--by", "nadia"],
    ["seal_trail"],
    ["train_checks", "--from-decisions"],
    ["use_model", "shipped"],
    ["verify_trail"],
)


def managed(folder: Path, *arguments: str, stdout=subprocess.PIPE, **environment: str):
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "DEBUG": "1", "VAR_DIR": str(folder)} | environment,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", ASKING, ids=" ".join)
def test_before_migrating_each_says_to_migrate(tmp_path, arguments):
    done = managed(tmp_path, *arguments)

    assert done.returncode == 2
    assert "no such table" in done.stderr
    assert done.stderr.count("Run migrate") == 1
    assert "Traceback" not in done.stderr


def test_where_it_happened_is_shown_when_asked_for(tmp_path):
    done = managed(tmp_path, "apply_retention", "--traceback")

    assert "Traceback" in done.stderr


@pytest.mark.parametrize("command", ["migrate", "apply_retention"])
def test_a_server_that_is_away_is_said_to_be(tmp_path, command):
    done = managed(tmp_path, command, DATABASE_URL="postgres://nadia:secret@127.0.0.1:1/newsroom")

    assert done.returncode == 2
    assert "The database refused, or gave no answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_what_is_for_another_role_is_said_to_be():
    refused = Error("permission denied for table newsroom_user\nLINE 1: SELECT")
    refused.__cause__ = psycopg.errors.InsufficientPrivilege()

    assert sentence_of(refused).startswith(
        "The database refused, or gave no answer: permission denied for table newsroom_user. "
        "That is for another role"
    )


def test_a_full_disk_behind_what_is_printed_is_said(tmp_path):
    managed(tmp_path, "migrate")
    with Path("/dev/full").open("w") as full:
        done = managed(tmp_path, "export_trail", "-", stdout=full)

    assert (done.returncode, done.stderr) == (2, "No room is left on the disk for what this prints.\n")


def test_who_reads_no_further_is_told_nothing(tmp_path):
    managed(tmp_path, "migrate")
    reading, writing = os.pipe()
    os.close(reading)
    done = managed(tmp_path, "export_trail", "-", stdout=writing)
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, "")
