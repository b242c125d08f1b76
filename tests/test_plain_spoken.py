"""A command that is stopped says by what and what to do, in one line and with a status."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core import management
from django.db import Error

import manage
from comments.management.plain_spoken import PlainSpokenCommand, sentence_of

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


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("no such column: language", None),
        ('relation "comments_seal" does not exist', psycopg.errors.UndefinedTable),
        ('column "language" does not exist', psycopg.errors.UndefinedColumn),
    ],
)
def test_whatever_is_not_there_yet_comes_by_migrating(said, cause):
    error = Error(said)
    error.__cause__ = cause() if cause else None

    assert sentence_of(error).startswith(f"The database refused, or gave no answer: {said}. Run migrate")


def test_what_nobody_can_advise_on_is_said_alone():
    error = Error("server closed the connection")
    error.__cause__ = psycopg.errors.AdminShutdown()

    assert sentence_of(error) == "The database refused, or gave no answer: server closed the connection."


class Stopped(PlainSpokenCommand):
    requires_system_checks = ()

    def __init__(self, by: BaseException) -> None:
        super().__init__()
        self.by = by

    def handle(self, **options) -> None:
        raise self.by


def ended(by: BaseException) -> int:
    with pytest.raises(SystemExit) as stopped:
        Stopped(by).run_from_argv(["manage.py", "stopped"])
    return stopped.value.code


def test_who_interrupts_one_is_told_what_became_of_it(capsys):
    assert ended(KeyboardInterrupt()) == 130
    assert "Interrupted. What was not finished was left as it was" in capsys.readouterr().err


def test_the_file_that_there_is_no_room_for_is_named(tmp_path, monkeypatch, capsys):
    with (tmp_path / "printed").open("w") as file:
        # A command that cannot write puts an end to what it prints to.
        monkeypatch.setattr(sys, "stdout", file)
        assert ended(OSError(errno.ENOSPC, "No space left on device", "/backups/trail.jsonl")) == 2

    assert capsys.readouterr().err == "No room is left on the disk for /backups/trail.jsonl.\n"


def test_another_fault_of_a_file_is_nothing_that_is_hidden():
    with pytest.raises(PermissionError):
        Stopped(PermissionError(errno.EACCES, "Permission denied")).run_from_argv(["manage.py", "stopped"])


def managing(monkeypatch, error: BaseException, *arguments: str) -> None:
    def execute(argv: list[str]) -> None:
        raise error

    monkeypatch.setattr(management, "execute_from_command_line", execute)
    monkeypatch.setattr(sys, "argv", ["manage.py", "migrate", *arguments])
    manage.main()


def test_so_is_who_interrupts_one_of_djangos(monkeypatch, capsys):
    with pytest.raises(SystemExit) as stopped:
        managing(monkeypatch, KeyboardInterrupt())

    assert stopped.value.code == 130
    assert "Interrupted." in capsys.readouterr().err


def test_where_the_database_failed_one_of_djangos_is_shown_when_asked_for(monkeypatch):
    with pytest.raises(Error, match="gone"):
        managing(monkeypatch, Error("gone"), "--traceback")
