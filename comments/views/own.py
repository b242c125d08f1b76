"""What this reader has written, as far as we can tell."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.identity import known_authors
from comments.models import Attribution, Comment
from comments.receipt_shown import ShownReceipt
from comments.views.private import private

PER_PAGE = 30


@require_safe
@private
def mine(request):
    theirs = known_authors(request)
    # Two ways to a few comments each, by their keys: asked for at once, neither would go by its index.
    written, claimed = (
        Q(author__in=theirs),
        Q(pk__in=Attribution.objects.filter(author__in=theirs).values("comment")),
    )
    comments = Comment.objects.filter(written | claimed, receipt__token__isnull=False)
    comments = comments.select_related("discussion", "receipt").prefetch_related("decisions")
    page = Paginator(comments.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [(comment, ShownReceipt.of(comment)) for comment in page]}
    return render(request, "comments/mine.html", context)
