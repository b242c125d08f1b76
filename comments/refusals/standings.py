"""Of an author's standing: who may not write, and who may not set it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments.digits import number
from comments.naming import name_of
from comments.refusals.refusal import Refusal


class Barred(Refusal):
    """The author may not write now. Says until when, why, and how to object."""


class Suspended(Barred):
    pass


class Blocked(Barred):
    pass


class StandingNeedsReason(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Say why: the author reads the reason, and moderators the note of a hold."))


class NobodyToRestrict(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nothing is kept by which this author, address or network could be known again."))


class StandingChanged(Refusal):
    """Another moderator set the standing between reading and setting. `standing` is theirs."""

    def __init__(self, standing=None) -> None:
        self.standing = standing
        if standing is None:
            message = _("What is shown of this author was not up to date. Look again before you act.")
        else:
            message = _("%(who)s already changed this: %(kind)s at %(when)s. Yours was not recorded.") % {
                "who": name_of(standing.by),
                "kind": standing.get_kind_display(),
                "when": f"{standing.set_at:%H:%M:%S} UTC",
            }
        super().__init__(message)


class MayNotBlock(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Blocking an author, and anything about a network, is for editors."))


class EndRequired(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Say until when. Only an author or an address can be blocked without an end."))


class EndIsPast(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The end lies in the past. Choose a day to come."))


class NetworkBlockTooLong(Refusal):
    def __init__(self, days: int) -> None:
        super().__init__(
            _("A network is shared by many people: at most %(days)s days are possible.")
            % {"days": number(days)}
        )


class NothingToLift(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nothing is in force that could be lifted."))
