"""Answering so that nothing typed is lost: the form once more, with its words and what to do."""

from __future__ import annotations

import math

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from comments.form_shown import form_context
from comments.forms import CommentForm
from comments.pages import Page
from comments.refusals import Refusal, SecondThoughts, Throttled

# Fields in which people write, beside those of a comment.
WRITTEN = ("statement", "explanation", "quotes", "note", "reason", "text", "title", "words")


def form_again(
    request,
    page: Page,
    form: CommentForm,
    *,
    status: int,
    refusal: Refusal | str = "",
    thoughts: SecondThoughts | None = None,
    answered=None,
):
    """The form as it was sent, under what is wrong with it, or what its author may want to think over."""
    context = form_context(page, form, answered=answered) | {"page": page, "refusal": refusal}
    if form.was_signed_out:
        context["login_url"] = resolve_url(settings.LOGIN_URL)
    if thoughts:
        context["thoughts"] = [each for each in context["guidelines"] if each.code in thoughts.codes]
    template = "comments/_submit_swap.html" if _is_swap(request) else "comments/submit.html"
    return _uncached(render(request, template, context, status=status))


def words_again(request, words: str, *, status: int, title: str, explanation: str):
    """The words alone, to be copied: there is nothing to send them to."""
    context = {"title": title, "explanation": explanation, "text": words}
    template = "comments/_words_again.html" if _is_swap(request) else "comments/words_again.html"
    return _uncached(render(request, template, context, status=status))


def words_gone(request, explanation: str):
    """Where what the words were about is not there: the words, or a plain 404 where none were typed."""
    if not (typed := typed_in(request)):
        raise Http404(explanation)
    return words_again(request, typed, status=404, title=_("Nothing was sent"), explanation=explanation)


def typed_in(request) -> str:
    """All that was written in whichever form of ours was sent."""
    return "\n\n".join(filter(None, (request.POST.get(name) for name in WRITTEN)))


def words_sent(request) -> str:
    """For `handler500`: what was typed, as far as the request can still be read."""
    if request.method != "POST":
        return ""
    try:
        return typed_in(request)
    except (SuspiciousOperation, OSError):
        return ""


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
