"""A place in a discussion, as the address of a page says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

OLDEST, NEWEST = "oldest", "newest"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """From where on threads are shown: from the thread with comment `start`, or `after` a time and a comment.

    The second needs no comment to be there still: pages follow each other without a gap whatever leaves.
    """

    sort: str = OLDEST
    start: int | None = None
    after: tuple[datetime, int] | None = None
    since: int | None = None  # only what was published since the discussion had this version

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Place:
        """What a reader may have put there themselves is the beginning, where it says nothing."""
        sort = NEWEST if query.get("sort") == NEWEST else OLDEST
        if since := number(query.get("since", "")):
            return cls(since=since)
        start = number(query.get("from", ""))
        return cls(sort, start, None if start else _moment(query.get("after", "")))

    @property
    def query(self) -> str:
        """As it stands in an address, without what goes without saying."""
        said: dict[str, str | int] = {"sort": self.sort} if self.sort != OLDEST else {}
        if self.since:
            said["since"] = self.since
        elif self.start:
            said["from"] = self.start
        elif self.after:
            at, pk = self.after
            said["after"] = f"{(at - EPOCH) // timedelta(microseconds=1)}.{pk}"
        return urlencode(said)

    @property
    def is_beginning(self) -> bool:
        return self.start is None and self.after is None and self.since is None


def number(text: str) -> int | None:
    """A number that can be an id; None for anything else a reader may put in an address."""
    return int(text) or None if text.isascii() and text.isdigit() and len(text) < 19 else None


def _moment(text: str) -> tuple[datetime, int] | None:
    at, _, pk = text.partition(".")
    moment, comment = number(at), number(pk)
    if moment is None or comment is None or moment > LATEST:
        return None
    return EPOCH + timedelta(microseconds=moment), comment
