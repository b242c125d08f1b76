"""What had been decided of a comment before a decision, and whether it was public then."""

from __future__ import annotations

from datetime import datetime

from comments.models import Comment, Decision


def first_of(decision: Decision) -> Decision:
    """An appeal that confirms goes on with what the decision appealed began."""
    return decision.appeal.decision if decision.appeal else decision


def stood_before(comment: Comment, decision: Decision) -> list[Decision]:
    """What had been decided until then and not taken back, in order."""
    earlier = [each for each in comment.decisions_in_order if each.number < decision.number]
    undone = {each.undoes_id for each in earlier}
    return [each for each in earlier if each.outcome != Decision.Outcome.UNDONE and each.pk not in undone]


def public_since(rejection: Decision) -> datetime | None:
    """Since when it was public when it was rejected. Keeping a reported comment does not publish it anew."""
    since = None
    for each in reversed(stood_before(rejection.comment, first_of(rejection))):
        if each.outcome != Decision.Outcome.APPROVED:
            break
        since = each.decided_at
    return since
