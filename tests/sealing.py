"""What tests of the seals share: sealing, verifying, and a record whose triggers are lifted."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connection

from comments.erasing.wiping import others_end
from comments.sealing.closing import seal_trail
from comments.sealing.signing import SealKey
from comments.sealing.verifying import problems
from comments.triggers import lift

RUNNING_ELSEWHERE = """
SELECT backend_xid::text FROM pg_stat_activity
WHERE datname <> current_database() AND backend_xid IS NOT NULL
"""


def seal(key: SealKey | None = None) -> list:
    let_others_end()
    return list(seal_trail(key))


def let_others_end() -> None:
    """Transactions are numbered for the whole server, and other tests run on it in databases of their own: a
    seal stops below theirs too.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        others_end(cursor, RUNNING_ELSEWHERE, seconds=120)


def found(*, keys=(), published=None) -> list[str]:
    """What verifying says, a sentence each."""
    named = {key.name: key for key in keys}
    return [str(problem) for problem in problems(keys=named, published=published or {})]


def behind_the_triggers(*statements: str) -> None:
    """As who owns the tables can. In a test that is rolled back, so that they are there for the next one."""
    lift(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def make_key(folder: Path, name: str = "seal") -> tuple[Path, Path]:
    """A private and a public key, as an operator makes them."""
    private, public = folder / f"{name}.pem", folder / f"{name}.pub"
    openssl("genpkey", "-algorithm", "ed25519", "-out", private)
    openssl("pkey", "-in", private, "-pubout", "-out", public)
    return private, public


def status_of(command) -> int:
    """With which status the process would end."""
    try:
        command()
    except (SystemExit, CommandError) as end:
        return end.code if isinstance(end, SystemExit) else end.returncode
    return 0


def verified(code: int = 0, **options) -> dict:
    """What `verify_trail --json` prints, having ended with this status."""
    out = io.StringIO()
    ended = status_of(lambda: call_command("verify_trail", json=True, stdout=out, verbosity=0, **options))
    assert ended == code, out.getvalue()
    return json.loads(out.getvalue())
