"""Of who decides where, and of what moderators set for themselves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments.refusals.refusal import Refusal


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


class SliceNotSaved(Refusal):
    """Without a name, or one too many."""
