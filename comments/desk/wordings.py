"""Sentences of the desk that more than one screen says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.digits import grouped, number
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
        return _("%(n)s min") % {"n": number(minutes)}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": number(minutes // 60)}
    days = minutes // (24 * 60)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}


def capped(counted: int, limit: int) -> str:
    """Exact up to `limit`, and `1,000+` beyond."""
    shown = grouped(min(counted, limit))
    return f"{shown}+" if counted > limit else shown


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
        sentence = ngettext("%(n)s comment approved.", "%(n)s comments approved.", approved)
        said.append(sentence % {"n": number(approved)})
    if rejected:
        sentence = ngettext("%(n)s comment rejected.", "%(n)s comments rejected.", rejected)
        said.append(sentence % {"n": number(rejected)})
    return " ".join(said)
