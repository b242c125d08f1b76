"""What the newsroom has decided, as examples: the newest decisions that stand, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from comments import clock
from comments.learning.example import Example
from comments.models import Appeal, Decision, Guideline, Term
from comments.models.submitting import submission
from comments.screening import screen


def decided(newest: int, *, now: datetime | None = None) -> list[Decision]:
    """Not undone, past their undo window, not under appeal, and of words that are still there."""
    now = now or clock.now()
    standing = Decision.objects.not_undone()
    later = standing.filter(comment=OuterRef("comment"), number__gt=OuterRef("number"))
    contested = Appeal.objects.open().filter(decision=OuterRef("pk"))
    found = standing.filter(~Exists(later), ~Exists(contested), comment__status__in=["approved", "rejected"])
    found = found.select_related("comment__discussion", "comment__in_reply_to")
    found = found.prefetch_related("further").order_by("-decided_at", "-pk")[:newest]
    return [decision for decision in reversed(found) if not decision.is_undoable(now=now)]


def examples(decisions: Iterable[Decision]) -> Iterator[Example]:
    """Each comment as the checks read it today, without what was learned before."""
    codes = list(Guideline.objects.in_force().in_order().values_list("code", flat=True))
    terms = Term.objects.snapshot()
    names: dict[int, tuple[str, ...]] = {}
    for decision in decisions:
        comment, discussion = decision.comment, decision.comment.discussion
        if discussion.pk not in names:
            names[discussion.pk] = discussion.names()
        told = submission(discussion, comment.text, comment.in_reply_to, names=names[discussion.pk])
        yield Example(
            text=comment.text,
            screened=screen(told, codes=codes, terms=terms),
            rejected_under=_guidelines(decision),
            is_evidence_hidden=decision.evidence_hidden,
        )


def _guidelines(decision: Decision) -> frozenset[str]:
    leading = [decision.guideline_id] if decision.guideline_id else []
    return frozenset([*leading, *(row.guideline_id for row in decision.further.all())])
