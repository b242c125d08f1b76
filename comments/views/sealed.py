"""Of a published comment: what anybody needs to see that its words are those that were sealed."""

from __future__ import annotations

import json

from django.http import Http404, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.models import Comment
from comments.sealing.shown import sealed_comment


@never_cache
@require_safe
def sealed(request, pk: int):
    comment = Comment.objects.filter(pk=pk, status=Comment.Status.APPROVED).first()
    if comment is None:
        raise Http404("No such comment is published.")
    shown = sealed_comment(comment)
    said = {
        "words": comment.text,
        "salt": comment.salt,
        "digest": comment.digest,
        "row": json.loads(shown.line) if shown else None,
        "facts_salt": shown.salt if shown else None,
        "facts": shown.facts if shown else None,
        "seal": json.loads(shown.seal_line) if shown else None,
    }
    return JsonResponse(said)
