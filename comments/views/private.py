"""Pages for one reader alone."""

from __future__ import annotations

from functools import wraps

from django.views.decorators.cache import cache_control


def private(view):
    """Kept by no cache, listed by no search engine, and its address told to no other site."""

    @wraps(view)
    @cache_control(no_store=True, private=True)
    def private_view(request, *arguments, **named):
        response = view(request, *arguments, **named)
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": browsers would then send `Origin: null` with our own forms, and the CSRF check
        # refuse every appeal and withdrawal. This one tells the site's name and never the path.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return private_view
