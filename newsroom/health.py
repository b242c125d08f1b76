"""What a balancer or a supervisor asks: is this process alive, and may it be sent readers."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.privileges.owning import lacking
from comments.sealing.backlog import overdue_since
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

    A record that nobody seals is named too. It is no reason to send readers away.
    """
    reason = _why_not_ready()
    if reason:
        return _said(f"not ready: {reason}", status=503)
    since = overdue_since()
    return _said(f"ready, but not sealed since {since:%Y-%m-%d %H:%M} UTC" if since else "ready")


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
