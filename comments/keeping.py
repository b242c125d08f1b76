"""What a process keeps of pages it has made, up to so many bytes: the least lately asked for goes first.

Not the site's cache: to ask a shared one takes as long as to make half a page. And what is kept here is named
after the version of what it shows, so that no copy can be stale and none has to be told that it is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic
from typing import Any

from comments.conf import setting

MEGABYTE = 1_000_000
MOST_REMEMBERED = 1000


class Shelf:
    def __init__(self, share: float) -> None:
        """`share` of what COMMENTS["KEPT_MEGABYTES"] allows."""
        self.share = share
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, name: Hashable) -> Any:
        with self._lock:
            found = self._kept.get(name)
            if found is None:
                return None
            self._kept.move_to_end(name)
            return found[0]

    def put(self, name: Hashable, thing: Any, size: int) -> None:
        most = self.share * setting("KEPT_MEGABYTES") * MEGABYTE
        with self._lock:
            self._size += size - self._kept.pop(name, (None, 0))[1]
            self._kept[name] = (thing, size)
            while self._size > most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._size -= gone

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        return self._size


class Remembered:
    """What a process was told by the database, for some seconds. Small, and asked for at every page."""

    def __init__(self, *, seconds: float) -> None:
        self.seconds = seconds
        self._told: dict[Hashable, tuple[float, Any]] = {}

    def get_or_set(self, name: Hashable, ask: Callable[[], Any], *, seconds: float | None = None) -> Any:
        told = self._told.get(name)
        if told is not None and told[0] > monotonic():
            return told[1]
        answer = ask()
        self.put(name, answer, seconds=seconds)
        return answer

    def put(self, name: Hashable, answer: Any, *, seconds: float | None = None) -> None:
        if len(self._told) >= MOST_REMEMBERED:
            self._told.clear()
        self._told[name] = (monotonic() + (self.seconds if seconds is None else seconds), answer)

    def __contains__(self, name: Hashable) -> bool:
        told = self._told.get(name)
        return told is not None and told[0] > monotonic()

    def clear(self) -> None:
        self._told.clear()
