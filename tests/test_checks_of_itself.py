"""`manage.py check --database default`, with something broken for real: what it names, and how it ends."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.checks import Tags, run_checks
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.utils import timezone

from comments import notices
from comments.models import Unsealed
from comments.triggers import install, lifted, missing_triggers
from tests.factories import make_comment
from tests.sealing import seal, status_of

pytestmark = pytest.mark.django_db


def check(**options) -> None:
    call_command("check", databases=["default"], stdout=io.StringIO(), stderr=io.StringIO(), **options)


def said(identifier: str) -> list[str]:
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [each.msg for each in found if each.id == identifier]


def drop(name: str) -> None:
    """As whoever owns the tables can."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + _on(cursor, name))


def _on(cursor, name: str) -> str:
    if connection.vendor == "sqlite":
        return ""
    cursor.execute("SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = %s", [name])
    return f" ON {cursor.fetchone()[0]}"


def some_triggers() -> list[str]:
    """One of each kind, by what its name begins and ends with."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [name for (name,) in cursor.fetchall()][::25]


def test_a_guarded_database_has_nothing_to_name():
    assert missing_triggers(connection) == []
    assert status_of(check) == 0


def test_each_trigger_that_is_missing_is_named():
    names = some_triggers()
    assert len(names) > 3
    for name in names:
        drop(name)

    [sentence] = said("comments.E020")

    assert [name for name in names if name not in sentence] == []
    assert status_of(check) == 1
    install(connection)
    assert said("comments.E020") == []


def test_a_trigger_that_does_nothing_is_missing():
    """There by its name, and refusing nothing."""
    name = some_triggers()[0]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE name = %s", [name])
            [table] = cursor.fetchone()
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT 1; END")
        else:
            cursor.execute(f"ALTER TABLE{_on(cursor, name).removeprefix(' ON')} DISABLE TRIGGER {name}")

    [sentence] = said("comments.E020")

    assert name in sentence
    install(connection)


def test_a_record_that_nobody_seals_is_named():
    make_comment()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        [sentence] = said("comments.W011")
        assert status_of(lambda: check(fail_level="WARNING")) == 1
        assert status_of(check) == 0  # it is no reason to start nothing

    since = Unsealed.objects.aggregate(oldest=Min("since"))["oldest"]  # the database may be of yesterday
    assert sentence.startswith(f"The record is not sealed since {since:%Y-%m-%d}")


def test_a_record_that_was_sealed_is_not():
    make_comment()
    seal()

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert said("comments.W011") == []


def test_a_mail_that_nobody_sends_is_named():
    make_comment(email="leyla@example.org")

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        [sentence] = said("comments.W042")
        assert status_of(lambda: check(fail_level="WARNING")) == 1

    assert "Nobody has tried to send 1 mail" in sentence


def test_a_database_that_is_not_migrated_is_said_to_be_no_more(committed_db):
    """What the checks ask for is not there yet."""
    names = [name for _app, name in MigrationLoader(connection).graph.leaf_nodes("comments")]
    with lifted(committed_db):
        rename("comments_unsealed", "elsewhere")
        MigrationRecorder(connection).record_unapplied("comments", names[0])
        try:
            [sentence] = said("comments.E049")
            assert status_of(check) == 1
        finally:
            MigrationRecorder(connection).record_applied("comments", names[0])
            rename("elsewhere", "comments_unsealed")

    assert sentence == f"Migrations wait to be applied: comments.{names[0]}."
    assert said("comments.E049") == []


def test_a_table_that_is_gone_is_no_migration_that_waits(committed_db):
    with lifted(committed_db):
        rename("comments_unsealed", "elsewhere")
        try:
            with pytest.raises(DatabaseError):
                said("comments.W011")
        finally:
            rename("elsewhere", "comments_unsealed")


def rename(table: str, other: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {other}")


class Refusing(locmem.EmailBackend):
    """A server that takes the line and no mail."""

    def send_messages(self, messages):
        raise OSError("550 5.7.1 relaying denied")


def test_a_mail_that_is_refused_again_and_again_is_named(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    make_comment(email="leyla@example.org")
    now = timezone.now()
    for hours in (0, 1, 2, 3):
        with time_machine.travel(now + timedelta(hours=hours)):
            notices.deliver_due()

    with time_machine.travel(now + timedelta(hours=3, minutes=1)):
        assert said("comments.W042")
    assert mail.outbox == []


@pytest.mark.parametrize("fail_level", ["ERROR", "WARNING"])
def test_cron_is_told_by_the_status(fail_level):
    drop(some_triggers()[0])

    with pytest.raises(SystemCheckError) as refused:
        check(fail_level=fail_level)

    assert isinstance(refused.value, CommandError)
    assert refused.value.returncode == 1
    install(connection)
