"""Counting several things at once, none of them further than need be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet


def counted(querysets: Sequence[QuerySet], *, most: int) -> list[int]:
    """How many rows each has, counted up to one more than `most`. One query."""
    numbers, parts = [0] * len(querysets), []
    params: list[Any] = []
    for place, each in enumerate(querysets):
        try:
            sql, own = each.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {place}, COUNT(*) FROM ({sql}) AS counted")  # noqa: S608
        params += own
    if parts:
        with connections[querysets[0].db].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            for place, number in cursor.fetchall():
                numbers[place] = number
    return numbers
