"""python -m tests.faults: kills and breaks, on SQLite or PostgreSQL, and prints what was tried and lost."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.live.databases import live_database
from tests.live.mail_server import MailServer
from tests.live.site import Site

PARTS = ("steps", "storm", "outages")


def main() -> int:
    given = _given()
    folder = Path(tempfile.mkdtemp(prefix="newsroom-faults-"))
    begun = time.monotonic()
    try:
        with live_database(given.database, folder) as database:
            site = Site(folder, database, MailServer())
            try:
                site.begin()
                tally = _all_faults(site, given)
            finally:
                site.end()
        minutes = (time.monotonic() - begun) / 60
        print(f"{given.database}: {tally.kills} faults in {minutes:.0f} min, {len(tally.broken)} promises broken.")
        return 1 if tally.broken else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _all_faults(site: Site, given: argparse.Namespace):
    # Only now, as they need Django to be set up.
    from tests.faults.acts import ACTS
    from tests.faults.exactly import kill_at_each_step
    from tests.faults.tally import Tally

    tally = Tally(given.database)
    tally.tell_head()
    acts = [act for act in ACTS if not given.acts or act.name in given.acts]
    for _round in range(given.rounds):
        if "steps" in given.parts:
            kill_at_each_step(site, acts, tally, every=given.every)
    return tally


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=1, help="how often all of it")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--acts", nargs="+", default=[], help="only these")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th step")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
