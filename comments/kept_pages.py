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
from comments.standing_shown import standing_told
from comments.waiting import usual_wait

kept = Shelf(share=0.5)
DIGEST_SIZE = 12
HEADERS_SIZE = 2000
# Each answer has its own. What stands in cookies is no header yet.
OWN_HEADERS = ("ETag", "Content-Length")


@dataclass(slots=True)
class KeptPage:
    """`texts` with a gap between each two. `headers` of a whole answer, once one was given."""

    texts: tuple[bytes, ...]
    gaps: tuple[str, ...]
    digest: bytes
    headers: dict[str, str] | None = None

    @classmethod
    def of(cls, html: str) -> KeptPage:
        parts = pieces(html)
        digest = blake2b("\0".join(parts).encode(), digest_size=DIGEST_SIZE).digest()
        return cls(tuple(text.encode() for text in parts[::2]), tuple(parts[1::2]), digest)

    @property
    def has_form(self) -> bool:
        return "token" in self.gaps

    @property
    def size(self) -> int:
        return sum(map(len, self.texts)) + HEADERS_SIZE

    def filled(self, words: dict[str, str]) -> bytes:
        parts = [self.texts[0]]
        for gap, text in zip(self.gaps, self.texts[1:], strict=True):
            parts += (words[gap].encode(), text)
        return b"".join(parts)


def render_kept(
    request: HttpRequest, template: str, context: dict[str, Any], *, page: Page, state: Hashable = ""
) -> HttpResponse:
    """`state` names what else the page shows, apart from its discussion: another state, another page."""
    shown = ShownDiscussion.of(request, page)
    # First: what has to be asked for this reader alone brings along what is due for all.
    news = News.of(request, shown)
    if is_for_anybody(request) and standing_told(request) is None:
        kept_page = _page(request, template, context, shown, state)
        response = _answered(request, kept_page, news, {})
        response.kept_page = kept_page  # type: ignore[attr-defined]
    else:
        response = render(request, template, context)
    if not shown.place.is_beginning or "reply_to" in request.GET:
        response["X-Robots-Tag"] = "noindex"
    news.remember(response)
    response["Cache-Control"] = "private, no-cache"
    return response


def is_for_anybody(request: HttpRequest) -> bool:
    """Nothing is known of who asks that the page would show, but perhaps how they stand."""
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    is_read = request.method in ("GET", "HEAD") and "HTTP_HX_REQUEST" not in request.META
    return is_read and not is_known and "reply_to" not in request.GET


def learn_headers(response: HttpResponse) -> HttpResponse:
    """Called with answers as they leave, for `kept_answer`."""
    page: KeptPage | None = getattr(response, "kept_page", None)
    if page is not None and page.headers is None and response.status_code == 200:
        headers = {name: value for name, value in response.headers.items() if name not in OWN_HEADERS}
        # A policy that is made for one answer alone would be none for another.
        if not any("nonce-" in value for value in headers.values()):
            page.headers = headers
    return response


def kept_answer(
    request: HttpRequest, template: str, shown: ShownDiscussion, state: Hashable
) -> HttpResponse | None:
    """What `render_kept` and all middleware would answer, whole. None where they have not done so before.

    For who `is_for_anybody`. Only the cookie of the form's token is left to whoever asks.
    """
    news = News.of(request, shown)
    page: KeptPage | None = kept.get(_name(request, template, shown, state))
    if page is None or page.headers is None or standing_told(request) is not None:
        return None
    response = _answered(request, page, news, page.headers)
    news.remember(response)
    if response.status_code == 200:
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _page(request, template: str, context: dict, shown: ShownDiscussion, state: Hashable) -> KeptPage:
    name = _name(request, template, shown, state)
    found: KeptPage | None = kept.get(name)
    if found is None:
        found = KeptPage.of(_rendered_for_nobody(request, template, context, shown))
        kept.put(name, found, found.size)
    return found


def _name(request, template: str, shown: ShownDiscussion, state: Hashable) -> Hashable:
    discussion, wait = shown.discussion, usual_wait()
    return (
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


def _answered(request, page: KeptPage, news: News, headers: dict[str, str]) -> HttpResponse:
    # Asking for the token sends its cookie once more, which an older copy needs as little as the page.
    secret = request.META.get("CSRF_COOKIE") if page.has_form else ""
    if secret is not None and "HTTP_IF_NONE_MATCH" in request.META:
        etag = _etag(page, secret, news)
        if etag in parse_etags(request.META["HTTP_IF_NONE_MATCH"]):
            return HttpResponseNotModified(headers=headers | {"ETag": etag})
    words = {"token": "", "ticket": "", "news": news.html}
    if page.has_form:
        words |= {"token": get_token(request), "ticket": new_ticket()}
    etag = _etag(page, request.META["CSRF_COOKIE"] if page.has_form else "", news)
    return HttpResponse(page.filled(words), headers=headers | {"ETag": etag})


def _etag(page: KeptPage, secret: str, news: News) -> str:
    """Weak, as no two copies have the same token. Another secret behind the token, another tag: the token
    of an old copy would not fit it. And another one long before the ticket in the copy is too old.
    """
    period = int(time.time() / (setting("FORM_SECONDS")[1] / 4)) if page.has_form else 0
    said = f"{secret} {period} {news.html}".encode()
    known = blake2b(page.digest + said, digest_size=DIGEST_SIZE)
    return f'W/"{known.hexdigest()}"'
