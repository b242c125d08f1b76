"""What the faults are tried with: a process can be killed as soon as it is told of."""

from __future__ import annotations

import ctypes
import os
import signal
from pathlib import Path

import pytest

from tests.live.nursery import PR_SET_CHILD_SUBREAPER, Nursery


@pytest.fixture
def nursery(tmp_path):
    nursery = Nursery(dict(os.environ), Path.cwd(), tmp_path / "log")
    yield nursery
    nursery.close()
    # Others' orphans are not ours to bury.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0)


def test_whoever_is_born_leads_a_group_from_the_start(nursery):
    for _each in range(20):
        born = nursery.born(("manage.py", "run_worker"), {})

        os.killpg(born.pid, signal.SIGKILL)

        assert born.wait() == -signal.SIGKILL
