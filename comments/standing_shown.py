"""What a reader is told of their standing where they would write: before they have typed anything."""

from __future__ import annotations

from comments import waiting
from comments.identity import known_authors_keys
from comments.keeping import Remembered
from comments.models import Standing
from comments.models.bearer import Subject, email_keys, network_keys
from comments.network import network_of

# A page must not ask for every reader's standing each time; what is a minute old, the verb puts right.
remembered = Remembered(seconds=60)


def standing_told(request) -> Standing | None:
    """The weightiest in force for whoever asks, by account, browser, address or network."""
    if not waiting.is_remembered():
        return None  # the page is asking for that just now: one of the two a page, so that it stays at six
    bound: dict[str, int] = remembered.get_or_set("bound", _bound)
    if not bound:
        return None
    found = {bound[key] for key in _keys(request) if key in bound}
    if not found:
        return None
    standings = Standing.objects.in_force().filter(pk__in=found)
    return max(standings, key=lambda one: (one.is_barring, one.until or Standing.NO_END), default=None)


def _bound() -> dict[str, int]:
    """What is in force, by what a request can show of its bearer."""
    columns = ("pk", "subject", "key", "author__kind", "author__key")
    return {
        (f"{kind}:{key}" if subject == Subject.AUTHOR else bearer): pk
        for pk, subject, bearer, kind, key in Standing.objects.in_force().values_list(*columns)
    }


def _keys(request) -> list[str]:
    keys = [f"{kind}:{key}" for kind, key in known_authors_keys(request)]
    if request.user.is_authenticated and request.user.email:
        keys += email_keys(request.user.email)
    return [*keys, *network_keys(network_of(request))]
