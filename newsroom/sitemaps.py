"""Where the articles are, for search engines: one list, or a list of lists once there are many.

In the order in which they were written down, so that of many lists only the last one grows. A list is made
once of each state of the articles, and answered with 304 to whoever has it.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from html import escape
from math import ceil
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from comments.keeping import Remembered, Shelf
from newsroom.models import Article

MOST_IN_A_LIST = 5_000
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
ANEW_SECONDS = 3600  # what changes in an article and leaves all of its state as it is
kept = Shelf(share=0.05)
remembered = Remembered(seconds=30)


@require_safe
def sitemap(request):
    return _answered(request, 0 if _lists() > 1 else 1)


@require_safe
def part(request, number: int):
    if not 1 <= number <= _lists():
        raise Http404
    return _answered(request, number)


def _answered(request, number: int) -> HttpResponse:
    """The list of that number; 0 is the list of lists."""
    name = (number, *_state().values(), settings.SITE_URL, int(monotonic() // ANEW_SECONDS))
    found: tuple[bytes, str] | None = kept.get(name)
    if found is None:
        content = (_list(number) if number else _list_of_lists()).encode()
        found = content, f'"{blake2b(content, digest_size=12).hexdigest()}"'
        kept.put(name, found, len(content))
    content, etag = found
    headers = {"ETag": etag, "Cache-Control": "public, no-cache", "X-Robots-Tag": "noindex"}
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    response = (
        HttpResponseNotModified(headers=headers)
        if etag in known
        else HttpResponse(content, content_type="application/xml; charset=utf-8", headers=headers)
    )
    response.is_of_no_language = True  # type: ignore[attr-defined]
    return response


def _state() -> dict[str, Any]:
    """Of the published articles, asked for so seldom by each process."""
    return remembered.get_or_set(
        "state",
        lambda: Article.objects.published().aggregate(
            count=Count("pk"), last=Max("pk"), numbers=Sum("pk"), newest=Max("published_at")
        ),
    )


def _lists() -> int:
    return max(1, ceil(_state()["count"] / MOST_IN_A_LIST))


def _list(number: int) -> str:
    articles = Article.objects.published().order_by("pk").values_list("slug", "published_at")
    before, after = Article.around_slug()
    places = (
        _place("url", f"{before}{slug}{after}", published_at)
        for slug, published_at in articles[(number - 1) * MOST_IN_A_LIST : number * MOST_IN_A_LIST]
    )
    return _document("urlset", places)


def _list_of_lists() -> str:
    numbers = range(1, _lists() + 1)
    places = (_place("sitemap", reverse("sitemap_part", args=[number])) for number in numbers)
    return _document("sitemapindex", places)


def _place(element: str, path: str, changed_at: datetime | None = None) -> str:
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<{element}><loc>{escape(settings.SITE_URL + path)}</loc>{changed}</{element}>\n"


def _document(element: str, places) -> str:
    inside = "".join(places)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{SCHEMA}">\n{inside}</{element}>\n'
