"""A day without the mail server, and one on which it refuses everything; the clock is moved along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from comments import clock
from comments.models import Author, Notice
from comments.models.outbox import FIRST_RETRY, LONGEST_RETRY
from tests.factories import make_approved, make_moderator, make_user
from tests.faults.tally import Line, Tally
from tests.live import people
from tests.live.site import Site

DAY = timedelta(days=1)
HALF_A_MINUTE = timedelta(seconds=30)
COMMENTS = 5


def mail_outages(site: Site, tally: Tally) -> None:
    for name, is_up in (("away", False), ("refusing", True)):
        with tally.line(f"mail server {name} for a day") as line:
            _day(site, line, is_up=is_up)


def _day(site: Site, line: Line, *, is_up: bool) -> None:
    """Whenever a notice that was refused may be tried again, somebody looks; then the mail server is back."""
    site.mail.is_up, site.mail.is_refusing = is_up, True
    taken_before, notices = site.mail.total, _notices_due()
    for moment in _moments_of_attempts():
        line.kills += 1
        _deliver(site, line, moment)
    early = site.mail.total - taken_before
    site.mail.is_up, site.mail.is_refusing = True, False
    _deliver(site, line, DAY + LONGEST_RETRY + HALF_A_MINUTE)
    line.broken += [f"{early} mails before it was back"] if early else []
    _reckon(site, line, [Notice.objects.get(pk=notice.pk) for notice in notices])


def _moments_of_attempts() -> Iterator[timedelta]:
    """From the beginning of the day."""
    moment, wait = timedelta(), FIRST_RETRY
    while moment < DAY:
        yield moment
        # What was lent at the last try is due a little after that, as commands take their time.
        moment += wait + HALF_A_MINUTE
        wait = min(2 * wait, LONGEST_RETRY)
    yield DAY


def _deliver(site: Site, line: Line, ahead: timedelta) -> None:
    status = site.command("deliver_notices", LIVE_SECONDS_AHEAD=str(ahead.total_seconds()))
    line.broken += [f"deliver_notices ended with {status}"] if status else []


def _reckon(site: Site, line: Line, notices: list[Notice]) -> None:
    """Each of them is sent once, and none was given up."""
    line.done = sum(notice.sent_at is not None for notice in notices)
    line.not_done = len(notices) - line.done
    line.broken += [f"notice {each.pk} was dropped: {each.last_error}" for each in notices if each.dropped_at]
    line.broken += [f"notice {each.pk} was not sent" for each in notices if each.sent_at is None]
    line.broken += [f"{each.message_id} twice" for each in notices if site.mail.taken[each.message_id] > 1]
    line.notes.append(f"{max(each.attempts for each in notices)} attempts at most")


def _notices_due() -> list[Notice]:
    """To accounts: a guest's second mail would be held until somebody opens the first."""
    moderator = make_moderator(f"m-{people.word()[:12]}")
    with clock.at(clock.now() - timedelta(hours=1)):
        users = [make_user(email=f"{people.word()}@example.org") for _ in range(COMMENTS)]
        authors = [(user, Author.objects.of_account(user)) for user in users]
        comments = [make_approved(by=moderator, author=author, email=user.email) for user, author in authors]
    return list(Notice.objects.filter(comment__in=comments))
