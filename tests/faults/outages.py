"""What the site stands on is taken away while it works: database, cache, mail server, disk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from comments import clock
from comments.models import Comment, Notice
from tests.factories import make_comment, make_moderator
from tests.faults.tally import Line, Tally
from tests.live import people
from tests.live.crowd import Crowd
from tests.live.reckoning import mails_astray, reckon
from tests.live.site import Site

READERS, MODERATORS = 6, 2
SECONDS_BEFORE, SECONDS_AFTER = 2, 4
SECONDS_TO_RECOVER = 180
HOURS_A_DAY, HOURS_BETWEEN_TRIES = 24, 2
HOUR = 3600
NOTICES = 5
CACHE = "newsroom_cache"


def outages(site: Site, tally: Tally, *, times: int) -> None:
    if site.database.cluster:
        for how in ("fast", "immediate"):
            with tally.line(f"database restarted in mid-load ({how})") as line:
                _under_load(site, line, times, lambda how=how: _restart(site, how), errors_are_expected=True)
    with tally.line("cache emptied in mid-load") as line:
        _under_load(site, line, times, lambda: _run_sql(f"DELETE FROM {CACHE}"))
    with tally.line("cache gone in mid-load") as line:
        _under_load(site, line, 1, _without_cache)
    for name, is_up in (("away", False), ("refusing", True)):
        with tally.line(f"mail server {name} for a day") as line:
            _mail_down(site, line, is_up=is_up)
    if os.path.ismount(site.folder):
        with tally.line("disk full in mid-load") as line:
            _under_load(site, line, times, lambda: _full_disk(site), errors_are_expected=True)


def _under_load(
    site: Site, line: Line, times: int, break_it: Callable[[], None], *, errors_are_expected: bool = False
) -> None:
    """Nothing is started anew but what ended by itself, as systemd would."""
    site.start_web()
    site.start_worker()
    crowd = Crowd(site, readers=READERS, moderators=MODERATORS, pace=0.02)
    ends, recoveries = 0, []
    crowd.begin()
    for _ in range(times):
        time.sleep(SECONDS_BEFORE)
        break_it()
        line.kills += 1
        recoveries.append(_until_answered(site))
        ends += _ended(site)
        time.sleep(SECONDS_AFTER)
    crowd.stop()
    ledger = crowd.ledger
    line.broken += reckon(crowd).all + mails_astray(crowd, ends)
    line.broken += [] if errors_are_expected else ledger.faults
    line.broken += [] if ledger.accepted else ["nothing was accepted"]
    line.done = len(ledger.accepted)
    line.not_done = len(ledger.begun) - len(ledger.accepted) - ledger.refused.total()
    line.broken += [f"no answer for {SECONDS_TO_RECOVER} s" for each in recoveries if each is None]
    line.notes += [
        f"answered again after at most {max(each or SECONDS_TO_RECOVER for each in recoveries):.0f} s",
        f"{len(ledger.accepted)} comments and {len(ledger.decided)} decisions",
        f"answered with an error: {ledger.refused.total()} and {ledger.decisions_refused.total()}",
        *(f"logged {number} times: {error}" for error, number in site.errors_logged().most_common(5)),
        f"processes that ended by themselves: {ends}",
    ]
    site.end()


def _until_answered(site: Site) -> float | None:
    """After how many seconds the site and its database answered; None where it took too long."""
    begun = time.monotonic()
    while time.monotonic() < begun + SECONDS_TO_RECOVER:
        if site.is_ready():
            return time.monotonic() - begun
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


def _mail_down(site: Site, line: Line, *, is_up: bool) -> None:
    """Every two hours of a day somebody looks what is due; then the mail server is back."""
    site.mail.is_up, site.mail.is_refusing = is_up, True
    taken_before = site.mail.total
    notices = _notices_due()
    for hour in range(0, HOURS_A_DAY + 1, HOURS_BETWEEN_TRIES):
        line.kills += 1
        site.command("deliver_notices", LIVE_SECONDS_AHEAD=str(hour * HOUR))
    early = site.mail.total - taken_before
    site.mail.is_up, site.mail.is_refusing = True, False
    # The longest that a notice waits for its next attempt is six hours.
    site.command("deliver_notices", LIVE_SECONDS_AHEAD=str((HOURS_A_DAY + 7) * HOUR))
    after = [Notice.objects.get(pk=notice.pk) for notice in notices]
    line.done = sum(notice.sent_at is not None for notice in after)
    line.not_done = len(after) - line.done
    line.broken += [f"notice {each.pk} was dropped: {each.last_error}" for each in after if each.dropped_at]
    line.broken += [f"notice {each.pk} was not sent" for each in after if each.sent_at is None]
    line.broken += [f"{each.message_id} twice" for each in after if site.mail.taken[each.message_id] > 1]
    line.broken += [f"{early} mails while it was {line.name}"] if early else []
    line.notes.append(f"{max(each.attempts for each in after)} attempts at most")


def _notices_due() -> list[Notice]:
    comments: list[Comment] = []
    moderator = make_moderator(f"m-{people.word()[:12]}")
    with clock.at(clock.now() - timedelta(hours=1)):
        for _ in range(NOTICES):
            comments.append(make_comment(email=f"{people.word()}@example.org"))
            comments[-1].approve(by=moderator, seen=0)
    return list(Notice.objects.filter(comment__in=comments))


def _full_disk(site: Site) -> None:
    """Fills what is left of the small disk that the site stands on, and makes room again."""
    filling = site.folder / "filling"
    with open(filling, "wb") as file:
        try:
            while True:
                file.write(b"0" * 65536)
                file.flush()
        except OSError:
            pass
    time.sleep(SECONDS_AFTER)
    filling.unlink()
