"""What stands in line for a seal, read whatever it is: who owns the tables can put anything in."""

from __future__ import annotations

from django.db.models import Func, QuerySet, TextField

from comments.models import Unsealed


class Legible(Func):
    """A text as it stands there. In SQLite that may be bytes that are none, at which it gives no answer."""

    arity = 1
    template = "%(expressions)s"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS BLOB)", **context)

    def get_db_converters(self, connection):
        return [_as_text]


def legible(waiting: QuerySet[Unsealed]) -> list[Unsealed]:
    """These by kind and key alone, as the line is good for nothing else."""
    found = waiting.values_list("pk", Legible("kind"), Legible("key"))
    return [Unsealed(pk=pk, kind=kind, key=key) for pk, kind, key in found]


def kinds_of(waiting: QuerySet[Unsealed]) -> set[str]:
    return set(waiting.values_list(Legible("kind"), flat=True).distinct())


def _as_text(value: bytes | str, expression, connection) -> str:
    return value.decode(errors="backslashreplace") if isinstance(value, bytes) else value
