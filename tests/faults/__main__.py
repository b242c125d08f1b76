"""python -m tests.faults: kills and breaks, on SQLite or PostgreSQL, and prints what was tried and lost."""

from __future__ import annotations

import argparse
import contextlib
import math
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.tally import Tally
from tests.live.databases import live_database
from tests.live.disks import small_disk
from tests.live.mail_server import MailServer
from tests.live.site import Site

PARTS = ("steps", "storm", "outages")
OUTAGES = ("restart", "cache", "mail", "disk")
MEGABYTES = {"sqlite": 96, "postgres": 320}  # room for an empty database, its journal and some comments


def main() -> int:
    given = _given()
    # Ended from outside, it ends what it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    begun = time.monotonic()
    with contextlib.ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-faults-")))
        if "disk" in given.outages and "outages" in given.parts and (disk := _small_disk(ends, given)):
            folder = disk
        database = ends.enter_context(live_database(given.database, folder))
        site = Site(folder, database, MailServer())
        ends.callback(site.end)
        site.begin()
        tally = _all_faults(site, given)
    minutes = (time.monotonic() - begun) / 60
    broken = len(tally.broken)
    print(f"{given.database}: {tally.kills} faults in {minutes:.0f} min, {broken} promises broken.")
    return 1 if broken else 0


def _small_disk(ends: contextlib.ExitStack, given: argparse.Namespace) -> Path | None:
    """The site's own folder and its database's stand on it, so that it is they who find it full."""
    return ends.enter_context(small_disk(MEGABYTES[given.database]))


def _all_faults(site: Site, given: argparse.Namespace) -> Tally:
    # Only now, as they need Django to be set up.
    from tests.faults.acts import ACTS
    from tests.faults.exactly import kill_at_each_step
    from tests.faults.outages import outages
    from tests.faults.storm import storm

    tally = Tally(given.database, minutes=given.minutes)
    tally.tell_head()
    acts = [act for act in ACTS if not given.acts or act.name in given.acts]
    for _round in range(given.rounds):
        if "steps" in given.parts:
            kill_at_each_step(site, acts, tally, most=given.steps)
        if "storm" in given.parts and not tally.is_over:
            storm(site, tally, kills=given.kills)
        if "outages" in given.parts and not tally.is_over:
            outages(site, tally, times=given.times, names=given.outages)
    return tally


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=1, help="how often all of it")
    parser.add_argument("--minutes", type=float, default=math.inf, help="after which nothing new is begun")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--acts", nargs="+", default=[], help="only these, of the part steps")
    parser.add_argument(
        "--steps", type=int, default=None, help="at most so many of an act, spread over it, others each round"
    )
    parser.add_argument("--kills", type=int, default=200, help="in a storm")
    parser.add_argument("--outages", nargs="+", choices=OUTAGES, default=OUTAGES, help="only these")
    parser.add_argument("--times", type=int, default=10, help="each outage")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
