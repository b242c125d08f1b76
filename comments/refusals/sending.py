"""Of readers: what they send, take back, report, or ask to have decided again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comments.refusals.refusal import Refusal, TextRefused


class NameTaken(TextRefused):
    """A guest's name that could be taken for another's. `is_office`: for one who speaks for the site."""

    def __init__(self, *, is_office: bool = False) -> None:
        if is_office:
            message = _("This name sounds as if you spoke for the site. Choose another one.")
        else:
            message = _(
                "Somebody with an account, or who writes for us, signs with this name or one that looks like "
                "it. Sign in if it is yours, or choose another one."
            )
        super().__init__(message)


class SecondThoughts(Refusal):
    """Not taken yet: the author may want to look at the words again. `codes`: under which guidelines."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = codes
        super().__init__(_("Have another look before you send it."))


class ReplyRefused(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("The comment you answer is not published, so it cannot be replied to. Send yours without it.")
        )


class Throttled(Refusal):
    """Too much in too short a time. From `retry_at` on there is room again."""

    def __init__(self, retry_at: datetime) -> None:
        self.retry_at = retry_at
        super().__init__(
            _("You have sent a lot in a short time. Nothing was lost: send this a little later.")
        )


class NotWithdrawable(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This comment is gone already."))


class AlreadyReported(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You have reported this comment already."))


class NotReportable(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Only a published comment can be reported."))


class NotAppealable(Refusal):
    """There is no rejection here that the author may have decided again."""
