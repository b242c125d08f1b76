"""Several processes that live and die together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_TO_END = 10
PR_SET_PDEATHSIG = 1


def run_together(
    commands: Mapping[str, Sequence[str]],
    *,
    where: Path,
    is_up: Callable[[], bool],
    when_up: Callable[[], None],
) -> str | None:
    """Run all `commands` until one ends or we are told to end; then end the rest.

    Returns the name of the one that ended by itself, or None. `when_up` is called once `is_up` says yes.
    """
    children: dict[str, subprocess.Popen] = {}
    is_announced = False
    with _told_to_end() as is_told:
        try:
            for name, command in commands.items():
                children[name] = _start(command, where)
            while not is_told():
                if ended := [name for name, child in children.items() if child.poll() is not None]:
                    return ended[0]
                if not is_announced and is_up():
                    is_announced = True
                    when_up()
                time.sleep(SECONDS_BETWEEN_LOOKS)
            return None
        finally:
            _end(list(children.values()))


def _start(command: Sequence[str], where: Path) -> subprocess.Popen:
    # In a group of its own: Ctrl-C at the terminal reaches us alone, and what a child starts ends with it.
    return subprocess.Popen(command, cwd=where, process_group=0, preexec_fn=_die_with_parent)  # noqa: S603


def _end(children: Sequence[subprocess.Popen]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + SECONDS_TO_END
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0, deadline - time.monotonic()))
        _kill_group(child.pid)
        child.wait()


def _kill_group(group: int) -> None:
    """What is left of a child and of what it started."""
    # Nothing may be left; macOS answers PermissionError for a group of zombies.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _die_with_parent() -> None:
    """On Linux a child is told to end even when we are killed without a chance to say so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def _told_to_end() -> Iterator[Callable[[], bool]]:
    """A question: has Ctrl-C been pressed, or SIGTERM or SIGHUP been sent?"""
    told: list[int] = []
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda number, frame: told.append(number)) for number in signals}
    try:
        yield lambda: bool(told)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
