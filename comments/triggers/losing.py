"""What migrations may not take along: no trigger is asked when a table or a column is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.management import CommandError

from comments.sealing.forms import FORMS
from comments.triggers.expressions import tokens_of
from comments.triggers.rules import permanent_models, quoted

# In SQL whose tokens stand one space apart.
NAMED = r"(?:(\S+) \. )?(\S+)"
NAME = re.compile(NAMED)
TABLES = re.compile(r"\bDROP TABLE (?:IF EXISTS )?([^;]+)", re.IGNORECASE)
ALTERED = re.compile(rf"\bALTER TABLE (?:IF EXISTS )?(?:ONLY )?{NAMED}([^;]*)", re.IGNORECASE)
# Of a column, its default and the like are dropped by the same word.
COLUMNS = re.compile(
    r"\bDROP (?:COLUMN )?(?:IF EXISTS )?"
    r"(?!(?:COLUMN|CONSTRAINT|DEFAULT|EXPRESSION|IDENTITY|IF|NOT)\b)(\S+)",
    re.IGNORECASE,
)


class StillPermanent(CommandError):
    """A migration, or the undoing of one, would delete rows, or what is sealed of them."""


def refuse_to_drop(connection, table: str, column: str = "") -> None:
    """Raise StillPermanent where the models know the table, or the seals the column, and something is in it.

    Columns that no seal covers can be worked out again, or were kept for a while only.
    """
    model = next((each for each in permanent_models(connection.alias) if each._meta.db_table == table), None)
    if model is None or (column and not _is_sealed(str(model._meta.model_name), column)):
        return
    filled = f" WHERE {quoted(column)} IS NOT NULL" if column else ""
    with connection.cursor() as cursor:
        if not _is_there(connection, cursor, table, column):
            return
        cursor.execute(f"SELECT 1 FROM {quoted(table)}{filled} LIMIT 1")
        if cursor.fetchone():
            what = f"{table}.{column}" if column else table
            raise StillPermanent(
                f"{what} is permanent: there is something in it, which this migration would delete. Nothing "
                "of it was done. To go back to what was before, restore a backup."
            )


def dropped(connection, sql: str) -> Iterator[tuple[str, str]]:
    """What SQL drops, be it several statements: a table and no column, or a table's column."""
    if not re.search(r"\bdrop\b", sql, re.IGNORECASE):
        return
    written = " ".join(
        "''" if token.startswith("'") else token for token in tokens_of(sql) if not token.isspace()
    )
    for tables in TABLES.findall(written):
        for each in tables.split(" , "):
            if (name := NAME.match(each)) and _is_ours(connection, name[1]):
                yield _plain(name[2]), ""
    for schema, table, actions in ALTERED.findall(written):
        if _is_ours(connection, schema):
            yield from ((_plain(table), _plain(column)) for column in COLUMNS.findall(actions))


def _is_ours(connection, schema: str | None) -> bool:
    """Another schema may have tables of the same names."""
    if not schema:
        return True
    if connection.vendor != "postgresql":
        return _plain(schema) == "main"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return _plain(schema) == cursor.fetchone()[0]


def _plain(name: str) -> str:
    return name.strip('"`[]').lower()


def _is_there(connection, cursor, table: str, column: str) -> bool:
    if table not in connection.introspection.table_names(cursor):
        return False
    described = connection.introspection.get_table_description(cursor, table)
    return not column or column in {each.name for each in described}


def _is_sealed(kind: str, column: str) -> bool:
    return any(column in form[kind].all for form in FORMS.values() if kind in form)
