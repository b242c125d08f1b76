"""What a balancer is told."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from comments.triggers import lifted


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
