"""How long a decision takes, as an author asks it."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from comments.keeping import Remembered
from comments.models import Comment, Decision, QueueEntry
from comments.together import Question, Rows, Told, moment

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
    return _usual.get()


def place_in_line(comment: Comment) -> int:
    """How many wait before it, counted up to MOST_COUNTED."""
    earlier = Q(received_at__lt=comment.received_at) | Q(received_at=comment.received_at, pk__lt=comment.pk)
    return Comment.objects.awaiting_decision().filter(earlier)[:MOST_COUNTED].count()


def _newest_decisions() -> QuerySet:
    decisions = Decision.objects.filter(
        number=1,
        undone_by=None,
        comment__source="",
        decided_at__gte=timezone.now() - timedelta(days=DAYS),
    )
    # In the same query: an article page has no room for another.
    decisions = decisions.annotate(oldest_waiting=_oldest_waiting())
    columns = "decided_at", "comment__received_at", "oldest_waiting"
    return decisions.order_by("-pk").values_list(*columns)[:SAMPLE]


def _median_wait(rows: Rows) -> timedelta | None:
    if len(rows) < FEWEST:
        return None
    waited = ((moment(decided) - moment(received)).total_seconds() for decided, received, _oldest in rows)
    usual = timedelta(seconds=median(waited))
    oldest = rows[0][2]
    return None if oldest and timezone.now() - moment(oldest) > 2 * usual else usual


def _oldest_waiting() -> Subquery:
    """Since when the oldest waits. What was escalated is out of the line, and may be so for long."""
    escalated = QueueEntry.objects.filter(comment=OuterRef("pk"), state=QueueEntry.State.ESCALATED)
    waiting = Comment.objects.awaiting_decision().filter(~Exists(escalated)).oldest_first()
    return Subquery(waiting.values("received_at")[:1])


_usual = Told(remembered, "usual", Question(_newest_decisions, _median_wait))
