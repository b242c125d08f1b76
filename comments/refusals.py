"""Why a verb would not. Each is named after its reason, and says what to do."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _


class Refusal(Exception):
    """A verb was asked for what it may not do. Nothing was changed."""


class TextRefused(Refusal):
    """The words cannot be stored as they are: empty, too long, or not text."""


class DiscussionClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This discussion is closed. Your comment was not sent."))


class ReplyRefused(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("The comment you answer is not published, so it cannot be replied to. Send yours without it.")
        )


class AlreadyDecided(Refusal):
    """Somebody else decided between reading and deciding. `decision` is theirs."""

    def __init__(self, comment, decision=None) -> None:
        self.comment, self.decision = comment, decision
        if decision is None:
            message = _("This comment changed while you read it. Read it again before you decide.")
        else:
            message = _(
                "%(who)s already decided this comment: %(outcome)s at %(when)s. Yours was not recorded."
            )
            message %= {
                "who": decision.by_name,
                "outcome": decision.get_outcome_display(),
                "when": f"{decision.decided_at:%H:%M:%S} UTC",
            }
        super().__init__(message)


class NotDecidable(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This comment was withdrawn or erased: nothing is left to decide. Go on to the next.")
        )


class GuidelineRequired(Refusal):
    def __init__(self) -> None:
        super().__init__(_("A rejection names at least one guideline. Choose one."))


class UnknownGuideline(Refusal):
    def __init__(self, codes) -> None:
        super().__init__(_("Not a guideline in force: %(codes)s.") % {"codes": ", ".join(sorted(codes))})


class ReasonRequired(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This comment was rejected before. Say why it is approved now."))


class WordsNotFound(Refusal):
    """Marked words that do not stand in the comment."""


class NothingToUndo(Refusal):
    def __init__(self) -> None:
        super().__init__(_("There is no decision to undo."))


class TooLateToUndo(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The time to undo is over. Decide again instead; the author will be told."))


class NotYoursToUndo(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Only the moderator who decided can undo it."))


class NotAppealable(Refusal):
    """There is no rejection here that the author may have decided again."""


class UnderAppeal(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The author has asked to have this decided again. Judge that at the desk."))


class SameModerator(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You made the decision appealed. Another moderator has to judge it."))


class AlreadyReported(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You have reported this comment already."))


class NotReportable(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Only a published comment can be reported."))


class NotWithdrawable(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This comment is gone already."))


class Throttled(Refusal):
    """Too much in too short a time. From `retry_at` on there is room again."""

    def __init__(self, retry_at: datetime) -> None:
        self.retry_at = retry_at
        super().__init__(
            _("You have sent a lot in a short time. Nothing was lost: send this a little later.")
        )
