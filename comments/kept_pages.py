"""Pages with a discussion, kept for whoever is nobody in particular, and told from older copies by an ETag.

    return render_kept(request, "news/article.html", {"article": article}, page=article, state=article.state)

renders as `django.shortcuts.render` does, but once for each version of the discussion. It renders for nobody:
the request that templates see then has no cookies, no session, no address and nobody signed in. So nothing of
one reader can get into what is kept for all. The form's token and its ticket are gaps, filled for each.
"""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import get_language

from comments.conf import setting
from comments.discussion_shown import ShownDiscussion
from comments.form_ticket import new_ticket
from comments.gaps import Gaps, pieces
from comments.keeping import Shelf
from comments.moments import roughly
from comments.news import News
from comments.pages import Page
from comments.places import Place
from comments.standing_shown import standing_told
from comments.waiting import usual_wait

kept = Shelf(share=0.5)
DIGEST_SIZE = 12


@dataclass(frozen=True, slots=True)
class KeptPage:
    pieces: tuple[str, ...]
    digest: bytes
    has_form: bool

    @classmethod
    def of(cls, html: str) -> KeptPage:
        parts = tuple(pieces(html))
        digest = blake2b("\0".join(parts).encode(), digest_size=DIGEST_SIZE).digest()
        return cls(parts, digest, "token" in parts[1::2])


def render_kept(
    request: HttpRequest, template: str, context: dict[str, Any], *, page: Page, state: Hashable = ""
) -> HttpResponse:
    """`state` names what else the page shows, apart from its discussion: another state, another page."""
    shown = ShownDiscussion(page, Place.asked(request.GET))
    request.shown_discussion = shown  # type: ignore[attr-defined]
    if not _is_for_nobody(request):
        response = render(request, template, context)
    else:
        response = _answered(
            request, _page(request, template, context, shown, state), News.of(request, shown)
        )
    if not shown.place.is_beginning or "reply_to" in request.GET:
        response["X-Robots-Tag"] = "noindex"
    News.of(request, shown).remember(response)
    response["Cache-Control"] = "private, no-cache"
    return response


def _is_for_nobody(request: HttpRequest) -> bool:
    """Nothing is known of who asks that the page would show."""
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    is_read = request.method in ("GET", "HEAD") and "HX-Request" not in request.headers
    return is_read and not is_known and "reply_to" not in request.GET and standing_told(request) is None


def _page(request, template: str, context: dict, shown: ShownDiscussion, state: Hashable) -> KeptPage:
    discussion, wait = shown.discussion, usual_wait()
    name = (
        template,
        state,
        shown.place,
        get_language(),
        timezone.get_current_timezone_name(),
        request.scheme,
        request.META.get("HTTP_HOST"),
        shown.openness,
        wait and roughly(wait),
        discussion and (discussion.pk, discussion.version),
        shown.guidelines_state,
    )
    found = kept.get(name)
    if found is None:
        found = KeptPage.of(_rendered_for_nobody(request, template, context, shown))
        kept.put(name, found, 2 * sum(map(len, found.pieces)))
    return found


class Nobody(HttpRequest):
    """A request for the same page by somebody of whom nothing is known."""

    def __init__(self, request: HttpRequest, shown: ShownDiscussion) -> None:
        super().__init__()
        self.method, self.path, self.path_info = "GET", request.path, request.path_info
        self.resolver_match = request.resolver_match
        self.META = {
            "HTTP_HOST": request.get_host(),
            "QUERY_STRING": shown.place.query,
            "REQUEST_METHOD": "GET",
        }
        self.GET = QueryDict(shown.place.query)
        self.user = AnonymousUser()
        self.LANGUAGE_CODE = get_language()
        self.shown_discussion = shown
        self._as = request.scheme

    def _get_scheme(self) -> str | None:
        return self._as


def _rendered_for_nobody(request, template: str, context: dict, shown: ShownDiscussion) -> str:
    shown.gaps = True
    return render_to_string(template, context | {"csrf_token": Gaps.token}, Nobody(request, shown))


def _answered(request: HttpRequest, page: KeptPage, news: News) -> HttpResponse:
    # Asking for the token sends its cookie once more, which an older copy needs as little as the page.
    secret = request.META.get("CSRF_COOKIE") if page.has_form else ""
    if secret is not None and "HTTP_IF_NONE_MATCH" in request.META:
        etag = _etag(page, secret, news)
        if etag in parse_etags(request.META["HTTP_IF_NONE_MATCH"]):
            return HttpResponseNotModified(headers={"ETag": etag})
    filled = {"token": "", "ticket": "", "news": news.html}
    if page.has_form:
        filled |= {"token": get_token(request), "ticket": new_ticket()}
    parts = list(page.pieces)
    parts[1::2] = [filled[name] for name in parts[1::2]]
    etag = _etag(page, request.META["CSRF_COOKIE"] if page.has_form else "", news)
    return HttpResponse("".join(parts), headers={"ETag": etag})


def _etag(page: KeptPage, secret: str, news: News) -> str:
    """Weak, as no two copies have the same token. Another secret behind the token, another tag: the token
    of an old copy would not fit it. And another one long before the ticket in the copy is too old.
    """
    period = int(time.time() / (setting("FORM_SECONDS")[1] / 4)) if page.has_form else 0
    said = f"{secret} {period} {news.html}".encode()
    known = blake2b(page.digest + said, digest_size=DIGEST_SIZE)
    return f'W/"{known.hexdigest()}"'
