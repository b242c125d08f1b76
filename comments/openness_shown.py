"""Whether a discussion takes comments now, and what readers are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from comments import pages
from comments.discussion_read import ReadDiscussion
from comments.models import Overload, WaitingCap
from comments.models.waiting_cap import Caps
from comments.moments import exactly
from comments.pages import Page
from comments.waiting import remembered

# Asked of the database so seldom by each process; whoever sends a comment is answered by what is true then.
SECONDS = 10
SITE, PAGE, ROOM = "site", "page", ""


@dataclass(frozen=True, slots=True)
class Openness:
    is_open: bool
    why_closed: str = ""
    pace: str = ""  # how long everyone waits between two comments, where it is slowed down
    closes_at: datetime | None = None


def openness(page: Page, discussion: ReadDiscussion | None) -> Openness:
    """Of a discussion as `discussion_read` gives it."""
    if not pages.is_open(page) or (discussion is not None and not discussion.is_open):
        return Openness(False, _("This discussion is closed. What was published stays."))
    match _full(discussion):
        case "site":
            return Openness(
                False,
                _(
                    "So many comments wait to be read that no more are taken for now. The discussion opens "
                    "again by itself: come back later."
                ),
            )
        case "page":
            return Openness(
                False,
                _(
                    "So many comments on this page wait to be read that no more are taken for now. The "
                    "discussion opens again by itself: come back later."
                ),
            )
    if discussion is None:
        return Openness(True)
    pace = exactly(discussion.pace) if discussion.slow_seconds else ""
    return Openness(True, pace=pace, closes_at=discussion.closed_at)


def _full(discussion: ReadDiscussion | None) -> str:
    """Asks the database only where there is a cap."""
    caps = WaitingCap.objects.in_force_told(discussion) if discussion else WaitingCap.objects.in_force()
    if not (caps.most or caps.most_on_page or (discussion and discussion.most_waiting)):
        return ROOM
    key = f"full:{discussion.pk if discussion else ''}"
    return str(remembered.get_or_set(key, lambda: _found_full(discussion, caps), seconds=SECONDS))


def _found_full(discussion: ReadDiscussion | None, caps: Caps) -> str:
    # All that is asked of it is its number and its cap.
    scope = Overload.objects.full(discussion, caps)  # type: ignore[arg-type]
    if scope is None:
        return ROOM
    return SITE if scope.page is None else PAGE
