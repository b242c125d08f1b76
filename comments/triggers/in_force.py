"""What a table refuses by itself: its checks, its unique keys, its references, its columns without NULL."""

from __future__ import annotations

from dataclasses import dataclass

from comments.triggers.expressions import checks_of, tokens_of
from comments.triggers.rules import quoted


@dataclass(frozen=True, slots=True)
class InForce:
    """Only what holds for every row: no key with a condition, no check that was not tried on each."""

    checks: list[str]
    unique: set[frozenset[str]]
    references: set[tuple[str, str, str]]  # a column, the table and the column that it leads to
    filled: set[str]  # columns that take no NULL
    folds: bool  # a column was given a collation by which `Yes` and `yes` can be one, to a trigger too
    gives_way: bool = False  # SQLite can be told to skip or replace a row where it should refuse


def in_force(cursor, vendor: str, table: str) -> InForce:
    return _on_sqlite(cursor, table) if vendor == "sqlite" else _on_postgresql(cursor, table)


CHECKS = """
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'
"""
UNIQUE = """
SELECT array_agg(a.attname::text) FROM pg_index i JOIN pg_attribute a
    ON a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
WHERE i.indrelid = %s::regclass AND i.indisunique AND i.indisvalid AND i.indisready AND i.indimmediate
    AND i.indpred IS NULL AND i.indexprs IS NULL
GROUP BY i.indexrelid
"""
# The server's own triggers see to a reference, and a superuser can switch them off.
REFERENCES = """
SELECT a.attname::text, t.relname::text, b.attname::text FROM pg_constraint c
JOIN pg_class t ON t.oid = c.confrelid AND pg_table_is_visible(t.oid)
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE c.conrelid = %s::regclass AND c.contype = 'f' AND c.convalidated AND cardinality(c.conkey) = 1
    AND c.confupdtype = 'a' AND c.confdeltype = 'a'
    AND NOT EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgconstraint = c.oid AND g.tgenabled NOT IN ('O', 'A'))
"""
FOLDED = """
SELECT 1 FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND NOT c.collisdeterministic
"""
FILLED = "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull"


def _on_postgresql(cursor, table: str) -> InForce:
    def asked(query: str) -> list[tuple]:
        cursor.execute(query, [quoted(table)])
        return cursor.fetchall()

    # One that was never tried on the rows, or is not in force, says so after its condition.
    checks = [text[len("CHECK (") : -1] for (text,) in asked(CHECKS) if text.endswith(")")]
    return InForce(
        checks=checks,
        unique={frozenset(columns) for (columns,) in asked(UNIQUE)},
        references=set(asked(REFERENCES)),
        filled={column for (column,) in asked(FILLED)},
        folds=bool(asked(FOLDED)),
    )


def _on_sqlite(cursor, table: str) -> InForce:
    def asked(query: str) -> list[tuple]:
        cursor.execute(query, [table])
        return cursor.fetchall()

    ((sql,),) = asked("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s")
    written = [token.upper() for token in tokens_of(sql)]
    columns = asked('SELECT name, "notnull", pk FROM pragma_table_info(%s)')
    keys = asked('SELECT name FROM pragma_index_list(%s) WHERE "unique" AND NOT partial')
    unique = {frozenset(_columns_of_index(cursor, key)) for (key,) in keys}
    return InForce(
        checks=checks_of(sql),
        unique=unique | {frozenset(name for name, _filled, of_key in columns if of_key)},
        references=set(
            asked(
                'SELECT "from", "table", "to" FROM pragma_foreign_key_list(%s) '
                "WHERE on_update = 'NO ACTION' AND on_delete = 'NO ACTION'"
            )
        ),
        filled={name for name, filled, _of_key in columns if filled},
        folds="COLLATE" in written,
        gives_way="CONFLICT" in written,
    )


def _columns_of_index(cursor, index: str) -> list[str]:
    cursor.execute("SELECT name FROM pragma_index_info(%s)", [index])
    return [name for (name,) in cursor.fetchall()]
