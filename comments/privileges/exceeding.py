"""What a role was granted beyond what it needs, by hand or by way of a role that it is a member of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from comments.models import Comment, Seal
from comments.privileges.needed import Role, needed

# A superuser is asked for no grant, and would count as a member of everybody.
GRANTED = """
WITH members AS (
    SELECT m.oid, m.rolname FROM pg_roles r JOIN pg_roles m
        ON m.oid = r.oid OR (NOT r.rolsuper AND pg_has_role(r.oid, m.oid, 'MEMBER'))
    WHERE r.rolname = %(role)s
    UNION ALL SELECT 0, ''
), tables AS (
    SELECT * FROM pg_class c
    WHERE c.relname = ANY (%(tables)s) AND c.relkind = 'r' AND pg_table_is_visible(c.oid)
), granted AS (
    SELECT t.relname AS thing, '' AS col, t.relowner AS owner, a.* FROM tables t, aclexplode(t.relacl) a
    UNION ALL SELECT t.relname, c.attname, t.relowner, a.*
        FROM tables t JOIN pg_attribute c ON c.attrelid = t.oid AND NOT c.attisdropped, aclexplode(c.attacl) a
    UNION ALL SELECT 'the schema', '', n.nspowner, a.*
        FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = current_schema()
    UNION ALL SELECT 'the database', '', d.datdba, a.*
        FROM pg_database d, aclexplode(COALESCE(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = current_database()
)
SELECT m.rolname, g.thing, g.privilege_type, g.col, g.grantor <> g.owner
FROM granted g JOIN members m ON m.oid = g.grantee
WHERE g.grantee <> g.owner
"""
HARMLESS = {("the schema", "USAGE"), ("the database", "CONNECT")}
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """`to` is the role that holds it, itself or one that it is a member of."""

    to: str
    thing: str  # a table, the schema or the database
    privilege: str
    column: str  # of a table; empty where it is for all of it
    by_another: bool  # who owns the thing cannot take back what another role granted


def exceeding(grants: Collection[Grant], role: Role, alias: str) -> list[Grant]:
    """Those that this kind of role does not need."""
    tables = list(needed(role, alias))
    allowed = HARMLESS | {(each.table, privilege) for each in tables for privilege in each.privileges}
    columns = {(each.table, column) for each in tables for column in each.columns}
    return [
        each
        for each in grants
        if (each.thing, each.privilege) not in allowed
        and not (each.privilege == "UPDATE" and (each.thing, each.column) in columns)
    ]


def granted(connection, role: str) -> list[Grant]:
    """All that a role holds, by whichever way; what is anybody's is to EVERYBODY."""
    tables = [each.table for each in needed(Role.WORKER, connection.alias)]
    with connection.cursor() as cursor:
        cursor.execute(GRANTED, {"role": role, "tables": tables})
        return [Grant(*row) for row in cursor.fetchall()]


def kind_of(role: str, grants: Collection[Grant]) -> Role:
    """Whose work it was made for: what it may do itself tells, or else the roles that it has it from."""
    comment, seal = Comment._meta.db_table, Seal._meta.db_table
    adding = {each.to for each in grants if each.thing == comment and each.privilege == "INSERT"}
    sealing = {each.to for each in grants if each.thing == seal and each.privilege == "INSERT"}
    if role not in sealing and adding - sealing:
        return Role.WEB
    return Role.WORKER if adding else Role.READER


def told(grants: Collection[Grant], role: str) -> list[str]:
    """Each holder once, as the end of a sentence."""
    by_holder: dict[str, set[str]] = defaultdict(set)
    for each in grants:
        by_holder[each.to].add(f"{each.privilege} on {each.thing}")
    return [f"{_ways(holder, role)} {_listed(by_holder[holder])}" for holder in sorted(by_holder)]


def _ways(holder: str, role: str) -> str:
    if holder == role:
        return "holds"
    return "like everybody holds" if holder == EVERYBODY else f"is a member of {holder!r}, which holds"


def _listed(privileges: Collection[str], most: int = 3) -> str:
    first = sorted(privileges)[:most]
    more = len(privileges) - len(first)
    return ", ".join(first) + (f" and {more} more" if more else "")


def beyond_revoking(connection, role: str, kind: Role) -> list[str]:
    """What `database_roles` does not take back from a role of this kind, as what holds it is not the role."""
    taken_back = (role, EVERYBODY)
    left = [each for each in granted(connection, role) if each.by_another or each.to not in taken_back]
    return told(exceeding(left, kind, connection.alias), role)


def beyond_need(connection, role: str) -> list[str]:
    """All that it holds and does not need, whichever work it was made for."""
    grants = granted(connection, role)
    return told(exceeding(grants, kind_of(role, grants), connection.alias), role)
