"""Answering so that nothing typed is lost: the form once more, with its words and what to do."""

from __future__ import annotations

import math

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from comments.discussion_shown import form_context
from comments.forms import CommentForm
from comments.pages import Page
from comments.refusals import Refusal, Throttled


def form_again(
    request, page: Page, form: CommentForm, *, status: int, refusal: Refusal | str = "", answered=None
):
    """The form as it was sent, under what is wrong with it."""
    context = form_context(page, form, answered=answered) | {"page": page, "refusal": refusal}
    template = "comments/_submit_swap.html" if _is_swap(request) else "comments/submit.html"
    return _uncached(render(request, template, context, status=status))


def words_again(request, words: str, *, status: int, title: str, explanation: str):
    """The words alone, to be copied: there is nothing to send them to."""
    context = {"title": title, "explanation": explanation, "text": words}
    template = "comments/_words_again.html" if _is_swap(request) else "comments/words_again.html"
    return _uncached(render(request, template, context, status=status))


def retry_after(response, refusal: Throttled):
    seconds = math.ceil((refusal.retry_at - timezone.now()).total_seconds())
    response["Retry-After"] = str(max(seconds, 1))
    return response


def _is_swap(request) -> bool:
    """Whether htmx will put the answer where the form stands."""
    return request.headers.get("HX-Request") == "true"


def _uncached(response):
    add_never_cache_headers(response)
    return response
