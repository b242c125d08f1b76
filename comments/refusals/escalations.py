"""Of what is passed to a group, and of the legal hold that comes with it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments.refusals.refusal import Refusal


class UnderEscalation(Refusal):
    def __init__(self, group) -> None:
        super().__init__(
            _("This comment was escalated to %(group)s. It is theirs to decide until they pass it back.")
            % {"group": group}
        )


class NotEscalatable(Refusal):
    """There is nothing here to escalate, or nobody to escalate it to."""


class AlreadyEscalated(Refusal):
    def __init__(self, escalation=None) -> None:
        self.escalation = escalation
        group = escalation.group if escalation else ""
        super().__init__(_("This comment is with %(group)s already.") % {"group": group})


class EscalationNeedsNote(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Say in a note what there is to know."))


class NotYoursToAnswer(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Only the group it was escalated to, or an editor, can do this."))


class AlreadyResolved(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This was passed back already."))


class NotOnHold(Refusal):
    def __init__(self) -> None:
        super().__init__(_("No legal hold is in force here."))


class UnderLegalHold(Refusal):
    def __init__(self, comment) -> None:
        super().__init__(
            _("Comment %(number)s is under a legal hold: it cannot be erased until an editor lifts the hold.")
            % {"number": comment.pk}
        )
