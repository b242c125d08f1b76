"""Articles that are kept whole, answered before everything that only other answers need.

Session, messages, accounts and the address table take longer than to send a page that is there already. What
they would have added to it is known from when the same page last went through them: see `kept_pages`. So
whatever may answer differently by something that `kept_pages` does not look at has to stand before this.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls.converters import SlugConverter
from django.utils import translation
from django_structlog.middlewares import RequestMiddleware

from comments.discussion_shown import ShownDiscussion
from comments.kept_pages import is_for_anybody, kept_answer, learn_headers
from newsroom.article_read import article_read
from newsroom.languages import language_of
from newsroom.models import Article
from newsroom.views import ARTICLE

# What is longer than any place in a discussion may be a fault, which is for others to answer.
LONGEST_QUERY = 200


def answering(get_response):
    """Falls through to everything else wherever there is any doubt."""
    csrf = CsrfViewMiddleware(get_response)
    logged = RequestMiddleware(lambda request: request.early_answer)  # type: ignore[attr-defined]

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = _early(request, csrf)
        if answer is None:
            return learn_headers(get_response(request))
        request.early_answer = answer  # type: ignore[attr-defined]
        return logged(request)  # type: ignore[return-value]

    return middleware


def _early(request: HttpRequest, csrf: CsrfViewMiddleware) -> HttpResponse | None:
    found = _addresses(request.META.get("SCRIPT_NAME", "")).fullmatch(request.path)
    if not found or not _is_simple(request) or not is_for_anybody(request):
        return None
    try:
        read = article_read(request, found[1])
    except Error:
        return None  # to be met again where it is told as it should be
    if read is None:
        return None
    request.user = AnonymousUser()
    csrf.process_request(request)
    with translation.override(language_of(request)):
        shown = ShownDiscussion.with_read(request, read.article, read.discussion)
        answer = kept_answer(request, ARTICLE, shown, read.state)
    return answer and csrf.process_response(request, answer)  # type: ignore[return-value]


def _is_simple(request: HttpRequest) -> bool:
    """Nothing is sent along that somebody might have to refuse."""
    sent, query = request.META.get("CONTENT_LENGTH"), request.META.get("QUERY_STRING", "")
    return sent in (None, "", "0") and len(query) <= LONGEST_QUERY


@lru_cache(maxsize=4)
def _addresses(script: str) -> re.Pattern:
    """Of articles, where the site lives under that path."""
    before, after = Article.around_slug()
    return re.compile(f"{re.escape(before)}({SlugConverter.regex}){re.escape(after)}")
