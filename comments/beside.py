"""What stands behind a place in an order of several columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func, Value


class Beside(Func):
    """`(a, b) > (x, y)`. Said in this way an index is entered at the place, however many share its `a`."""

    template = "(%(left)s) %(operator)s (%(right)s)"
    output_field = BooleanField()

    def __init__(self, columns: Sequence[str], operator: str, place: Sequence[Any]) -> None:
        super().__init__(*map(F, columns), *map(Value, place))
        self.operator = operator

    def as_sql(self, compiler, connection, *args, **context):
        sides = [compiler.compile(expression) for expression in self.get_source_expressions()]
        sql = [side for side, _params in sides]
        params = [param for _side, own in sides for param in own]
        middle = len(sql) // 2
        left, right = ", ".join(sql[:middle]), ", ".join(sql[middle:])
        return self.template % {"left": left, "operator": self.operator, "right": right}, params
