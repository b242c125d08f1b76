"""What the moderator did last, kept for as long as it can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comments import clock
from comments.desk.wordings import done
from comments.models import Decision

SESSION_KEY = "comments_desk_last_act"


@dataclass(frozen=True)
class LastAct:
    decisions: list[Decision]

    @property
    def sentence(self) -> str:
        return done(self.decisions)

    @property
    def single(self) -> Decision | None:
        return self.decisions[0] if len(self.decisions) == 1 else None

    @property
    def seconds_left(self) -> int:
        left = min(decision.undoable_until for decision in self.decisions) - clock.now()
        return max(0, int(left.total_seconds()))


def remember(request, decisions: list[Decision]) -> None:
    request.session[SESSION_KEY] = [decision.pk for decision in decisions]
    request.desk_decided = decisions


def last_act(request) -> LastAct | None:
    """The decisions of the last act that can still be undone."""
    undoable = [decision for decision in _decided(request) if decision.is_undoable()]
    return LastAct(undoable) if undoable else None


def _decided(request) -> Iterable[Decision]:
    if hasattr(request, "desk_decided"):  # just now
        return request.desk_decided
    keys = request.session.get(SESSION_KEY)
    if not keys:
        return ()
    decisions = Decision.objects.filter(pk__in=keys, by=request.user, undone_by=None)
    return decisions.select_related("comment").order_by("pk")
