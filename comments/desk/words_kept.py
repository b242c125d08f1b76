"""Where nobody may act any more, what was typed is given back: signed out overnight, or demoted meanwhile."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

# What is written by hand. All else in a form is chosen, and quickly chosen again.
WRITTEN = ("explanation", "quotes", "note", "reason", "text", "title", "words")


def words_kept(view, site: AdminSite):
    """With scripts, the page keeps them by itself and is told by the way to sign in."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        words = _written(request) if request.method == "POST" and not request.htmx else ""
        if not words:
            return view(request, *args, **kwargs)
        if not site.has_permission(request):
            return _given_back(request, site, words, is_signed_out=True)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            return _given_back(request, site, words, is_signed_out=False)

    return inner


def _written(request) -> str:
    return "\n\n".join(filter(None, (request.POST.get(name, "").strip() for name in WRITTEN)))


def _given_back(request, site: AdminSite, words: str, *, is_signed_out: bool) -> HttpResponse:
    # By the address alone: the words go into no address, no session and no log.
    sign_in = f"{reverse('admin:login')}?{urlencode({'next': request.get_full_path()})}"
    context: dict[str, Any] = site.each_context(request) | {
        "title": _("Nothing was recorded"),
        "is_nav_sidebar_enabled": False,
        "words": words,
        "sign_in": sign_in if is_signed_out else "",
    }
    response = render(request, "comments/desk/words_kept.html", context, status=403)
    response["Cache-Control"] = "no-store, private"
    return response
