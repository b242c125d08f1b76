"""How much may be sent in how short a time, by browser or account and by network. See `POSTING_LIMITS`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.conf import setting
from comments.models import Author, Comment, Report
from comments.refusals import Throttled


def refuse_flood_of_comments(*, author: Author, network: str) -> None:
    """Raises Throttled, which knows when there is room again. Counts the comments themselves."""
    now = timezone.now()
    retries = [_room_at(Comment.objects.filter(author=author), "received_at", author.kind, now)]
    if network:
        comments = Comment.objects.filter(network=network)
        retries.append(_room_at(comments, "received_at", network_scope(network), now))
    _refuse(retries)


def refuse_flood_of_reports(*, author: Author, network: str) -> None:
    """Raises Throttled. Reports do not say where they came from, so that half is counted in the cache."""
    now = timezone.now()
    retries = [_room_at(Report.objects.filter(author=author), "reported_at", author.kind, now)]
    if network:
        retries.append(_room_in_cache_at(_key("reports", network), network_scope(network), now))
    _refuse(retries)


def may_ask(*, author: Author, network: str) -> bool:
    """Whether an author may be asked for second thoughts once more.

    Whoever asks again and again what the checks would say is no longer answered: the words are taken.
    """
    now, asked = timezone.now(), _asked(author, network)
    kept = cache.get_many([key for key, _scope in asked])
    return all(len(_within(kept.get(key, []), scope, now)) < _limit(scope)[0] for key, scope in asked)


def count_question(*, author: Author, network: str) -> None:
    now = timezone.now()
    for key, scope in _asked(author, network):
        times = [*_recent(key, scope, now), now]
        cache.set(key, times, timeout=_limit(scope)[1].total_seconds())


def network_scope(network: str) -> str:
    return f"network_{network.partition(':')[0]}"


def _room_at(rows, column: str, scope: str, now: datetime) -> datetime | None:
    """When the oldest of the last so many leaves the window; None while there are fewer."""
    most, window = _limit(scope)
    times = rows.filter(**{f"{column}__gt": now - window}).order_by(f"-{column}")
    oldest = times.values_list(column, flat=True)[most - 1 : most].first()
    return oldest + window if oldest else None


def _room_in_cache_at(key: str, scope: str, now: datetime) -> datetime | None:
    most, window = _limit(scope)
    times = _recent(key, scope, now)
    if len(times) >= most:
        return times[-most] + window
    cache.set(key, [*times, now], timeout=window.total_seconds())
    return None


def _recent(key: str, scope: str, now: datetime) -> list[datetime]:
    """What was counted in the cache, within the window."""
    return _within(cache.get(key, []), scope, now)


def _within(times: list[datetime], scope: str, now: datetime) -> list[datetime]:
    return [time for time in times if time > now - _limit(scope)[1]]


def _asked(author: Author, network: str) -> list[tuple[str, str]]:
    keys = [(_key("asked", author.pk), str(author.kind))]
    return keys + ([(_key("asked", network), network_scope(network))] if network else [])


def _key(what: str, whose: object) -> str:
    """A cache keeps its keys for as long as it likes, so they lead to nobody: no erasure would reach them."""
    return f"comments.{what}:{salted_hmac('comments.limits', str(whose), algorithm='sha256').hexdigest()}"


def _limit(scope: str) -> tuple[int, timedelta]:
    most, seconds = setting("POSTING_LIMITS")[scope]
    return most, timedelta(seconds=seconds)


def _refuse(retries: list[datetime | None]) -> None:
    if times := [time for time in retries if time]:
        raise Throttled(max(times))
