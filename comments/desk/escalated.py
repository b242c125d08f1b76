"""What a moderator, an editor or a group sees of the escalated comments."""

from __future__ import annotations

from django.db.models import QuerySet

from comments.desk.wordings import capped
from comments.models import Escalation
from comments.models.escalation import ANSWERING, OVERSEEING

COUNTED = 1000


def open_to(user) -> QuerySet[Escalation]:
    return Escalation.objects.open().seen_by(user)


def held_for(user) -> QuerySet[Escalation]:
    """Passed back, with the legal hold still in force."""
    return Escalation.objects.holding().filter(resolution__isnull=False).seen_by(user)


def escalated_count(user) -> str | None:
    """How many are open; None for who has no such tab."""
    if not (user.has_perm(ANSWERING) or user.has_perm(OVERSEEING)):
        return None
    return capped(open_to(user)[: COUNTED + 1].count(), COUNTED)
