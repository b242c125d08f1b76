"""Queries whose SQL is written once: to write it takes longer than to answer what every page asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
        self.written = local()

    def rows(self, **values: Any) -> Iterator[dict[str, Any]]:
        return map(self.mapping, self._fetched(values))

    def row(self, **values: Any) -> dict[str, Any] | None:
        return next(self.rows(**values), None)

    def raw_row(self, **values: Any) -> tuple | None:
        """As the database gave it: enough to know it again, and what `mapping` takes."""
        return next(iter(self._fetched(values)), None)

    def mapping(self, row: tuple) -> dict[str, Any]:
        written = self._written()
        if written.converters:
            row = next(iter(written.compiler.apply_converters([row], written.converters)))
        return dict(zip(written.names, row, strict=True))

    def _fetched(self, values: dict[str, Any]) -> list[tuple]:
        written = self._written()
        connection = written.compiler.connection
        parameters = [
            _adapted(connection, values[part]) if is_name else part for is_name, part in written.parts
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            return cursor.fetchall()

    def _written(self):
        compiler = getattr(self.written, "compiler", None)
        # A thread in which an event loop begins or ends is given another connection than it had.
        if compiler is None or compiler.connection is not connections[compiler.using]:
            self._write()
        return self.written

    def _write(self) -> None:
        queryset = self.make(**self.stand_ins)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        names = {_adapted(compiler.connection, value): name for name, value in self.stand_ins.items()}
        written = self.written
        written.parts = [
            (True, names[parameter]) if _is_known(parameter, names) else (False, parameter)
            for parameter in parameters
        ]
        written.names = _names(queryset)
        written.converters = compiler.get_converters([column for column, _, _ in compiler.select])
        written.sql = sql
        written.compiler = compiler


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


def _adapted(connection, value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _is_known(parameter: Any, names: dict) -> bool:
    return isinstance(parameter, (str, int, datetime)) and parameter in names
