"""Who may come to the desk, and by which door: looking by GET, acting by POST alone."""

from __future__ import annotations

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

LOOKING = ("comments.view_comment", "comments.decide_comment")
DECIDING = "comments.decide_comment"


def may_look(user) -> bool:
    return any(map(user.has_perm, LOOKING))


def may_decide(user) -> bool:
    return user.has_perm(DECIDING)


def looking(view):
    """For staff who may see comments. Changes nothing."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not may_look(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_safe(inner)


def deciding(view):
    """For moderators, by POST."""
    return _by_post(view, may_decide)


def looking_by_post(view):
    """For staff who may see comments, and change how they see them."""
    return _by_post(view, may_look)


def _by_post(view, may):
    """Signing in again leads here by GET: that shows the desk instead."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not may(request.user):
            raise PermissionDenied
        if request.method == "POST":
            return view(request, *args, **kwargs)
        if "pk" in kwargs:
            return redirect("admin:comments_desk_card", pk=kwargs["pk"])
        return redirect("admin:comments_desk")

    return inner
