"""How appeals ended, by the guideline of the decision that was appealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from comments import clock
from comments.models import Decision


@dataclass(frozen=True, slots=True)
class Appealed:
    guideline: str
    confirmed: int
    overturned: int


def appealed(days: int) -> dict[str, Appealed]:
    """Answered in the last `days`."""
    answers = Decision.objects.not_undone().filter(
        appeal__isnull=False, decided_at__gte=clock.now() - timedelta(days=days)
    )
    counted = answers.values("appeal__decision__guideline").annotate(
        confirmed=Count("pk", filter=Q(outcome=Decision.Outcome.REJECTED)),
        overturned=Count("pk", filter=Q(outcome=Decision.Outcome.APPROVED)),
    )
    rows = counted.values_list("appeal__decision__guideline", "confirmed", "overturned").order_by()
    return {code: Appealed(code, confirmed, overturned) for code, confirmed, overturned in rows}
