"""A backup put in the database's place: what was, is there; what is not is said; what was erased stays so."""

from __future__ import annotations

import io
import sqlite3
import stat
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments.models import Author, Comment, Seal, TrailEntry
from comments.triggers import missing_triggers
from newsroom.closing import close as close_account
from newsroom.models import User
from tests.backups import back_up, restored
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_editor,
    make_user,
)
from tests.full_record import PERMANENT, make_full_record, refused
from tests.sealing import let_others_end, seal, status_of, verified

pytestmark = pytest.mark.usefixtures("committed_db")
WORDS = "My sister Rojda lives at Mill Lane 7."


@pytest.fixture
def kept(settings, tmp_path):
    """Both lists beside the database."""
    files = {"SEALS_FILE": str(tmp_path / "seals"), "ERASURES_FILE": str(tmp_path / "erasures")}
    settings.COMMENTS = settings.COMMENTS | files
    return files


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backup"


def rows() -> dict[str, list]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in PERMANENT}


def sealed_again() -> None:
    let_others_end()
    call_command("seal_trail", after_restore=True, stdout=io.StringIO())


def test_a_backup_holds_every_row_and_is_verified_and_guarded(file, tmp_path):
    comment = make_full_record()
    seal()
    before = rows()

    back_up(file)

    with restored(file, tmp_path):
        assert rows() == before
        assert verified()["as_sealed"]
        assert missing_triggers(connection) == []
        with refused("comments_comment.text is permanent"):
            Comment.objects.filter(pk=comment.pk).update(text="Put right by hand.")


def test_the_site_goes_on_with_a_backup(file, tmp_path, client):
    article = make_article()
    make_approved("The arches will hold.", discussion=make_discussion(article))
    seal()
    back_up(file)

    with restored(file, tmp_path):
        assert client.get("/readyz").content == b"ready\n"
        assert "The arches will hold." in client.get(article.get_absolute_url()).content.decode()
        call_command("migrate", verbosity=0)
        newest = make_comment("Written after the restore.")
        assert seal()
        assert verified()["as_sealed"]
        assert newest.pk > 1


def test_an_older_backup_is_told_and_brought_up_to_the_erasures(kept, file, tmp_path, client):
    make_editor("nadia")
    comment = make_comment(WORDS, name="Rojda")
    first = seal()[-1]
    back_up(file)
    comment.erase(by=None, request="2026/18")
    make_comment("Lost by the restore.")
    last = seal()[-1]

    with restored(file, tmp_path):
        assert client.get("/readyz").content == b"ready, but older than its seals\n"
        assert verified(3)["first"][0]["older"]
        assert status_of(lambda: call_command("seal_trail")) == 3
        assert Comment.objects.get(pk=comment.pk).text == WORDS

        call_command("erase_comments", again=kept["ERASURES_FILE"], by="nadia", stdout=io.StringIO())
        sealed_again()

        assert Comment.objects.get(pk=comment.pk).text == ""
        assert not Comment.objects.filter(text="Lost by the restore.").exists()
        assert TrailEntry.objects.get(act="restored").details["kept"] == last.number
        assert Seal.objects.get(number=first.number + 1).digest != last.digest
        assert verified()["as_sealed"]
        assert client.get("/readyz").content == b"ready\n"


def test_an_account_that_was_closed_since_is_closed_again(kept, file, tmp_path):
    make_editor("nadia")
    reader = make_user("rojda", email="rojda@example.org", password="a lantern over the road")
    comment = make_comment(WORDS, author=Author.objects.of_account(reader))
    back_up(file)
    close_account(reader)
    other = make_user("leyla")  # under a number that the backup gives again

    with restored(file, tmp_path):
        newcomer = make_user("aram")
        assert newcomer.pk == other.pk
        assert User.objects.filter(username="rojda").exists()

        call_command("erase_comments", again=kept["ERASURES_FILE"], by="nadia", stdout=io.StringIO())

        assert set(User.objects.values_list("username", flat=True)) == {"nadia", "aram"}
        assert Comment.objects.get(pk=comment.pk).text == ""


def test_a_backup_that_is_as_new_as_its_seals_needs_no_word(kept, file, tmp_path, client):
    make_comment()
    seal()
    back_up(file)

    with restored(file, tmp_path):
        assert client.get("/readyz").content == b"ready\n"
        assert verified()["as_sealed"]


@pytest.fixture
def only_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has pg_dump")


def test_a_backup_is_taken_while_somebody_writes(only_sqlite, file, tmp_path):
    comment = make_comment()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute(
            "INSERT INTO comments_withdrawal (comment_id, withdrawn_at) VALUES (?, ?)", [comment.pk, ""]
        )

        back_up(file)

    with restored(file, tmp_path):
        assert Comment.objects.get(pk=comment.pk).status == "pending"  # what is not committed is in no copy


def test_a_backup_is_read_by_nobody_else(only_sqlite, file):
    back_up(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_takes_the_place_of_the_one_before(only_sqlite, file, tmp_path):
    back_up(file)
    comment = make_comment()

    back_up(file)

    with restored(file, tmp_path):
        assert Comment.objects.filter(pk=comment.pk).exists()
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup"]


def test_a_backup_that_fails_leaves_the_one_before(only_sqlite, tmp_path):
    file = tmp_path / "backup"
    back_up(file)
    before = file.read_bytes()
    (tmp_path / "backup.part").mkdir()

    with pytest.raises(CommandError, match="There is no new backup"):
        back_up(file)

    assert file.read_bytes() == before


@pytest.mark.parametrize("place", ["nowhere/backup", "."])
def test_a_place_that_cannot_be_written_is_named(only_sqlite, tmp_path, place):
    with pytest.raises(CommandError, match="There is no new backup"):
        back_up(tmp_path / place)


def test_the_database_is_not_copied_onto_itself(only_sqlite):
    with pytest.raises(CommandError, match="is the database itself"):
        call_command("back_up", connection.settings_dict["NAME"])


def test_postgresql_is_backed_up_by_its_own_programs():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has none")

    with pytest.raises(CommandError, match="pg_dump"):
        call_command("back_up", "backup")
