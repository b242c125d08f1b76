"""What a balancer is told."""

from __future__ import annotations

import threading

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

from comments.triggers import lifted
from newsroom import health
from tests.factories import make_comment


def test_a_process_that_answers_is_alive_whatever_the_database_does(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_a_migrated_guarded_database_is_ready(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_migration_that_waits_is_not_ready(client):
    for leaf in MigrationExecutor(connection).loader.graph.leaf_nodes("newsroom"):
        MigrationRecorder(connection).record_unapplied(*leaf)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready: migrations wait to be applied\n")


def test_a_database_without_its_triggers_is_not_ready(client, committed_db):
    with lifted(committed_db):
        response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready: triggers are missing\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_is_done_by_asking(client, path):
    assert client.post(path).status_code == 405


# What it costs, as anybody may ask.


@pytest.fixture
def remembering():
    health.readiness.seconds = 60
    return health.readiness


@pytest.mark.django_db
def test_who_asks_again_costs_nothing(client, remembering, django_assert_num_queries):
    client.get("/readyz")

    with django_assert_num_queries(0):
        assert client.get("/readyz").content == b"ready\n"


@pytest.mark.django_db
def test_what_was_found_is_looked_at_again_after_a_while(client, remembering):
    client.get("/readyz")
    for leaf in MigrationExecutor(connection).loader.graph.leaf_nodes("newsroom"):
        MigrationRecorder(connection).record_unapplied(*leaf)
    assert client.get("/readyz").status_code == 200

    remembering._found_at -= 61

    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_while_one_looks_others_are_told_what_was_found_before(remembering, monkeypatch):
    remembering.answer()
    remembering._found_at -= 61
    looking, asked = threading.Event(), threading.Event()

    def look():
        looking.set()
        assert asked.wait(30)
        return health.Answer("found anew")

    monkeypatch.setattr(health, "_found", look)
    slow = threading.Thread(target=remembering.answer)
    slow.start()
    assert looking.wait(30)
    meanwhile = remembering.answer()
    asked.set()
    slow.join(30)

    assert meanwhile.line == "ready"
    assert remembering.answer().line == "found anew"


@pytest.mark.django_db
def test_what_was_found_long_ago_is_not_told_while_somebody_looks(remembering, monkeypatch):
    """A database that hangs would be called ready for as long as it hangs."""
    remembering.answer()
    remembering._found_at -= 181
    monkeypatch.setattr(health, "_found", lambda: health.Answer("found anew"))
    told = []

    with remembering._looking:
        waiting = threading.Thread(target=lambda: told.append(remembering.answer().line))
        waiting.start()
        waiting.join(0.05)
        assert told == []
    waiting.join(30)

    assert told == ["found anew"]


@pytest.mark.django_db
def test_where_a_look_hangs_those_who_ask_are_sent_away(remembering):
    """Else each would bind a thread, and there were none for readers."""
    remembering.answer()
    remembering.seconds = 0.05
    remembering._found_at -= 61

    with remembering._looking:
        assert remembering.answer() == health.SILENT


# What breaks while it looks.


def breaks(error: Exception):
    def look():
        raise error

    return look


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
@pytest.mark.parametrize("parts", ["NEEDED", "RECORD"])
def test_a_database_that_goes_away_at_any_part_is_not_ready(client, monkeypatch, parts, kind, db):
    looks = getattr(health, parts)
    for part in list(looks):
        with monkeypatch.context() as broken:
            broken.setitem(looks, part, breaks(kind("connection to 10.0.0.7 was closed")))
            response = client.get("/readyz")

        assert (response.status_code, response.content) == (503, b"not ready: the database does not answer\n")


@pytest.mark.parametrize(
    ("parts", "part", "status", "said"),
    [
        ("NEEDED", "migrations", 503, "not ready: the migrations could not be looked at"),
        ("NEEDED", "triggers", 503, "not ready: the triggers could not be looked at"),
        ("NEEDED", "privileges", 503, "not ready: the privileges could not be looked at"),
        ("RECORD", "seals kept apart", 200, "ready, but the seals kept apart could not be looked at"),
        ("RECORD", "seals", 200, "ready, but the seals could not be looked at"),
        ("RECORD", "verification", 200, "ready, but the verification could not be looked at"),
    ],
)
def test_a_part_that_cannot_be_looked_at_is_named_and_no_more(
    client, monkeypatch, caplog, parts, part, status, said, db
):
    monkeypatch.setitem(getattr(health, parts), part, breaks(ValueError("/srv/secret.pem, line 7")))

    response = client.get("/readyz")

    assert (response.status_code, response.content.decode()) == (status, f"{said}\n")
    assert "secret.pem" in caplog.text


@pytest.mark.django_db
def test_however_much_there_is_looking_costs_the_same(client):
    client.get("/readyz")
    costs = []
    for number in (0, 12):
        for _ in range(number):
            make_comment()
        with CaptureQueriesContext(connection) as queries:
            client.get("/readyz")
        costs.append(len(queries))

    assert len(set(costs)) == 1
