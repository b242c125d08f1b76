"""A page's discussion, as every page asks for it: in one query, of the page itself if need be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from comments import clock
from comments.conf import setting
from comments.guidelines_shown import guidelines_state_sql
from comments.models import Discussion, WaitingCap
from comments.pages import Page, key_of
from comments.prepared import Beside, Prepared


@dataclass(frozen=True, slots=True)
class ReadDiscussion:
    """What a page asks of its discussion, with the caps on what waits and the guidelines."""

    pk: int
    closed_at: datetime | None
    slow_seconds: int
    most_waiting: int | None
    version: int
    published_count: int
    cap_number: int | None
    cap_most: int | None
    cap_most_on_page: int | None
    guidelines_state: str

    @property
    def is_open(self) -> bool:
        return self.closed_at is None or self.closed_at > clock.now()

    @property
    def pace(self) -> timedelta:
        return timedelta(seconds=self.slow_seconds)


def _discussions(site: str, key: str | Subquery):
    discussions = Discussion.objects.filter(site=site, key=key).annotate(
        version=Coalesce("shown__version", 0),
        published_count=Coalesce("shown__published_count", 0),
        guidelines_state=RawSQL(guidelines_state_sql(), [], output_field=TextField()),
    )
    return WaitingCap.objects.told_with(discussions).values(*(each.name for each in fields(ReadDiscussion)))


_prepared = Prepared(_discussions, site=str, key=str)


def discussion_read(page: Page) -> ReadDiscussion | None:
    """The page's discussion, in one query. None before the first comment."""
    row = _prepared.raw_row(site=setting("SITE"), key=key_of(page))
    return _known(row) if row else None


class PageRead:
    """A page's own row and its discussion, in one query: a site whose pages are rows may ask so.

    `keys` makes the query of what the page's discussion is kept under, from some of what `pages` takes.
    """

    def __init__(self, pages: Prepared, keys: Callable[..., QuerySet], **types: type) -> None:
        def discussions(site: str, **named: Any):
            return _discussions(site, Subquery(keys(**named)))

        self.both = Beside(pages, Prepared(discussions, site=str, **types))

    def raw_row(self, **values: Any) -> tuple[tuple | None, ReadDiscussion | None]:
        row, discussion = self.both.raw_rows(site=setting("SITE"), **values)
        return row, _known(discussion) if discussion else None


@lru_cache(maxsize=1000)
def _known(row: tuple) -> ReadDiscussion:
    """Of the same row the same, without reading it again."""
    return ReadDiscussion(**_prepared.mapping(row))
