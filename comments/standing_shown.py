"""What a reader is told of their standing where they would write: before they have typed anything."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from comments.identity import known_authors_keys
from comments.keeping import Remembered
from comments.models import Standing
from comments.models.bearer import Subject, email_keys, network_keys
from comments.network import network_of
from comments.together import Question, Rows, Told

# A page must not ask for every reader's standing each time; what is a minute old, the verb puts right.
remembered = Remembered(seconds=60)
MOST_BOUND = 1000  # where more are in force, each reader's own are asked for


def standing_told(request) -> Standing | None:
    """The weightiest in force for whoever asks, by account, browser, address or network."""
    bound: dict[str, int] | None = _bound.get()
    if bound is None:
        standings = _of_reader(request)
    elif bound and (found := {bound[key] for key in _keys(request) if key in bound}):
        standings = Standing.objects.in_force().filter(pk__in=found)
    else:
        return None
    return max(standings, key=lambda one: (one.is_barring, one.until or Standing.NO_END), default=None)


def _in_force() -> QuerySet:
    columns = ("pk", "subject", "key", "author__kind", "author__key")
    return Standing.objects.in_force().order_by("pk").values_list(*columns)[: MOST_BOUND + 1]


def _by_bearer(rows: Rows) -> dict[str, int] | None:
    """What is in force, by what a request can show of its bearer. None where it is too much to remember."""
    if len(rows) > MOST_BOUND:
        return None
    return {
        (f"{kind}:{key}" if subject == Subject.AUTHOR else bearer): pk
        for pk, subject, bearer, kind, key in rows
    }


def _of_reader(request) -> QuerySet:
    wanted = ~Q(subject=Subject.AUTHOR) & Q(key__in=_others_keys(request))
    for kind, key in known_authors_keys(request):
        wanted |= Q(subject=Subject.AUTHOR, author__kind=kind, author__key=key)
    return Standing.objects.in_force().filter(wanted)


def _keys(request) -> Iterable[str]:
    yield from (f"{kind}:{key}" for kind, key in known_authors_keys(request))
    yield from _others_keys(request)


def _others_keys(request) -> list[str]:
    """Of an address or a network, which bear a standing under a digest of their own."""
    keys: list[str] = []
    if request.user.is_authenticated and request.user.email:
        keys += email_keys(request.user.email)
    return [*keys, *network_keys(network_of(request))]


_bound = Told(remembered, "bound", Question(_in_force, _by_bearer))
