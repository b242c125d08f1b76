"""The desk's further pages: who may come in, and the frame they are shown in."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

TEMPLATES = "comments/desk/"


def with_permission(permission: str, *more: str):
    """For staff who have one of these permissions, by GET or POST."""

    def decorate(view):
        @wraps(view)
        def inner(request, *args, **kwargs):
            if not any(map(request.user.has_perm, (permission, *more))):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return require_http_methods(["GET", "HEAD", "POST"])(inner)

    return decorate


def by_post(page: str):
    """Acts by POST alone. Signing in again leads here by GET: that shows the page `page` instead."""

    def decorate(view):
        @wraps(view)
        def inner(request, *args, **kwargs):
            if request.method != "POST":
                return HttpResponseRedirect(reverse(page))
            return view(request, *args, **kwargs)

        return inner

    return decorate


def shown(request, template: str, *, title, status: int = 200, **context: Any) -> HttpResponse:
    """A page in the admin's frame. It may hold readers' words: no cache keeps it."""
    frame = admin.site.each_context(request) | {"title": title, "is_nav_sidebar_enabled": False}
    response = render(request, TEMPLATES + template, frame | context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def seen_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=303)
