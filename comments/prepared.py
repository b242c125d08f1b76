"""Queries whose SQL is written once: to write it takes longer than to answer what every page asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from threading import local
from typing import Any

from django.db import connections, models
from django.utils import timezone

number = count(1)


class Prepared:
    """Rows of a query: `Prepared(lambda slug: Article.objects.filter(slug=slug).values(), slug=str)`.

    The query is made once for each connection, from values that stand in for those of each call; so it may
    not look at them, and a value may not be None.
    """

    def __init__(self, make: Callable[..., models.QuerySet], **types: type) -> None:
        self.make = make
        self.stand_ins = {name: _stand_in(kind) for name, kind in types.items()}
        self.local = local()

    def rows(self, **values: Any) -> Iterator[dict[str, Any]]:
        names = self.written.names
        return (dict(zip(names, row, strict=True)) for row in self.tuples(**values))

    def tuples(self, **values: Any) -> Iterable[Sequence[Any]]:
        """Rows without the names of their columns, which stand in the order that `values()` was given."""
        written = self.written
        return written.read(written.fetched(written.sql, written.filled(values)))

    def row(self, **values: Any) -> dict[str, Any] | None:
        return next(self.rows(**values), None)

    def raw_row(self, **values: Any) -> tuple | None:
        """As the database gave it: enough to know it again, and what `mapping` takes."""
        written = self.written
        return next(iter(written.fetched(written.sql, written.filled(values))), None)

    def mapping(self, row: tuple) -> dict[str, Any]:
        written = self.written
        return dict(zip(written.names, next(iter(written.read([row]))), strict=True))

    @property
    def written(self) -> Written:
        found: Written | None = getattr(self.local, "written", None)
        # A thread in which an event loop begins or ends is given another connection than it had.
        if found is None or found.connection is not connections[found.compiler.using]:
            found = self.local.written = Written(self.make(**self.stand_ins), self.stand_ins)
        return found


class Beside:
    """Two of them asked as one, each for its first row. They take their values by the same names."""

    def __init__(self, first: Prepared, second: Prepared) -> None:
        self.first, self.second = first, second

    def raw_rows(self, **values: Any) -> tuple[tuple | None, tuple | None]:
        """Both None where the first has no row."""
        first, second = self.first.written, self.second.written
        sql = f"SELECT * FROM ({first.sql} LIMIT 1) a LEFT JOIN ({second.sql} LIMIT 1) b ON 1 = 1"  # noqa: S608
        found = first.fetched(sql, first.filled(values) + second.filled(values))
        if not found:
            return None, None
        width = len(first.names)
        row, other = found[0][:width], found[0][width:]
        return row, None if all(value is None for value in other) else other


class Written:
    """The SQL of a query for one connection, and what its rows are."""

    def __init__(self, queryset: models.QuerySet, stand_ins: dict[str, Any]) -> None:
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.connection = self.compiler.connection
        self.sql, parameters = self.compiler.as_sql()
        names = {self._adapted(value): name for name, value in stand_ins.items()}
        self.parts = [
            (True, names[parameter]) if _is_known(parameter, names) else (False, parameter)
            for parameter in parameters
        ]
        self.names = _names(queryset)
        self.converters = self.compiler.get_converters([column for column, _, _ in self.compiler.select])

    def filled(self, values: dict[str, Any]) -> list[Any]:
        return [self._adapted(values[part]) if is_name else part for is_name, part in self.parts]

    def fetched(self, sql: str, parameters: list[Any]) -> list[tuple]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def read(self, rows: list[tuple]) -> Iterable[Sequence[Any]]:
        return self.compiler.apply_converters(rows, self.converters) if self.converters else rows

    def _adapted(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self.connection.ops.adapt_datetimefield_value(value)
        return value


def _names(queryset: models.QuerySet) -> list[str]:
    """What `values()` calls its columns, in their order."""
    query = queryset.query
    if query.selected:
        return list(query.selected)
    return [*query.extra_select, *query.values_select, *query.annotation_select]


def _stand_in(kind: type) -> Any:
    n = next(number)
    if kind is datetime:
        return datetime(1900, 1, 1, microsecond=n, tzinfo=timezone.get_default_timezone())
    return kind(f"-20261123{n:05}")


def _is_known(parameter: Any, names: dict) -> bool:
    return isinstance(parameter, (str, int, datetime)) and parameter in names
