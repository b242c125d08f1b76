"""Whether a role of the database could undo what its grants leave out, and whether it lacks any of them.

A role can do what any role can that it is a member of, directly or through others: by itself, or once it has
said SET ROLE.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comments.privileges.needed import Role, needed
from comments.triggers.trigger import PREFIX

# Roles of PostgreSQL's own. Whoever is in one of these goes past what was granted, or becomes who they like.
MIGHTY = {
    "pg_write_all_data": "writes into every table",
    "pg_maintain": "locks and rewrites every table",
    "pg_read_server_files": "reads the server's files",
    "pg_write_server_files": "writes the server's files",
    "pg_execute_server_program": "runs programs on the server",
    "pg_create_subscription": "has rows come in which no trigger is asked about",
}
POWERS = """
SELECT m.rolname, m.oid = r.oid, m.rolsuper, m.rolcreaterole, m.rolreplication, m.rolbypassrls,
    EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = ANY (%s) AND pg_table_is_visible(c.oid)
            AND c.relowner = m.oid),
    EXISTS (SELECT 1 FROM pg_database d WHERE d.datname = current_database() AND d.datdba = m.oid),
    EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = current_schema() AND n.nspowner = m.oid),
    EXISTS (SELECT 1 FROM pg_proc p WHERE starts_with(p.proname, %s) AND pg_function_is_visible(p.oid)
            AND p.proowner = m.oid),
    {may_switch_off}
FROM pg_roles r JOIN pg_roles m ON m.oid = r.oid OR (NOT r.rolsuper AND pg_has_role(r.oid, m.oid, 'MEMBER'))
WHERE r.rolname = %s
ORDER BY m.oid <> r.oid, m.rolname
"""
# PostgreSQL gives this away since 15. With it a session is asked by no trigger.
MAY_SWITCH_OFF = "has_parameter_privilege(m.oid, 'session_replication_role', 'SET, ALTER SYSTEM')"
SENTENCES = (
    "is a superuser",
    "may make roles, and so could make itself the owner",
    "may replicate the database",
    "is held by no row security (BYPASSRLS)",
    "owns tables of the site",
    "owns the database",
    # Either may drop a trigger's function, and the trigger with it.
    "owns the schema of the tables",
    "owns functions of the triggers",
    "may switch triggers off (session_replication_role)",
)


def powers(connection, role: str) -> list[str] | None:
    """Why no grant holds it, each as the end of a sentence. None: it is not there."""
    tables = [each.table for each in needed(Role.WORKER, connection.alias)]
    with connection.cursor() as cursor:
        may_switch_off = MAY_SWITCH_OFF if connection.pg_version >= 150000 else "false"
        cursor.execute(POWERS.format(may_switch_off=may_switch_off), [tables, PREFIX, role])
        rows = cursor.fetchall()
    if not rows:
        return None
    return [
        sentence if itself else f"is a member of {name!r}, which {sentence}"
        for name, itself, *flags in rows
        for sentence in _of_one(name, flags)
    ]


def _of_one(name: str, flags: list[bool]) -> list[str]:
    mighty = [MIGHTY[name]] if name in MIGHTY else []
    return mighty + [sentence for sentence, has in zip(SENTENCES, flags, strict=True) if has]


def climbing(connection, names: Mapping[Role, str]) -> list[tuple[str, str]]:
    """Of these roles, who is a member of one that may do more, and of which."""
    reader, web, worker = (names.get(role) for role in (Role.READER, Role.WEB, Role.WORKER))
    upwards = [(reader, web), (reader, worker), (web, worker)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.rolname, m.rolname
            FROM unnest(%s::text[], %s::text[]) AS w (role, other)
            JOIN pg_roles r ON r.rolname = w.role JOIN pg_roles m ON m.rolname = w.other
            WHERE pg_has_role(r.oid, m.oid, 'MEMBER')
            """,
            [[role for role, _other in upwards], [other for _role, other in upwards]],
        )
        return cursor.fetchall()


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
