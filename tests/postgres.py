"""A PostgreSQL server for one run of the tests: made in a temporary folder, its socket there, then gone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from glob import glob
from pathlib import Path
from urllib.parse import quote

ROLE = "newsroom"
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    # Between two tests it would find the tables empty, and the next one's queries be planned for no rows.
    "autovacuum": "off",
}

SHORT = Path("/tmp")  # as the paths of sockets have to be

# Our end of its standard input closes when we stop, and just as well when we are killed.
UNTIL_LET_GO = '"$0" "$@" & cat >/dev/null; kill -INT $!; wait; cd /; rm -rf "$OLDPWD"'


class Missing(Exception):
    """There is no PostgreSQL to be had here."""


class Cluster:
    @classmethod
    def started(cls, *, under: Path = SHORT, **options: str) -> Cluster:
        """With these options of the server beside ours. Raises Missing, with what to install."""
        cluster = cls(_binaries(), QUICK | options, under)
        cluster.start()
        return cluster

    def __init__(self, binaries: Path, options: dict[str, str], under: Path = SHORT) -> None:
        self.binaries, self.options = binaries, options
        self.servers: list[subprocess.Popen] = []
        self.owner = _owner()
        self.folder = Path(tempfile.mkdtemp(prefix="newsroom-postgres-", dir=under))
        if self.owner:
            shutil.chown(self.folder, self.owner, self.owner_group)

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}@{quote(str(self.folder), safe='')}/postgres"

    @property
    def owner_group(self) -> int | None:
        return pwd.getpwnam(self.owner).pw_gid if self.owner else None

    def start(self) -> None:
        self._run(
            "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"
        )
        self._serve()
        # Not a superuser: the owner of the tables, as in service.
        self._run("createuser", "-h", str(self.folder), "-U", "postgres", "--createdb", ROLE)

    def make_database(self, name: str) -> str:
        """Owned by our role, as in service. Returns its address."""
        self._run("createdb", "-h", str(self.folder), "-U", "postgres", "--owner", ROLE, name)
        return self.url.removesuffix("postgres") + name

    def restart(self, how: str) -> None:
        """`fast` ends every session first; `immediate` is a crash, after which the log is replayed."""
        self._run("pg_ctl", "stop", "-D", "data", "-m", how, "-w")
        self._serve()

    @property
    def is_running(self) -> bool:
        """A server that finds no room for its journal ends by itself."""
        status = [self.binaries / "pg_ctl", "status", "-D", "data"]
        ended = subprocess.run(status, check=False, stdout=subprocess.DEVNULL, **self._as_owner())
        return ended.returncode == 0

    @property
    def pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def begin_again(self) -> None:
        """After it has ended by itself."""
        self._serve()

    def stop(self) -> None:
        # The newest first: the first one's end takes the folder away.
        for server in reversed(self.servers):
            server.stdin.close()
            server.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _serve(self) -> None:
        options = [f"-c{name}={value}" for name, value in self.options.items()]
        server = [
            self.binaries / "postgres",
            "-D",
            "data",
            "-k",
            self.folder,
            "-clisten_addresses=",
            *options,
        ]
        with open(self.folder / "log", "ab") as log:
            self.servers.append(
                subprocess.Popen(
                    ["sh", "-c", UNTIL_LET_GO, *server],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    **self._as_owner(),
                )
            )
        self._wait()

    def _wait(self, seconds: float = 30) -> None:
        last = time.monotonic() + seconds
        command = [self.binaries / "pg_isready", "-q", "-h", self.folder]
        while subprocess.run(command, check=False).returncode:
            if self.servers[-1].poll() is not None or time.monotonic() > last:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.05)

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [self.binaries / name, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **self._as_owner(),
        )

    def _as_owner(self) -> dict:
        # A session of its own, or Ctrl-C would stop the server under the tests that are still being ended.
        where = {"cwd": self.folder, "start_new_session": True}
        if self.owner:
            where |= {"user": self.owner, "group": self.owner_group, "extra_groups": []}
        return where


def _binaries() -> Path:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise Missing("psycopg is not installed (pip install psycopg[binary,pool])") from error
    places = [shutil.which("initdb"), *sorted(glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)]
    for place in filter(None, places):
        folder = Path(place).resolve().parent
        if (folder / "postgres").exists():
            return folder
    raise Missing("there is no initdb (apt-get install postgresql)")


def _owner() -> str | None:
    """Who runs the server: initdb refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
