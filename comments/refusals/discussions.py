"""Of a discussion: that it takes no more, and what cannot be set of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from comments.digits import in_digits, number
from comments.moments import exactly
from comments.refusals.refusal import Refusal
from comments.refusals.sending import Throttled


class DiscussionClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This discussion is closed. Your comment was not sent."))


class Overloaded(DiscussionClosed):
    """Too much waits to be read. `is_on_page`: under this page alone."""

    def __init__(self, *, is_on_page: bool = False) -> None:
        if is_on_page:
            message = _(
                "So many comments on this page wait to be read that we take no more for now. Yours was not "
                "sent; nothing of it is lost. Try again later."
            )
        else:
            message = _(
                "So many comments wait to be read that we take no more for now. Yours was not sent; nothing "
                "of it is lost. Try again later."
            )
        Refusal.__init__(self, message)


class TooSoon(Throttled):
    """This discussion is slowed down, and the author wrote here moments ago."""

    def __init__(self, retry_at: datetime, pace: timedelta) -> None:
        super().__init__(retry_at)
        self.pace = pace
        self.args = (
            _(
                "This discussion is slowed down: everyone can write here once in %(pace)s. Nothing was lost: "
                "send this again after %(time)s UTC."
            )
            % {"pace": exactly(pace), "time": in_digits(f"{retry_at:%H:%M:%S}")},
        )


class PaceRefused(Refusal):
    def __init__(self, hours: int) -> None:
        super().__init__(
            _("Between two comments: from 0 seconds to %(hours)s hours.") % {"hours": number(hours)}
        )


class CapRefused(Refusal):
    """A number that no cap can have."""


class CapChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody set the caps at the very same moment. Yours were not saved: look again.")
        )
