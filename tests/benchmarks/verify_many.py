"""python -m tests.benchmarks.verify_many: what a long record costs to seal and to verify, in time and memory.

The commands run as processes of their own, so that the memory is theirs alone.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.live.databases import live_database
from tests.live.mail_server import MailServer
from tests.live.site import Site

SECONDS_BETWEEN_WORDS = 60


def main() -> None:
    given = _given()
    # Ended from outside, it ends what it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-verify-")))
        site = Site(folder, ends.enter_context(live_database(given.database, folder)), MailServer())
        ends.callback(site.end)
        site.begin()
        rows = _fill(given.rows)
        export = str(folder / "trail.jsonl")
        _tell("sealed", rows, site, "seal_trail")
        _tell("exported", rows, site, "export_trail", export)
        _tell("verified", rows, site, "verify_trail", "--against", export)


def _fill(rows: int) -> int:
    """How many rows wait for a seal then."""
    # Only now, as they need Django to be set up.
    from django.db import connection

    from comments.models import Unsealed
    from comments.triggers.sealing import fill_unsealed
    from tests.benchmarks.many_waiting import fill

    # A comment, its screening, and for each tenth of them an author and more that was approved.
    fill(int(rows / 2.3))
    fill_unsealed(connection)
    waiting = Unsealed.objects.count()
    print(f"{connection.vendor}: {waiting:,} rows wait for a seal", flush=True)
    connection.close()
    return waiting


def _tell(done: str, rows: int, site: Site, *arguments: str) -> None:
    begun = time.monotonic()
    status, used = _waited_for(site.start_command(*arguments).pid, site, begun)
    if status:
        sys.exit(f"{arguments[0]} ended with {os.waitstatus_to_exitcode(status)}:\n{site.log[-2000:]}")
    took, cpu = time.monotonic() - begun, used.ru_utime + used.ru_stime
    print(
        f"  {done} in {took:.0f} s, {rows / took:,.0f} rows a second, {cpu:.0f} s of them CPU, "
        f"at most {used.ru_maxrss / 1024:.0f} MiB",
        flush=True,
    )


def _waited_for(pid: int, site: Site, begun: float) -> tuple[int, resource.struct_rusage]:
    """What it wrote last is passed on now and then: a million rows take long."""
    told = begun
    while True:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, used
        if time.monotonic() - told > SECONDS_BETWEEN_WORDS:
            told, lines = time.monotonic(), site.log.splitlines()
            print(f"    {told - begun:.0f} s: {lines[-1][:60] if lines else ''}", flush=True)
        time.sleep(0.2)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rows", type=int, default=1_000_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
