"""Why a verb would not. Each is named after its reason, and says what to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.digits import in_digits, number
from comments.naming import name_of


class Refusal(Exception):
    """A verb was asked for what it may not do. Nothing was changed."""


class TextRefused(Refusal):
    """The words cannot be stored as they are: empty, too long, or not text."""


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


class NotAppealable(Refusal):
    """There is no rejection here that the author may have decided again."""


class UnderAppeal(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The author has asked to have this decided again. Judge that at the desk."))


class SameModerator(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You made the decision appealed. Another moderator has to judge it."))


class NotYourSection(Refusal):
    def __init__(self, section: str) -> None:
        if section:
            message = _(
                "This comment is on a page of the section “%(section)s”, which is not assigned to you. Leave "
                "it to somebody else, or ask an editor to assign you the section."
            )
        else:
            message = _(
                "This comment is on a page without a section, which is not assigned to you. Leave it to "
                "somebody else, or ask an editor."
            )
        super().__init__(message % {"section": section})


class SectionRefused(Refusal):
    """A section that no page can have, or more of them than one moderator can have."""

    def __init__(self, section: str = "", *, most: int = 0) -> None:
        if most:
            message = _("At most %(most)d sections. Without any, a moderator decides everywhere.")
        else:
            message = _("“%(section)s” cannot be a section: 100 characters at most, on one line.")
        super().__init__(message % {"section": section, "most": most})


class AssignmentChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody assigned other sections meanwhile. Nothing was changed: look again, then save.")
        )


class NotToReadAgain(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This comment is no longer to be read again: somebody has, or it changed. Go on to the next.")
        )


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
            % {"pace": spoken(pace), "time": in_digits(f"{retry_at:%H:%M:%S}")},
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


class UnderLegalHold(Refusal):
    def __init__(self, comment) -> None:
        super().__init__(
            _("Comment %(number)s is under a legal hold: it cannot be erased until an editor lifts the hold.")
            % {"number": comment.pk}
        )


class NobodyFound(Refusal):
    """What somebody is looked for by leads to nobody; the message says why."""


class KeptChanged(Refusal):
    """Between looking and erasing, something came in, went, or was put under a hold."""

    def __init__(self) -> None:
        super().__init__(_("What is kept is not what you were shown. Look again: nothing was erased."))


class NotOnHold(Refusal):
    def __init__(self) -> None:
        super().__init__(_("No legal hold is in force here."))


def spoken(span: timedelta) -> str:
    """A span of time in the largest unit that tells it whole."""
    seconds = int(span.total_seconds())
    if seconds % 3600 == 0:
        return ngettext("%(n)s hour", "%(n)s hours", seconds // 3600) % {"n": number(seconds // 3600)}
    if seconds % 60 == 0:
        return ngettext("%(n)s minute", "%(n)s minutes", seconds // 60) % {"n": number(seconds // 60)}
    return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": number(seconds)}


class SliceNotSaved(Refusal):
    """Without a name, or one too many."""
