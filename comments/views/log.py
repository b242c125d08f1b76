"""The public log of decisions, a bounded number at a time."""

from __future__ import annotations

import re

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from comments.conf import setting
from comments.transparency.files import log_document
from comments.transparency.log import NoSuchPlace, Page, page_of_log
from comments.transparency.months import begin_of, month_after, month_named
from comments.transparency.shown import month_shown

NUMBER = re.compile(r"[1-9][0-9]{0,17}")
FRESH_FOR = 60


@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
def log(request):
    page = _page(request)
    month = month_named(request.GET.get("month", ""))
    context = {
        "entries": page.entries,
        "next_query": _next_query(request, page),
        "is_first": "before" not in request.GET and month is None,
        "month": month_shown(month) if month else "",
        "shows_names": setting("PUBLIC_LOG_NAMES"),
    }
    return render(request, "comments/log.html", context)


@require_safe
@conditional_page
@cache_control(public=True, max_age=FRESH_FOR)
def log_as_json(request):
    page = _page(request)
    query = _next_query(request, page)
    address = f"{reverse('comments:log_json')}?{query}" if query else None
    return JsonResponse(log_document(page.entries, next_address=address))


def _page(request) -> Page:
    before, month = request.GET.get("before"), request.GET.get("month")
    named = month_named(month) if month is not None else None
    if (before is not None and not NUMBER.fullmatch(before)) or (month is not None and named is None):
        raise Http404("There is no such place in the log.")
    try:
        return page_of_log(
            before=int(before) if before else None,
            until=begin_of(month_after(named)) if named else None,
        )
    except NoSuchPlace:
        raise Http404("There is no such place in the log.") from None


def _next_query(request, page: Page) -> str:
    if page.next_before is None:
        return ""
    query = {"before": page.next_before}
    return urlencode({"month": request.GET["month"], **query} if "month" in request.GET else query)
