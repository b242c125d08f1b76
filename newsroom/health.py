"""What a balancer or a supervisor asks: is this process alive, and may it be sent readers."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.privileges.owning import lacking
from comments.sealing.backlog import overdue_since, unverified_since, verified_fault
from comments.sealing.kept_apart import OlderDatabase, refuse_older
from comments.triggers import missing_triggers


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of the database, so that an outage there restarts nobody."""
    return _said("alive")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, is migrated, and refuses what is permanent.

    What is wrong with the record is named too. It is no reason to send readers away.
    """
    if reason := _why_not_ready():
        return _said(f"not ready: {reason}", status=503)
    return _said(", but ".join(["ready", *_wrong_with_the_record()]))


def _wrong_with_the_record() -> Iterator[str]:
    """Nothing of it is worked out here, as anybody may ask: it tells what came of the last verification."""
    try:
        refuse_older()
    except OlderDatabase:
        yield "older than its seals"
    if since := overdue_since():
        yield f"not sealed since {since:%Y-%m-%d %H:%M} UTC"
    if verified_fault():
        yield "not as it was sealed"
    elif since := unverified_since():
        yield f"not verified since {since:%Y-%m-%d %H:%M} UTC"


def _why_not_ready() -> str:
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations wait to be applied"
        if missing_triggers(connection):
            return "triggers are missing"
        if connection.vendor == "postgresql" and lacking(connection):
            return "the database role lacks privileges"
    except DatabaseError:
        return "the database does not answer"
    return ""


def _said(line: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{line}\n", content_type="text/plain; charset=utf-8", status=status)
