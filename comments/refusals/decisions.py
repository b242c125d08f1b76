"""Of a decision: made, taken back, judged again, or read a second time."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments.refusals.refusal import Refusal


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


class LegalGroundRequired(Refusal):
    def __init__(self) -> None:
        super().__init__(_("What is rejected as illegal needs a reason: say which law it breaks, and how."))


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


class UnderAppeal(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The author has asked to have this decided again. Judge that at the desk."))


class SameModerator(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You made the decision appealed. Another moderator has to judge it."))


class NotToReadAgain(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This comment is no longer to be read again: somebody has, or it changed. Go on to the next.")
        )
