"""Feeds and counts: the same for everybody, kept by whoever likes, and asked about each time."""

from __future__ import annotations

from functools import wraps
from hashlib import blake2b

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from comments.conf import setting
from comments.counts import MOST_PAGES, counts_of
from comments.feeds import Feed, feed_of, feed_of_site


def for_everybody(view):
    """Any cache may keep it, and asks each time whether it holds: what leaves public view leaves at once."""

    @wraps(view)
    @require_safe
    def answered(request, *arguments, **named):
        response = view(request, *arguments, **named)
        response["Cache-Control"] = "public, no-cache"
        response["Access-Control-Allow-Origin"] = "*"
        response.is_of_no_language = True
        if response.status_code != 200:
            return response
        response["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
        if response["ETag"] in _known(request):
            response.status_code, response.content = 304, b""
            del response["Content-Type"]
        return response

    return answered


@for_everybody
def feed(request, pk: int):
    found = feed_of(pk)
    if found is None:
        raise Http404
    return _atom(request, found)


@for_everybody
def feed_of_all(request):
    return _atom(request, feed_of_site())


@for_everybody
def counts(request):
    """`?page=KEY&page=KEY…`: how many comments are public on each."""
    keys = list(dict.fromkeys(request.GET.getlist("page")))
    if not 1 <= len(keys) <= MOST_PAGES:
        said = f"Name 1 to {MOST_PAGES} pages, each as ?page=KEY."
        return JsonResponse({"error": said}, status=400)
    return JsonResponse({"counts": counts_of(keys)}, json_dumps_params={"sort_keys": True})


def _atom(request, found: Feed) -> HttpResponse:
    base = setting("BASE_URL") or f"{request.scheme}://{request.get_host()}"
    xml = found.xml(base=base.rstrip("/"), address=base.rstrip("/") + request.path)
    return HttpResponse(xml, content_type="application/atom+xml; charset=utf-8")


def _known(request) -> list[str]:
    """Whole copies and compressed ones: a proxy that compresses makes the tag a weak one."""
    return [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
