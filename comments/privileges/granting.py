"""The SQL that gives each role what it needs, and nothing else. Running it again takes back what it had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comments.privileges.needed import Needed, Role, needed
from comments.triggers.rules import quoted
from comments.triggers.trigger import PREFIX

# Without identity columns, as tables had before Django 4.1, whoever adds a row asks a sequence for its key.
SEQUENCES = """
SELECT c.relname, s.relname
FROM pg_depend d JOIN pg_class s ON s.oid = d.objid JOIN pg_class c ON c.oid = d.refobjid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
  AND s.relkind = 'S' AND pg_table_is_visible(c.oid)
ORDER BY s.relname
"""

# Whoever may run one could hang it on a table of theirs, and put into the line for a seal what they like.
FUNCTIONS = """
SELECT format('%%I.%%I()', n.nspname, p.proname)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE starts_with(p.proname, %s) AND p.pronargs = 0 AND pg_function_is_visible(p.oid)
ORDER BY p.proname
"""


def statements(connection, names: Mapping[Role, str]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = map(quoted, cursor.fetchone())
        cursor.execute(SEQUENCES)
        sequences = cursor.fetchall()
        cursor.execute(FUNCTIONS, [PREFIX])
        functions = [function for (function,) in cursor.fetchall()]
    all_tables = ", ".join(f"{schema}.{quoted(each.table)}" for each in needed(Role.WORKER, connection.alias))
    everybody = ", ".join(["PUBLIC", *map(quoted, names.values())])
    yield "BEGIN"
    yield f"REVOKE ALL ON TABLE {all_tables} FROM {everybody}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {everybody}"
    yield f"REVOKE ALL ON FUNCTION {', '.join(functions)} FROM {everybody}"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM {everybody}"
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM {everybody}"
    for role, name in names.items():
        yield f"GRANT CONNECT ON DATABASE {database} TO {quoted(name)}"
        yield f"GRANT USAGE ON SCHEMA {schema} TO {quoted(name)}"
        tables = list(needed(role, connection.alias))
        for each in tables:
            yield f"GRANT {_listed(each)} ON TABLE {schema}.{quoted(each.table)} TO {quoted(name)}"
        adding = {each.table for each in tables if "INSERT" in each.privileges}
        for table, sequence in sequences:
            if table in adding:
                yield f"GRANT USAGE ON SEQUENCE {schema}.{quoted(sequence)} TO {quoted(name)}"
    yield "COMMIT"


def _listed(needed: Needed) -> str:
    columns = ", ".join(map(quoted, needed.columns))
    return ", ".join([*needed.privileges, *([f"UPDATE ({columns})"] if columns else [])])
