"""Who is writing: an account, or a browser known by its signed cookie. A name alone has no standing."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from comments.models import Author

COOKIE = "comments_author"
SALT = "comments.author"
LIFETIME = 365 * 24 * 3600


def author_of(request, *, form_key: str) -> Author:
    """Who sent this form, made known if new.

    A browser without a cookie is known by the form it was given: sent twice at once, before either answer has
    brought the cookie, it is still one author and so one comment.
    """
    if request.user.is_authenticated:
        author = Author.objects.of_account(request.user)
    else:
        author = Author.objects.of_browser(_browser_key(request) or _first_key(form_key))
    author.read_in(get_language() or "")
    return author


def known_authors(request):
    """Under whom this reader has written, of all we can tell. Makes nobody known."""
    known = Q(pk=None)
    for kind, key in known_authors_keys(request):
        known |= Q(kind=kind, key=key)
    return Author.objects.filter(known)


def known_authors_keys(request) -> list[tuple[str, str]]:
    """The same as kind and key, for which nothing has to be read."""
    keys: list[tuple[str, str]] = []
    if request.user.is_authenticated:
        keys.append((Author.Kind.ACCOUNT, str(request.user.pk)))
    if key := _browser_key(request):
        keys.append((Author.Kind.BROWSER, key))
    return keys


def remember(response, author: Author):
    """Let the browser show next time who it is. Set when something was sent, never by reading."""
    if author.kind == Author.Kind.BROWSER:
        response.set_signed_cookie(
            COOKIE,
            author.key,
            salt=SALT,
            max_age=LIFETIME,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _browser_key(request) -> str | None:
    """The key in the cookie; None where it is missing, forged or too old."""
    return request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=LIFETIME)


def _first_key(form_key: str) -> str:
    return salted_hmac("comments.browser", form_key, algorithm="sha256").hexdigest()
