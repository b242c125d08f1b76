"""Processes born of one that has read the program already: the same commands, without the second that each
needs to begin. Only for faults at exact steps, of which there are hundreds.

A child is told to us as a line; we are its parent from the start, as its own parent ends at once.
"""

from __future__ import annotations

import ctypes
import json
import os
import runpy
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import NoReturn

PR_SET_CHILD_SUBREAPER = 36
SECONDS_BETWEEN_LOOKS = 0.01


class Nursery:
    """Has to be closed, or is closed by our end."""

    def __init__(self, variables: dict[str, str], folder: Path, log: Path) -> None:
        # Orphans of our descendants come to us.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
        self._log = str(log)
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=folder,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def born(self, arguments: tuple[str, ...], variables: dict[str, str]) -> Born:
        wanted = {"arguments": arguments, "variables": variables, "log": self._log}
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        return Born(int(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


class Born:
    """What of `subprocess.Popen` a site needs."""

    def __init__(self, pid: int) -> None:
        self.pid, self.returncode = pid, None

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self) -> int:
        while self.poll() is None:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return self.returncode


def main() -> None:
    """Reads the program, then has a child for each line."""
    import newsroom.wsgi  # noqa: F401

    _read_all()
    while line := sys.stdin.readline():
        if pid := _parted():
            sys.stdout.write(f"{pid}\n")
            sys.stdout.flush()
        else:
            _live(**json.loads(line))


def _parted() -> int:
    """0 in a grandchild. Here its number, once the one between is gone and it is an orphan."""
    told, tell = os.pipe()
    if os.fork() == 0:
        if pid := os.fork():
            # Before it is told: by its group it is killed, perhaps at once.
            os.setpgid(pid, pid)
            os.write(tell, str(pid).encode())
            os._exit(0)
        return 0
    os.wait()
    pid = int(os.read(told, 20))
    os.close(told)
    os.close(tell)
    return pid


def _read_all() -> None:
    """What the first request and the first comment would read. Nothing of the database."""
    from django.urls import get_resolver

    from comments.checks import Submission
    from comments.guidelines import CODES
    from comments.screening import screen

    _ = get_resolver().url_patterns
    text = "The northern road floods every spring."
    screen(Submission(text=text, language="en", page_title="The bridge", page_text=text), codes=list(CODES))


def _live(arguments: list[str], variables: dict[str, str], log: str) -> NoReturn:
    from tests.live import dying

    _stand_apart(log)
    os.environ.update(variables)
    dying.count_from_the_start()
    try:
        if arguments[0] == "-m":
            sys.argv = arguments[1:]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = arguments
            runpy.run_path(arguments[0], run_name="__main__")
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # Without what an interpreter does at its end: half of it is our parent's to do.
    os._exit(status)


def _stand_apart(log: str) -> None:
    nothing, lines = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for old, new in ((nothing, 0), (lines, 1), (lines, 2)):
        os.dup2(old, new)


if __name__ == "__main__":
    main()
