"""Who dies while saying that the record goes on from an older backup has said it once, or says it again."""

from __future__ import annotations

import io
import os
import signal

import pytest
from django.core.management import call_command

from comments.models import Seal, TrailEntry
from comments.sealing import kept_apart
from comments.sealing.kept_apart import OlderDatabase, go_on, refuse_older
from tests.factories import make_comment
from tests.sealing import found, let_others_end
from tests.test_erased_for_good import KILLED, ended
from tests.test_seals_kept_apart import file, make_seals, restore_older  # noqa: F401

pytestmark = pytest.mark.django_db


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_before_writing(_file, _lines) -> None:
    die()


def die_half_way(out, lines) -> None:
    out.write(lines[0][:5].encode())
    out.flush()
    die()


def said() -> list[dict]:
    return [entry.details for entry in TrailEntry.objects.filter(act="restored")]


@pytest.fixture
def older(committed_db, file):  # noqa: F811
    """A database with the first of three seals; and something that waits."""
    first, _second, third = make_seals(3)
    restore_older(first.number)
    make_comment()
    return first, {"seal": first.number, "kept": third.number, "digest": third.digest}


@pytest.mark.parametrize("write", [die_before_writing, die_half_way])
def test_who_dies_before_the_file_has_it_says_it_once(older, file, monkeypatch, write):  # noqa: F811
    first, lost = older
    with monkeypatch.context() as dying:
        dying.setattr(kept_apart, "_write", write)
        assert ended(go_on) == KILLED
    with pytest.raises(OlderDatabase):
        refuse_older()  # nothing is sealed on it meanwhile
    let_others_end()

    call_command("seal_trail", after_restore=True, stdout=io.StringIO())

    assert said() == [lost]
    assert file.read_text().splitlines()[-2] == f"restored {first.number}"
    assert file.read_text().count("restored") == 1
    assert Seal.objects.latest("number").number == first.number + 1
    assert [each for each in found() if "waiting" not in each] == []


def test_it_can_die_at_every_statement(older, file):  # noqa: F811
    first, lost = older
    deaths = 0
    while ended(go_on, at_statement=deaths + 1) == KILLED:
        deaths += 1
        assert said() in ([], [lost])
        assert "restored" not in file.read_text()

    assert deaths >= 3
    assert said() == [lost]
    assert file.read_text().splitlines()[-1] == f"restored {first.number}"


def test_whom_somebody_forestalled_says_nothing(older, file):  # noqa: F811
    _first, lost = older

    assert go_on() == go_on()

    assert said() == [lost]
    assert file.read_text().count("restored") == 1
