"""Whether a role of the database could undo what its grants leave out, and whether it lacks any of them."""

from __future__ import annotations

from collections.abc import Iterable

from comments.privileges.needed import Role, needed
from comments.triggers.rules import permanent_models
from comments.triggers.trigger import PREFIX

# Whoever is in one of these writes where nothing was granted, or becomes who they like.
MIGHTY = ("pg_write_all_data", "pg_write_server_files", "pg_execute_server_program")
POWERS = """
SELECT r.rolsuper, r.rolcreaterole, r.rolreplication,
    EXISTS (SELECT 1 FROM pg_roles m WHERE m.rolname = ANY (%s) AND pg_has_role(r.oid, m.oid, 'MEMBER')),
    EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = ANY (%s) AND pg_table_is_visible(c.oid)
            AND pg_has_role(r.oid, c.relowner, 'MEMBER')),
    EXISTS (SELECT 1 FROM pg_database d WHERE d.datname = current_database()
            AND pg_has_role(r.oid, d.datdba, 'MEMBER')),
    EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = current_schema()
            AND pg_has_role(r.oid, n.nspowner, 'MEMBER')),
    EXISTS (SELECT 1 FROM pg_proc p WHERE starts_with(p.proname, %s) AND pg_function_is_visible(p.oid)
            AND pg_has_role(r.oid, p.proowner, 'MEMBER')),
    EXISTS (SELECT 1 FROM pg_roles m, pg_class c WHERE m.oid <> r.oid AND pg_has_role(r.oid, m.oid, 'MEMBER')
            AND c.relname = ANY (%s) AND pg_table_is_visible(c.oid)
            AND has_table_privilege(m.oid, c.oid, 'DELETE, TRUNCATE, TRIGGER')),
    {may_switch_off}
FROM pg_roles r WHERE r.rolname = %s
"""
# PostgreSQL gives this away since 15. With it a session is asked by no trigger.
MAY_SWITCH_OFF = "has_parameter_privilege(r.oid, 'session_replication_role', 'SET')"
SENTENCES = (
    "is a superuser",
    "may make roles, and so could make itself the owner",
    "may replicate the database",
    "is a member of a role that writes everywhere",
    "owns tables of the site, or is a member of the role that does",
    "owns the database, or is a member of the role that does",
    # Either may drop a trigger's function, and the trigger with it.
    "owns the schema of the tables, or is a member of the role that does",
    "owns functions of the triggers, or is a member of the role that does",
    "is a member of a role that may delete from the record, or set triggers on it",
    "may switch triggers off (session_replication_role)",
)


def powers(connection, role: str) -> list[str] | None:
    """Why it can do more than it is granted, each as the end of a sentence. None: it is not there."""
    tables = [each.table for each in needed(Role.WORKER, connection.alias)]
    facts = [model._meta.db_table for model in permanent_models(connection.alias)]
    with connection.cursor() as cursor:
        may_switch_off = MAY_SWITCH_OFF if connection.pg_version >= 150000 else "false"
        query = POWERS.format(may_switch_off=may_switch_off)
        cursor.execute(query, [list(MIGHTY), tables, PREFIX, facts, role])
        row = cursor.fetchone()
    if row is None:
        return None
    return [sentence for sentence, has in zip(SENTENCES, row, strict=True) if has]


def current_role(connection) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def may_add(connection, model) -> bool:
    """Whether this role may add rows of the model."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'INSERT')", [connection.ops.quote_name(model._meta.db_table)]
        )
        return cursor.fetchone()[0]


def lacking(connection) -> list[str]:
    """What the web process needs and this role was not granted: `INSERT on comments_comment`, …"""
    wanted = [
        (each.table, privilege, column)
        for each in needed(Role.WEB, connection.alias)
        for privilege, column in _each(each.privileges, each.columns)
    ]
    tables, privileges, columns = zip(*wanted, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT w.privilege, w.tab
            FROM unnest(%s::text[], %s::text[], %s::text[]) AS w (tab, privilege, col)
            JOIN pg_class c ON c.relname = w.tab AND c.relkind = 'r' AND pg_table_is_visible(c.oid)
            WHERE NOT CASE WHEN w.col = '' THEN has_table_privilege(c.oid, w.privilege)
                      ELSE has_column_privilege(c.oid, w.col, w.privilege) END
            """,
            [list(tables), list(privileges), list(columns)],
        )
        return sorted({f"{privilege} on {table}" for privilege, table in cursor.fetchall()})


def _each(privileges: Iterable[str], columns: Iterable[str]) -> list[tuple[str, str]]:
    return [(privilege, "") for privilege in privileges] + [("UPDATE", column) for column in columns]
