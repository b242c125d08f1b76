"""How long a decision takes, as an author asks it."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from comments.keeping import Remembered
from comments.models import Comment, Decision, QueueEntry

SAMPLE = 1000  # the newest decisions that count, so that the cost does not grow with the site
FEWEST = 20  # fewer say nothing
DAYS = 30
MOST_COUNTED = 1000

# Not the site's cache: a shared one is a query of its own, and each process may know this for itself.
remembered = Remembered(seconds=60)


def usual_wait() -> timedelta | None:
    """The median time to a first decision of late, at most a minute old.

    None where it would mislead: too few were made, or what waits longest has waited more than twice as long.
    """
    return remembered.get_or_set("usual", _median_wait)


def is_remembered() -> bool:
    """Whether the usual wait can be told without asking the database."""
    return "usual" in remembered


def place_in_line(comment: Comment) -> int:
    """How many wait before it, counted up to MOST_COUNTED."""
    earlier = Q(received_at__lt=comment.received_at) | Q(received_at=comment.received_at, pk__lt=comment.pk)
    return Comment.objects.awaiting_decision().filter(earlier)[:MOST_COUNTED].count()


def _median_wait() -> timedelta | None:
    decisions = Decision.objects.filter(
        number=1,
        undone_by=None,
        comment__source="",
        decided_at__gte=timezone.now() - timedelta(days=DAYS),
    )
    # In the same query: an article page has no room for another.
    decisions = decisions.annotate(oldest_waiting=_oldest_waiting())
    columns = "decided_at", "comment__received_at", "oldest_waiting"
    times = list(decisions.order_by("-pk").values_list(*columns)[:SAMPLE])
    if len(times) < FEWEST:
        return None
    usual = median(decided_at - received_at for decided_at, received_at, _oldest in times)
    oldest = times[0][2]
    return None if oldest and timezone.now() - oldest > 2 * usual else usual


def _oldest_waiting() -> Subquery:
    """Since when the oldest waits. What was escalated is out of the line, and may be so for long."""
    escalated = QueueEntry.objects.filter(comment=OuterRef("pk"), state=QueueEntry.State.ESCALATED)
    waiting = Comment.objects.awaiting_decision().filter(~Exists(escalated)).oldest_first()
    return Subquery(waiting.values("received_at")[:1])
