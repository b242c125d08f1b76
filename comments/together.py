"""What a process remembers of the database for a while, asked for in one question.

Each of it is due once a minute at most, and a page has no room for a query for each: so whichever is asked
for brings along all others that are due.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connections, models

from comments.keeping import Remembered

Rows = list[list[Any]]


class Question:
    """`rows` makes a query of plain values, and `read` makes of its rows what is to be known.

    They come in the order of their columns, whatever the order of the query.
    """

    def __init__(self, rows: Callable[[], models.QuerySet], read: Callable[[Rows], Any]) -> None:
        self.rows, self.read = rows, read

    def answer(self) -> Any:
        """With everything that is due beside it."""
        also = [told for told in Told.all if told.question is not self and told.name not in told.remembered]
        own, *others = _rows_of([self, *(told.question for told in also)])
        for told, rows in zip(also, others, strict=True):
            told.remembered.put(told.name, told.question.read(rows))
        return self.read(own)


class Told:
    """The answer to one, for as long as it is remembered."""

    all: list[Told] = []

    def __init__(self, remembered: Remembered, name: str, question: Question) -> None:
        self.remembered, self.name, self.question = remembered, name, question
        Told.all.append(self)

    def get(self) -> Any:
        return self.remembered.get_or_set(self.name, self.question.answer)


def moment(text: str) -> datetime:
    """As it stands in the rows: SQLite leaves out that it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _rows_of(questions: list[Question]) -> list[Rows]:
    querysets = [question.rows() for question in questions]
    connection = connections[querysets[0].db]
    parts, parameters = [], []
    for queryset in querysets:
        compiler = queryset.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        names = ", ".join(f"c{number}" for number in range(len(compiler.select)))
        parts.append(_as_json(connection.vendor, sql, names))
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return [json.loads(text or "[]") for text in cursor.fetchone()]


def _as_json(vendor: str, sql: str, names: str) -> str:
    """Many rows as one value, so that unlike rows fit beside each other; in the order of their columns."""
    if vendor == "postgresql":
        rows, told = f"json_agg(json_build_array({names}) ORDER BY {names})", "told"
    else:
        # Only since 3.44 does an aggregate of SQLite take an order itself.
        rows, told = f"json_group_array(json_array({names}))", f"(SELECT * FROM told ORDER BY {names})"  # noqa: S608  names of ours
    return f"(WITH told ({names}) AS ({sql}) SELECT CAST({rows} AS text) FROM {told})"  # noqa: S608  Django's SQL and names of ours
