"""How much mail an address gets that anybody may have typed: what comes on top waits, and is told at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from comments.conf import setting

if TYPE_CHECKING:
    from comments.models.notice import Notice
    from comments.models.outbox import NoticeQuerySet

# Of whose mail a line and the way to the receipt tell enough. An answer to a report has no such way.
TOLD_IN_A_LINE = ("receipt", "decision")
MOST_TOLD_ALONG = 100  # in one mail


@dataclass(frozen=True, slots=True)
class Room:
    """Whether one more may go to the address now; where not, when. `is_last`: and then none for a while."""

    free_at: datetime | None
    is_last: bool


def room_at(told: Iterable[datetime], *, now: datetime) -> Room:
    """`told` are the times at which something went there. What stood in one mail counts for itself."""
    newest_first = sorted(told, reverse=True)
    free_at, is_last = None, False
    for most, seconds in setting("MAILS_TO_ONE_ADDRESS"):
        window = timedelta(seconds=seconds)
        within = [moment for moment in newest_first[:most] if moment > now - window]
        if len(within) == most:
            free_at = max(free_at or now, within[-1] + window)
        is_last = is_last or len(within) == most - 1
    return Room(free_at, is_last)


def told_at(lots: Iterable[NoticeQuerySet], *, now: datetime) -> list[datetime]:
    most = max(most for most, _seconds in setting("MAILS_TO_ONE_ADDRESS"))
    longest = timedelta(seconds=max(seconds for _most, seconds in setting("MAILS_TO_ONE_ADDRESS")))
    found: list[datetime] = []
    for lot in lots:
        sent = lot.filter(sent_at__gt=now - longest).order_by("-sent_at").values_list("sent_at", flat=True)
        found += [moment for moment in sent[:most] if moment]
    return found


def free_of(lot: NoticeQuerySet) -> NoticeQuerySet:
    """Without those that somebody else has taken, who may be waiting for us: neither would ever end."""
    return lot.select_for_update(skip_locked=True, of=("self",))


def told_along(
    notice: Notice, lots: Iterable[NoticeQuerySet], *, is_last: bool, now: datetime
) -> list[Notice]:
    """What else is told in the mail of `notice`: what it was told with before, else all that waits.

    Whoever died while sending it leaves it to be sent again under the same Message-ID, and a program that
    knows the mail already shows it to nobody. So nothing that came since may stand in it.
    """
    waiting = [lot.open().filter(due_at__lte=now).exclude(pk=notice.pk) for lot in lots]
    if notice.attempts:
        lent = {"attempts": notice.attempts, "next_attempt_at": notice.next_attempt_at}
        waiting = [lot.filter(**lent) for lot in waiting]
    elif is_last:
        waiting = [lot.filter(attempts=0) for lot in waiting]
    else:
        return []
    if notice.kind not in TOLD_IN_A_LINE:
        return []
    found = [
        each
        for lot in waiting
        for each in free_of(lot.filter(kind__in=TOLD_IN_A_LINE)).order_by("due_at", "pk")[:MOST_TOLD_ALONG]
    ]
    return sorted(found, key=lambda each: (each.due_at, each.pk))[:MOST_TOLD_ALONG]
