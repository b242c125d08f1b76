"""manage.py database_roles: the GRANTs of roles that do not own their tables."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.management.base import CommandError
from django.db import connections

from comments.management.plain_spoken import PlainSpokenCommand
from comments.privileges.exceeding import beyond_revoking
from comments.privileges.granting import statements
from comments.privileges.needed import Role
from comments.privileges.owning import climbing, powers

LONGEST = 63  # bytes; PostgreSQL cuts a longer name without a word, and might meet another's
TAKEN = frozenset({"public", "none", "current_role", "current_user", "session_user"})


class Command(PlainSpokenCommand):
    help = (
        "Write the SQL that lets the web process, the worker and a reader use the database without owning "
        "its tables. Run it as who owns them, after every migration."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--web", metavar="NAME", help="takes comments and decisions")
        parser.add_argument("--worker", metavar="NAME", help="sends mails and seals")
        parser.add_argument("--reader", metavar="NAME", help="verifies and counts, and changes nothing")
        parser.add_argument("--database", default="default", choices=tuple(connections))

    def handle(self, *args, database: str, **options) -> None:
        connection = connections[database]
        if connection.vendor != "postgresql":
            raise CommandError(
                "SQLite has no roles: whoever can write to its file can change what is in it. Let nobody but "
                "the site read and write the file, and publish the seals where this machine cannot take "
                "them back."
            )
        names = {role: options[role] for role in Role if options[role] is not None}
        if not names:
            raise CommandError("Name a role: --web, --worker or --reader.")
        for name in names.values():
            _refuse(name)
        if len(set(names.values())) < len(names):
            raise CommandError("Name each role once: what one needs the other should not have.")
        _refuse_what_no_grant_holds(connection, names)
        for statement in statements(connection, names):
            self.stdout.write(f"{statement};")


def _refuse_what_no_grant_holds(connection, names: Mapping[Role, str]) -> None:
    for name in names.values():
        if could := powers(connection, name):
            raise CommandError(f"{name!r} {could[0]}: no grant would keep it from anything.")
    for name, other in climbing(connection, names):
        raise CommandError(f"{name!r} is a member of {other!r}, and so may do all that it may: REVOKE that.")
    for role, name in names.items():
        if could := beyond_revoking(connection, name, role):
            raise CommandError(f"{name!r} {could[0]}, which is not revoked with its own: REVOKE it first.")


def _refuse(name: str) -> None:
    if not name.strip() or not name.isprintable():
        raise CommandError(f"{name!r} is no name for a role.")
    if len(name.encode(errors="surrogatepass")) > LONGEST:
        raise CommandError(f"{name!r} is too long: PostgreSQL keeps {LONGEST} bytes of a name.")
    if name.lower() in TAKEN or name.startswith("pg_"):
        raise CommandError(f"{name!r} is a name that PostgreSQL keeps for itself.")
