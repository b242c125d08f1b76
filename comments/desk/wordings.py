"""Sentences of the desk that more than one screen says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.models import Comment, Decision
from comments.refusals import AlreadyDecided, Refusal

FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True)
class Age:
    title: str | Promise
    length: timedelta


AGES = {
    "hour": Age(gettext_lazy("Older than an hour"), timedelta(hours=1)),
    "day": Age(gettext_lazy("Older than a day"), timedelta(days=1)),
    "week": Age(gettext_lazy("Older than a week"), timedelta(days=7)),
}


def isolated(name: str) -> str:
    """A reader's name inside a sentence of ours: whatever its direction, ours keeps its own."""
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_DIRECTIONAL_ISOLATE}" if name else ""


def age(moment: datetime) -> str:
    """How long ago, in one word: a list has no room for more."""
    minutes = max(0, int((timezone.now() - moment).total_seconds() // 60))
    if minutes < 60:
        return _("%d min") % minutes
    if minutes < 48 * 60:
        return _("%d h") % (minutes // 60)
    return ngettext("%d day", "%d days", minutes // (24 * 60)) % (minutes // (24 * 60))


def capped(number: int, limit: int) -> str:
    """Exact up to `limit`, and `1,000+` beyond."""
    shown = formats.number_format(min(number, limit), force_grouping=True)
    return f"{shown}+" if number > limit else shown


def refused_because(refusal: Refusal | str, comment: Comment) -> str:
    """Why not. Who judges an appeal must not learn who decided, not even by asking with an old `seen`."""
    if isinstance(refusal, AlreadyDecided) and comment.open_appeal:
        return str(AlreadyDecided(comment))
    return str(refusal)


def done(decisions: list[Decision]) -> str:
    """What was just decided, to say aloud."""
    approved = sum(decision.outcome == Decision.Outcome.APPROVED for decision in decisions)
    if len(decisions) == 1:
        sentence = _("Approved: %(name)s’s comment.") if approved else _("Rejected: %(name)s’s comment.")
        return sentence % {"name": isolated(decisions[0].comment.name)}
    rejected = len(decisions) - approved
    said = []
    if approved:
        said.append(ngettext("%d comment approved.", "%d comments approved.", approved) % approved)
    if rejected:
        said.append(ngettext("%d comment rejected.", "%d comments rejected.", rejected) % rejected)
    return " ".join(said)
