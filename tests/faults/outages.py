"""What the site stands on is taken away while it works: database, cache, disk."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import connection

from tests.faults.days_without_mail import mail_outages
from tests.faults.tally import Line, Tally
from tests.live.browsers import Browser, NoAnswer
from tests.live.crowd import Crowd
from tests.live.gaps import Gaps
from tests.live.reckoning import mails_astray, reckon
from tests.live.site import Site

READERS, MODERATORS = 6, 2
SECONDS_BEFORE, SECONDS_AFTER = 2, 4
SECONDS_FULL = 6
SECONDS_TO_RECOVER = 180
CACHE = "newsroom_cache"
OK, SERVER_ERROR = 200, 500


def outages(site: Site, tally: Tally, *, times: int, names: Sequence[str]) -> None:
    """Each of these `times` times, unless the minutes are over."""
    load = Load(site, tally, times)
    if "restart" in names and site.database.cluster:
        for how in ("fast", "immediate"):
            load.bear(
                f"database restarted in mid-load ({how})",
                lambda how=how: _restart(site, how),
                errors_are_expected=True,
            )
    if "cache" in names:
        load.bear("cache emptied in mid-load", lambda: _run_sql(f"DELETE FROM {CACHE}"))
        load.bear("cache gone in mid-load", _without_cache)
    if "disk" in names and os.path.ismount(site.folder):
        load.bear("disk full in mid-load", lambda: _full_disk(site), errors_are_expected=True)
    if "mail" in names and not tally.is_over:
        mail_outages(site, tally)


class Load:
    """A crowd at work, while something is broken again and again."""

    def __init__(self, site: Site, tally: Tally, times: int) -> None:
        self.site, self.tally, self.times = site, tally, times

    def bear(self, name: str, break_it: Callable[[], None], *, errors_are_expected: bool = False) -> None:
        """Nothing is started anew but what ended by itself, as systemd would."""
        if self.tally.is_over:
            return
        with self.tally.line(name) as line:
            self.site.start_web()
            self.site.start_worker()
            before = self.site.errors_logged()
            crowd = Crowd(self.site, readers=READERS, moderators=MODERATORS, pace=0.02)
            gaps = Gaps(self.site.mail)
            crowd.begin()
            ends = self._break(line, break_it, gaps, crowd.paths[0])
            crowd.stop()
            line.broken += reckon(crowd).all + mails_astray(crowd, gaps)
            line.broken += [] if errors_are_expected else crowd.ledger.faults
            _tell(line, crowd, ends, self.site.errors_logged() - before)
            self.site.end()

    def _break(self, line: Line, break_it: Callable[[], None], gaps: Gaps, path: str) -> int:
        """How many processes ended by themselves."""
        ends, longest = 0, 0.0
        for _ in range(self.times):
            if self.tally.is_over:
                break
            time.sleep(SECONDS_BEFORE)
            break_it()
            line.kills += 1
            seconds = _until_shown(self.site, path)
            if seconds is None:
                line.broken.append(f"no answer for {SECONDS_TO_RECOVER} s")
            longest = max(longest, seconds or SECONDS_TO_RECOVER)
            gaps.note()  # whoever lost the database between the two answers
            ends += _ended(self.site)
            time.sleep(SECONDS_AFTER)
        line.notes.append(f"answered again after at most {longest:.1f} s")
        return ends


def _tell(line: Line, crowd: Crowd, ends: int, logged: Counter[str]) -> None:
    ledger = crowd.ledger
    line.broken += [] if ledger.accepted else ["nothing was accepted"]
    line.broken += [f"words were not given back: {answer}" for answer in ledger.words_kept]
    line.done = len(ledger.accepted)
    line.not_done = len(ledger.begun) - len(ledger.accepted) - ledger.refused.total()
    line.notes += [
        f"{len(ledger.accepted)} comments and {len(ledger.decided)} decisions",
        f"answered with an error: {ledger.refused.total()} and {_errors(ledger.decisions_refused)}",
        f"unanswered and sent again: {ledger.unanswered}",
        *(f"logged {number} times: {error}" for error, number in logged.most_common(5)),
        f"processes that ended by themselves: {ends}",
    ]


def _errors(statuses: Counter[int]) -> int:
    return sum(times for status, times in statuses.items() if status >= SERVER_ERROR)


def _until_shown(site: Site, path: str) -> float | None:
    """After how many seconds a page of the database's was shown; None where it took too long."""
    begun, browser = time.monotonic(), Browser(site.port)
    while time.monotonic() < begun + SECONDS_TO_RECOVER:
        try:
            if browser.get(path).status == OK:
                return time.monotonic() - begun
        except NoAnswer:
            pass
        time.sleep(0.1)
    return None


def _ended(site: Site) -> int:
    ended = [name for name, process in site.processes.items() if process.poll() is not None]
    for name in ended:
        site.kill(name)
        {"web": site.start_web, "worker": site.start_worker}[name]()
    return len(ended)


def _restart(site: Site, how: str) -> None:
    connection.close()
    site.database.cluster.restart(how)


def _run_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _without_cache() -> None:
    _run_sql(f"ALTER TABLE {CACHE} RENAME TO {CACHE}_away")
    time.sleep(SECONDS_AFTER)
    _run_sql(f"ALTER TABLE {CACHE}_away RENAME TO {CACHE}")


def _full_disk(site: Site) -> None:
    """Fills what is left of the small disk that the site stands on, and makes room again."""
    filling = site.folder / "filling"
    last = time.monotonic() + SECONDS_FULL
    with open(filling, "wb", buffering=0) as file:
        while time.monotonic() < last:
            _fill_up(file)
            # What others free meanwhile is taken too.
            time.sleep(0.1)
    filling.unlink()
    connection.close()
    if (cluster := site.database.cluster) and not cluster.is_running:
        cluster.begin_again()


def _fill_up(file) -> None:
    for size in (65536, 512):
        try:
            while True:
                file.write(b"0" * size)
        except OSError:
            pass
