"""Of guidelines and of the terms that are watched for under them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments.naming import name_of
from comments.refusals.refusal import Refusal


class CodeRefused(Refusal):
    """A code that no guideline can have, or that one has."""


class WordingRefused(Refusal):
    """Words that cannot be published as a guideline."""


class WordingChanged(Refusal):
    """Somebody else reworded the guideline in between. `wording` is theirs."""

    def __init__(self, wording=None) -> None:
        self.wording = wording
        who = wording.worded_by if wording else None
        name = name_of(who) if who else _("Somebody")
        super().__init__(
            _("%(who)s worded it anew while you wrote. Yours was not published and stands below.")
            % {"who": name}
        )


class OrderChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The guidelines in force changed meanwhile. Look at them again, then order them."))


class LastGuideline(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This is the only guideline in force: nothing could be rejected without it. Add another first.")
        )


class TermRefused(Refusal):
    """Words that cannot be looked for, or are looked for already."""


class TermRetired(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This term is not in force any more."))


class TermsChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed the terms at this very moment. Nothing of yours was saved: save it again.")
        )
