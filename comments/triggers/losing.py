"""What migrations may not take along: no trigger is asked when a table or a column is dropped."""

from __future__ import annotations

from django.core.management import CommandError

from comments.sealing.forms import FORMS
from comments.triggers.rules import permanent_models, quoted


class StillPermanent(CommandError):
    """Undoing a migration would delete rows, or what is sealed of them."""


def refuse_to_drop(connection, table: str, column: str = "") -> None:
    """Raise StillPermanent where the models know the table, or the seals the column, and something is in it.

    Columns that no seal covers can be worked out again, or were kept for a while only.
    """
    model = next((each for each in permanent_models(connection.alias) if each._meta.db_table == table), None)
    if model is None or (column and not _is_sealed(str(model._meta.model_name), column)):
        return
    filled = f" WHERE {quoted(column)} IS NOT NULL" if column else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {quoted(table)}{filled} LIMIT 1")
        if cursor.fetchone():
            what = f"{table}.{column}" if column else table
            raise StillPermanent(
                f"{what} is permanent: there is something in it, which this migration would delete. Nothing "
                "of it was done. To go back to what was before, restore a backup."
            )


def _is_sealed(kind: str, column: str) -> bool:
    return any(column in form[kind].all for form in FORMS.values() if kind in form)
