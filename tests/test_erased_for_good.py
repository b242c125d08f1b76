"""What was erased is in no file of the database, and no death of a process leaves an erasure half-done."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection, connections

from comments.erasing import listed, wiping
from comments.erasing.wiping import CannotWipe, wipe
from comments.models import Author, Comment, Erasure, Note, Person, RowErasure, TrailEntry
from comments.triggers import missing_triggers
from newsroom.closing import close as close_account
from newsroom.models import User
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_moderator,
    make_user,
)
from tests.full_record import make_full_record
from tests.postgres import _binaries
from tests.sealing import found, seal

pytestmark = pytest.mark.usefixtures("committed_db")

WORD = "zwrqxfish"
KILLED = -signal.SIGKILL


def files() -> list[Path]:
    """In which the database keeps what it holds. Of PostgreSQL's journal, see docs/operating.md."""
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        return [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (oid,) = cursor.fetchone()
    return [path for path in (data() / "base" / str(oid)).iterdir() if path.is_file()]


def data() -> Path:
    return Path(connection.settings_dict["HOST"]) / "data"


def with_the_word() -> list[str]:
    """The files that hold it, as the disk has them."""
    if connection.vendor == "postgresql":
        as_superuser("CHECKPOINT")  # writes what is held in memory
    return [path.name for path in files() if WORD.encode() in path.read_bytes()]


def as_superuser(statement: str) -> None:
    import psycopg

    server = {"host": connection.settings_dict["HOST"], "dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(**server, user="postgres", autocommit=True) as superuser:
        superuser.execute(statement)


def dumped() -> str:
    settings = connection.settings_dict
    command = [_binaries() / "pg_dump", "-h", settings["HOST"], "-U", settings["USER"], settings["NAME"]]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def erase_all_of_it(record: Comment) -> None:
    imported = Comment.objects.get(source="old-system")
    for comment in (record, imported):
        comment.erase(by=None, request="2026/18")


def test_no_file_of_the_database_holds_what_was_erased():
    record = make_full_record(WORD)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # PostgreSQL keeps samples of what stands in a column
    assert with_the_word()

    erase_all_of_it(record)
    call_command("wipe_erased", whole=True, stdout=io.StringIO())

    assert with_the_word() == []
    assert missing_triggers(connection) == []
    assert found() == []


def test_no_file_of_the_database_holds_an_account_that_was_closed():
    for number in range(3):
        user = make_user(f"{WORD}{number}", email=f"{WORD}{number}@example.org", first_name=WORD)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    make_editor()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert with_the_word()

    for user in User.objects.filter(is_staff=False):
        close_account(user, by=None, request="2026/18")
    call_command("wipe_erased", whole=True, stdout=io.StringIO())

    assert with_the_word() == []


def test_no_statistics_hold_addresses_of_which_all_were_erased():
    """Of what is in no row any more, PostgreSQL counts nothing anew, and keeps what it counted."""
    for number in range(5):
        comment = make_comment(email=f"{WORD}{number}@example.org")
        make_approved().report(author=comment.author, guideline="abuse", email=comment.email)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert with_the_word()

    for number in range(5):
        Person.of_email(f"{WORD}{number}@example.org").erase(by=None, request="2026/18")
    call_command("wipe_erased", whole=True, stdout=io.StringIO())

    assert with_the_word() == []


def test_a_small_wipe_is_enough_for_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL leaves old bytes in the pages it frees")
    record = make_full_record(WORD)
    erase_all_of_it(record)

    wipe(connection)

    assert with_the_word() == []


def test_no_dump_holds_what_was_erased():
    if connection.vendor != "postgresql":
        pytest.skip("a copy of SQLite's file is tested above")
    record = make_full_record(WORD)
    assert WORD in dumped()

    erase_all_of_it(record)

    assert WORD not in dumped()


def test_a_wipe_waits_for_nobody_in_silence():
    """Somebody reading an old state of the database keeps its pages: that is said, not passed over."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL waits for its turn at each table")
    make_comment()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM comments_comment")
            make_comment()
            connection.cursor().execute("PRAGMA busy_timeout = 50")

            with pytest.raises(CommandError, match="Somebody is reading"):
                call_command("wipe_erased")
    finally:
        connection.cursor().execute("PRAGMA busy_timeout = 20000")
        other.close()


@pytest.mark.parametrize("works", ["SELECT 1", "SELECT pg_current_xact_id()"], ids=["reads", "writes"])
def test_what_others_may_still_see_is_said_to_be_left(monkeypatch, works):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is tried above")
    record = make_full_record(WORD)
    other = connections.create_connection("default")
    with closing(other), other.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(works)
        erase_all_of_it(record)
        with monkeypatch.context() as hurried:
            hurried.setattr(wiping, "PATIENCE", 0.1)
            with pytest.raises(CommandError, match="A transaction does not end"):
                call_command("wipe_erased", whole=True)
        assert with_the_word()

    call_command("wipe_erased", whole=True, stdout=io.StringIO())

    assert with_the_word() == []


def test_only_the_owner_wipes():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no owners")
    owner = connection.settings_dict["USER"]
    as_superuser("ALTER TABLE comments_appeal OWNER TO postgres")
    try:
        with pytest.raises(CannotWipe, match="Only the owner of comments_appeal can wipe"):
            wipe(connection)
    finally:
        as_superuser(f"ALTER TABLE comments_appeal OWNER TO {owner}")


def test_what_another_role_owns_beside_is_left_and_named(capsys):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no owners")
    owner = connection.settings_dict["USER"]
    comment = make_comment(WORD)
    comment.erase(by=None, request="2026/18")
    assert with_the_word()
    as_superuser("ALTER TABLE account_emailaddress OWNER TO postgres")
    try:
        call_command("wipe_erased", whole=True)
    finally:
        as_superuser(f"ALTER TABLE account_emailaddress OWNER TO {owner}")

    said = capsys.readouterr().out
    assert said == "Wiped.\nNot wiped, as another role owns them: account_emailaddress.\n"
    assert with_the_word() == []


# A process that dies.


def ended(act: Callable[[], object], *, at_statement: int = 0) -> int:
    """How a process ends that does it, killed before its so-manieth statement reaches the database."""
    close()
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    statements = 0

    def killing(execute, sql, params, many, context):
        nonlocal statements
        statements += 1
        if statements == at_statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    status = 1
    try:
        with connection.execute_wrapper(killing):
            act()
        status = 0
    finally:
        os._exit(status)


def close() -> None:
    """A process that is forked must not talk over this one's connection."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def state() -> tuple:
    rows = [Comment, Erasure, RowErasure, TrailEntry, Note, Author]
    return tuple(list(model.objects.order_by("pk").values()) for model in rows)


def test_no_death_leaves_an_erasure_half_done():
    author, editor = make_author(), make_editor()
    for number in range(3):
        make_approved(f"Words {number} of {WORD}.", author=author, email="leyla@example.org")
    make_approved().report(author=author, guideline="abuse", note=WORD)
    Note.objects.write(by=make_moderator(), author=author, text=WORD)
    seal()
    person, before = Person(authors=frozenset({author.pk})), state()

    deaths = 0
    while ended(lambda: person.erase(by=editor, request="2026/18"), at_statement=deaths + 1) == KILLED:
        deaths += 1
        assert state() == before, deaths

    assert deaths > 30
    assert Erasure.objects.count() == 3
    assert RowErasure.objects.count() == 2
    assert person.is_nobody
    assert found() == []


def test_who_dies_before_listing_it_has_erased_it_and_lists_it_later(tmp_path, settings, monkeypatch):
    settings.COMMENTS = settings.COMMENTS | {"ERASURES_FILE": str(tmp_path / "list")}
    comment = make_comment()
    with monkeypatch.context() as dying:
        dying.setattr(listed, "add", lambda *args: os.kill(os.getpid(), signal.SIGKILL))
        assert ended(lambda: comment.erase(by=None, request="2026/18")) == KILLED
    assert Comment.objects.get().status == "erased"
    assert not (tmp_path / "list").exists()

    call_command("list_erasures", stdout=io.StringIO())

    ((_number, line),) = listed.lines_of(tmp_path / "list")
    assert listed.Listed.read(line).key == str(comment.pk)
