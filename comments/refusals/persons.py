"""Of a person whose words are looked for, to be given or erased."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments.refusals.refusal import Refusal


class NobodyFound(Refusal):
    """What somebody is looked for by leads to nobody; the message says why."""


class KeptChanged(Refusal):
    """Between looking and erasing, something came in, went, or was put under a hold."""

    def __init__(self) -> None:
        super().__init__(_("What is kept is not what you were shown. Look again: nothing was erased."))
