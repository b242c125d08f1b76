"""What the pictures are taken of: the demo, on a database of its own, and what it says if all is not well."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTING = 60  # seconds


@dataclass(frozen=True)
class Site:
    url: str
    problems: str  # the same newspaper without DEBUG, see problem_pages.py
    password: str
    environment: dict[str, str]

    def path_of_receipt(self) -> str:
        """Of the demo's comment by Ethan: rejected, with marked words and an explanation."""
        return self._ask("Receipt.objects.get(comment__name='Ethan').get_absolute_url()")

    def close_discussion(self, path: str) -> None:
        self._ask(f"Discussion.objects.get(url={path!r}).close()")

    def _ask(self, what: str) -> str:
        command = f"from comments.models import Discussion, Receipt; print({what})"
        asked = subprocess.run(
            [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return asked.stdout.strip()


@contextmanager
def demo() -> Iterator[Site]:
    """The demo newspaper on a free port, with its worker, and its error pages on another."""
    with tempfile.TemporaryDirectory(prefix="newsroom-screenshots-") as folder, ExitStack() as running:
        port, another = free_port(), free_port()
        environment = os.environ | {"DEBUG": "1", "VAR_DIR": folder, "PORT": str(port)}
        environment.pop("DATABASE_URL", None)
        server = running.enter_context(started("manage.py", "run_demo", environment=environment))
        password = wait_for_password(server)
        running.enter_context(started("docs/problem_pages.py", str(another), environment=environment))
        wait_for_answer(another)
        here = "http://127.0.0.1"
        yield Site(f"{here}:{port}", f"{here}:{another}", password, environment)


@contextmanager
def started(*command: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-u", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_for_password(server: subprocess.Popen[str]) -> str:
    """Printed with where to look, once the demo is served."""
    said = ""
    for line in server.stdout or ():
        said += line
        if password := re.search(r"password (\S+)", line):
            return password[1]
    sys.exit(f"The demo did not start:\n{said}")


def wait_for_answer(port: int) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The error pages are not served.")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
