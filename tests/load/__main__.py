"""python -m tests.load: readers post while moderators decide, and the same readers insert bare rows."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread

from tests.live.browsers import Browser, NoAnswer
from tests.live.databases import live_database
from tests.live.mail_server import MailServer
from tests.live.site import Site

PERCENTILES = (50, 95, 99)


def main() -> int:
    given = _given()
    # Ended from outside, it ends what it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="newsroom-load-"))
    try:
        with live_database(given.database, folder) as database:
            site = Site(folder, database, MailServer(), web_processes=given.processes)
            try:
                site.begin()
                return _loaded(site, given)
            finally:
                site.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _loaded(site: Site, given: argparse.Namespace) -> int:
    # Only now, as they need Django to be set up.
    from tests.live.crowd import Crowd
    from tests.live.gaps import Gaps
    from tests.live.processor_time import seconds_used
    from tests.live.reckoning import mails_astray, reckon
    from tests.load import bare

    bare.make_table()
    site.start_web()
    site.start_worker()
    _warm_up(site)
    bare_seconds = _bare_inserts(site, given, seconds=given.seconds / 3)
    crowd = Crowd(site, readers=given.readers, moderators=given.moderators, pace=given.pace)
    gaps = Gaps(site.mail)
    begun, used_before = time.monotonic(), seconds_used(site)
    crowd.begin()
    time.sleep(given.seconds)
    crowd.stop()
    took, used = time.monotonic() - begun, seconds_used(site)
    ledger, found = crowd.ledger, reckon(crowd)
    locked = site.log.count("database is locked")
    print(
        f"{given.database}, {given.processes} web processes, {given.readers} readers and {given.moderators} "
        f"moderators, each {_paced(given.pace)}, {took:.0f} s\n"
        f"  accepted        {len(ledger.accepted)} ({len(ledger.accepted) / took:.1f} a second)\n"
        f"  refused         {_counts(ledger.refused)}\n"
        f"  no answer       {ledger.unanswered}\n"
        f"  decided         {len(ledger.decided)}, refused {_counts(ledger.decisions_refused)}\n"
        f"  lost            {len(found.lost)}\n"
        f"  doubled         {len(found.doubled)}\n"
        f"  wrongly public  {len(found.wrongly_public)} ({ledger.pages_read} pages read meanwhile)\n"
        f"  “database is locked” in the log: {locked}\n"
        f"  a comment       {_times(ledger.seconds)}\n"
        f"  a decision      {_times(ledger.decision_seconds)}, with its card\n"
        f"  a bare insert   {_times(bare_seconds)} ({len(bare_seconds) / given.seconds * 3:.1f} a second)\n"
        f"  ratio           {_ratio(ledger.seconds, bare_seconds)}\n"
        f"  processor time  {_shares(used_before, used)}, "
        f"of {took * (os.cpu_count() or 1):.0f} s there were; load average {os.getloadavg()[0]:.1f}"
    )
    broken = found.all + mails_astray(crowd, gaps) + ledger.faults
    if bare.count() < len(bare_seconds):
        broken.append("bare inserts were lost")
    for error, number in site.errors_logged().most_common(5):
        print(f"  logged {number} times: {error}")
    for sentence in broken[:20]:
        print(f"  broken: {sentence}")
    return 1 if broken else 0


def _bare_inserts(site: Site, given: argparse.Namespace, *, seconds: float) -> list[float]:
    """How long each took, of as many clients at the same pace."""
    from tests.load import bare

    until, taken = time.monotonic() + seconds, []

    def insert() -> None:
        browser = Browser(site.port)
        while time.monotonic() < until:
            begun = time.monotonic()
            answer = browser.post(f"/{bare.PATH}", {"text": "The northern road floods every spring."})
            if answer.status == 303:
                taken.append(time.monotonic() - begun)
            browser.hang_up()
            time.sleep(random.uniform(0, 2 * given.pace))

    threads = [Thread(target=insert) for _ in range(given.readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _warm_up(site: Site) -> None:
    """Each process reads its checks at its first comment: that is no part of what is measured."""
    from tests.live import people

    page = people.article()
    for _ in range(8 * site.web_processes):
        browser = Browser(site.port)
        try:
            browser.post(people.SUBMIT, people.form(page, people.word()))
        except NoAnswer as error:
            raise RuntimeError(f"The site does not take a comment:\n{site.log[-3000:]}") from error


def _times(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    if not ordered:
        return "none"
    at = {each: ordered[min(len(ordered) * each // 100, len(ordered) - 1)] for each in PERCENTILES}
    return ", ".join(f"p{each} {1000 * value:.0f} ms" for each, value in at.items())


def _ratio(seconds: list[float], bare: list[float]) -> str:
    if not seconds or not bare:
        return "none"
    middle, least = sorted(seconds)[len(seconds) // 2], sorted(bare)[len(bare) // 2]
    return f"{middle / least:.1f} × the bare insert, by the medians"


def _paced(pace: float) -> str:
    return f"again after {pace:g} s in the mean" if pace else "again at once"


def _shares(before: dict[str, float], after: dict[str, float]) -> str:
    return ", ".join(f"{name} {after[name] - before.get(name, 0):.0f} s" for name in after)


def _counts(counter) -> str:
    return ", ".join(f"{number} by {status}" for status, number in sorted(counter.items())) or "none"


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--processes", type=int, default=2, help="of the web server")
    parser.add_argument("--readers", type=int, default=32)
    parser.add_argument("--moderators", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pace", type=float, default=0, help="seconds that each waits in the mean; 0: none")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
