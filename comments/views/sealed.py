"""What is needed to see that a comment's words, and what was decided, are what was sealed."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.models import Comment
from comments.sealing.shown import ShownRow, sealed_comment, sealed_decisions
from comments.views.private import private
from comments.views.receipt import receipt_of


@never_cache
@require_safe
def sealed(request, pk: int):
    """Of a published comment, for anybody."""
    comment = Comment.objects.filter(pk=pk, status=Comment.Status.APPROVED).first()
    if comment is None:
        raise Http404("No such comment is published.")
    return JsonResponse(_words(comment))


@require_safe
@private
def sealed_by_receipt(request, token: str):
    """Of any comment, for its author, with every decision that they have been told."""
    comment = receipt_of(token).comment
    decisions = sealed_decisions(comment, comment.decision_told())
    return JsonResponse(_words(comment) | {"decisions": [_record(decision) for decision in decisions]})


def _words(comment: Comment) -> dict[str, Any]:
    words = {"words": comment.text, "salt": comment.salt, "digest": comment.digest}
    return words | _record(sealed_comment(comment))


def _record(shown: ShownRow | None) -> dict[str, Any]:
    return {
        "row": json.loads(shown.line) if shown else None,
        "facts_salt": shown.salt if shown else None,
        "facts": shown.facts if shown else None,
        "seal": json.loads(shown.seal_line) if shown else None,
    }
