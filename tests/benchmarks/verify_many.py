"""python -m tests.benchmarks.verify_many: what a long record costs to seal and to verify, in time and memory.

The commands run as processes of their own, so that the memory is theirs alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.live.databases import live_database
from tests.live.mail_server import MailServer
from tests.live.site import Site


def main() -> None:
    given = _given()
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-verify-")))
        site = Site(folder, ends.enter_context(live_database(given.database, folder)), MailServer())
        site.begin()
        _fill(given.rows)
        export = str(folder / "trail.jsonl")
        _tell("sealed", site, "seal_trail")
        _tell("exported", site, "export_trail", export)
        _tell("verified", site, "verify_trail", "--against", export)


def _fill(rows: int) -> None:
    # Only now, as they need Django to be set up.
    from django.db import connection

    from comments.models import Unsealed
    from comments.triggers.sealing import fill_unsealed
    from tests.benchmarks.many_waiting import fill

    # A comment, its screening, and for each tenth of them an author and more that was approved.
    fill(int(rows / 2.3))
    fill_unsealed(connection)
    print(f"{connection.vendor}: {Unsealed.objects.count():,} rows wait for a seal", flush=True)
    connection.close()


def _tell(done: str, site: Site, *arguments: str) -> None:
    begun = time.monotonic()
    process = site.start_command(*arguments)
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{arguments[0]} ended with {os.waitstatus_to_exitcode(status)}:\n{site.log[-2000:]}")
    cpu = used.ru_utime + used.ru_stime
    print(
        f"  {done} in {time.monotonic() - begun:.0f} s, {cpu:.0f} s of them CPU, "
        f"at most {used.ru_maxrss / 1024:.0f} MiB",
        flush=True,
    )


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rows", type=int, default=1_000_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
