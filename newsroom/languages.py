"""The language a reader is answered in: as they chose, else as their browser asks, else English.

Only words of ours change with it. An article, its thread and its guidelines stay in their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from comments.directions import direction
from comments.languages import supported


@dataclass(frozen=True, slots=True)
class Offer:
    """A language in the chooser, by its own name."""

    code: str
    name: str
    is_chosen: bool

    @property
    def direction(self) -> str:
        return direction(self.code)


def speaking(get_response):
    """Django's LocaleMiddleware, but for Kurdish tags, and that it gives the language back.

    Otherwise an answer made before it runs, to a forged Host for one, would be in the last reader's language.
    """

    def middleware(request):
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        if getattr(response, "is_of_no_language", False):
            return response
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return middleware


def offered(request) -> list[Offer]:
    """What the page can be read in. Nothing where it answers a form: leaving would lose what it holds."""
    if request.method not in ("GET", "HEAD"):
        return []
    chosen = translation.get_language()
    return [Offer(code, name, code == chosen) for code, name in settings.LANGUAGES]


def language_of(request) -> str:
    asked = (tag for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    for tag in (request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), *asked):
        if tag == "*":
            break
        if language := supported(tag):
            return language
    return settings.LANGUAGE_CODE
