"""How a check's `look` and the moderators' decisions agree, for each guideline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from comments.models import Decision, DecisionGuideline, Verdict
from comments.numbers.decided import first_decisions


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of a guideline: comments with a look, and rejections, and how they fall together."""

    guideline: str
    looks: int = 0
    looks_rejected: int = 0  # under whatever guideline
    looks_rejected_under_it: int = 0
    rejected_under_it: int = 0

    @property
    def misses(self) -> int:
        """Rejections under the guideline of which no check had said `look`."""
        return self.rejected_under_it - self.looks_rejected_under_it


def agreements(days: int, *, evidence_hidden: bool) -> dict[str, Agreement]:
    """By guideline. What was decided with the evidence hidden is apart: there nothing was suggested."""
    first = first_decisions(days).filter(evidence_hidden=evidence_hidden, screening__isnull=False)
    rejections = _rejections(first)
    counted = {
        code: Agreement(code, looks, rejected, under_it, rejections[code])
        for code, looks, rejected, under_it in _looks(first)
    }
    unseen = {code: Agreement(code, 0, 0, 0, number) for code, number in rejections.items()}
    return unseen | counted


def decided_in_all(days: int, *, evidence_hidden: bool) -> int:
    return first_decisions(days).filter(evidence_hidden=evidence_hidden, screening__isnull=False).count()


def _looks(first):
    rejected = Q(screening__decisions__outcome=Decision.Outcome.REJECTED)
    further = DecisionGuideline.objects.filter(
        decision=OuterRef("screening__decisions"), guideline=OuterRef("guideline")
    )
    under_it = rejected & (Q(screening__decisions__guideline=F("guideline")) | Q(Exists(further)))
    # One call of filter(): the decisions that are counted are those that are looked for.
    looks = Verdict.objects.filter(verdict=Verdict.Word.LOOK, screening__decisions__in=first)
    return (
        looks.values("guideline")
        .annotate(n=Count("pk"), rejected=Count("pk", filter=rejected), under_it=Count("pk", filter=under_it))
        .values_list("guideline", "n", "rejected", "under_it")
        .order_by()
    )


def _rejections(first) -> Counter[str]:
    counted: Counter[str] = Counter()
    leading = first.filter(outcome=Decision.Outcome.REJECTED).values_list("guideline")
    further = DecisionGuideline.objects.filter(decision__in=first).values_list("guideline")
    for rows in (leading, further):
        counted.update(dict(rows.annotate(n=Count("pk")).order_by()))
    return counted
