"""The site's processes, as docs/operating.md starts them: granian, the worker, and commands."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tests.live.databases import LiveDatabase
from tests.live.mail_server import MailServer
from tests.live.nursery import Born, Nursery
from tests.production import PRODUCTION, ROOT, environment_of

HOST = "127.0.0.1"
NAME = "news.example"
SECONDS_TO_START = 60


class Site:
    """Its folder holds the database where it is a file, the log, and the steps that were taken."""

    def __init__(self, folder: Path, database: LiveDatabase, mail: MailServer, *, web_processes: int = 1):
        self.folder, self.database, self.mail = folder, database, mail
        self.door, self.web_processes = _door(), web_processes
        self.port = self.door.getsockname()[1]
        self.steps = folder / "steps"
        self.variables = environment_of(
            PRODUCTION
            | {
                "VAR_DIR": str(folder),
                "DATABASE_URL": database.url,
                "EMAIL_URL": mail.url,
                "TRUSTED_PROXIES": "1",
                "STEPS_TO": str(self.steps),
            }
        ) | {"DJANGO_SETTINGS_MODULE": "tests.live.settings", "PYTHONPATH": str(ROOT)}
        self.processes: dict[str, subprocess.Popen | Born] = {}
        self.nursery: Nursery | None = None

    def begin(self) -> None:
        """Django in this process too, to look at what the others left."""
        os.environ.clear()
        os.environ.update(self.variables)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)

    def start_web(self) -> None:
        self._start(
            "web",
            *("-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port)),
            *("--workers", str(self.web_processes), "--backpressure", "8", "--no-ws"),
            *("--log-level", "error", "newsroom.wsgi:application"),
        )
        self._until_alive()

    def start_worker(self, **variables: str) -> subprocess.Popen | Born:
        return self._start("worker", "manage.py", "run_worker", **variables)

    def start_command(
        self, *arguments: str, called: str = "command", **variables: str
    ) -> subprocess.Popen | Born:
        return self._start(called, "manage.py", *arguments, **variables)

    def command(self, *arguments: str, **variables: str) -> int:
        """With which status it ended; -9 where it was killed."""
        return self.start_command(*arguments, **variables).wait()

    def kill(self, name: str) -> None:
        """-9, and all that it started."""
        if process := self.processes.pop(name, None):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            # What it had started is ours now, where we take orphans.
            with suppress(ChildProcessError):
                while os.waitpid(-process.pid, 0):
                    pass

    def end(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.take_time()

    def steps_taken(self) -> list[str]:
        """Since they were last asked for, each once; the last is where it died."""
        lines = self.steps.read_text().splitlines() if self.steps.exists() else []
        self.steps.unlink(missing_ok=True)
        return lines

    def errors_logged(self) -> Counter[str]:
        """By what was raised last."""
        found: Counter[str] = Counter()
        for line in self.log.splitlines():
            if line.startswith("{") and (said := _read(line)).get("exception"):
                # What is raised may go on for lines, which begin with a blank.
                raised = [each for each in said["exception"].splitlines() if each[:1].strip()]
                found[raised[-1]] += 1
        return found

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def hurry(self) -> None:
        """From now on processes are born of one that has read the program already."""
        self.nursery = Nursery(self.variables, ROOT, self.folder / "log")

    def take_time(self) -> None:
        """Each process begins by itself again."""
        if self.nursery:
            self.nursery.close()
            self.nursery = None

    def _start(self, name: str, *arguments: str, **variables: str) -> subprocess.Popen | Born:
        if self.nursery:
            self.processes[name] = self.nursery.born(arguments, variables)
            return self.processes[name]
        with open(self.folder / "log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.variables | variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )
        self.processes[name] = process
        return process

    def _until_alive(self) -> None:
        last = time.monotonic() + SECONDS_TO_START
        while not self._says_well("/healthz"):
            if self.processes["web"].poll() is not None or time.monotonic() > last:
                raise RuntimeError(f"The site did not start:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def _says_well(self, path: str) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=SECONDS_TO_START)
        try:
            connection.request("GET", path, headers={"Host": NAME})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _read(line: str) -> dict:
    """An event of the log; one that a killed process wrote half of says nothing."""
    try:
        return json.loads(line)
    except ValueError:
        return {}


def _door() -> socket.socket:
    """Bound and not listened at: while the site is away, nobody else is given its port."""
    door = socket.socket()
    # The site itself sets them too, and so may take it.
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        door.setsockopt(socket.SOL_SOCKET, option, 1)
    door.bind((HOST, 0))
    return door
