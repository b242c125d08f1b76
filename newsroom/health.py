"""What a balancer or a supervisor asks: is this process alive, and may it be sent readers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from threading import Lock
from time import monotonic

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.outbox_check import late, stuck_since
from comments.privileges.owning import lacking
from comments.sealing.backlog import overdue_since, unverified_since, verified_fault
from comments.sealing.kept_apart import OlderDatabase, refuse_older
from comments.triggers import missing_triggers
from newsroom.models import AccountMail

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    line: str
    status: int = 200


SILENT = Answer("not ready: the database does not answer", 503)


class Readiness:
    """What was found, for some seconds: anybody may ask, as often as they like, and looking has its cost."""

    def __init__(self, *, seconds: float) -> None:
        self.seconds = seconds
        self._looking = Lock()
        self.forget()

    def forget(self) -> None:
        self._answer = Answer("not ready: nobody has looked yet", 503)
        self._found_at = -inf

    def answer(self) -> Answer:
        """While one looks, others are told what was found before; not for long, as a database may hang.

        Nor does anybody wait for long: where it hangs, those who ask would bind a thread each.
        """
        before, age = self._answer, self._age
        if age < self.seconds:
            return before
        is_old = age > 3 * self.seconds
        if not self._looking.acquire(timeout=self.seconds if is_old else 0):
            return SILENT if is_old else before
        try:
            if self._age >= self.seconds:  # nobody else has looked meanwhile
                self._answer, self._found_at = _found(), monotonic()
            return self._answer
        finally:
            self._looking.release()

    @property
    def _age(self) -> float:
        return monotonic() - self._found_at


readiness = Readiness(seconds=5)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of the database, so that an outage there restarts nobody."""
    return _said(Answer("alive"))


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, is migrated, and refuses what is permanent.

    What is wrong with the record is named too. It is no reason to send readers away.
    """
    return _said(readiness.answer())


def _found() -> Answer:
    try:
        for part, why_not in NEEDED.items():
            if reason := _told(part, why_not):
                return Answer(f"not ready: {reason}", 503)
        wrong = [said for part, look in RECORD.items() if (said := _told(part, look))]
    except (DatabaseError, InterfaceError):
        return SILENT
    return Answer(", but ".join(["ready", *wrong]))


def _told(part: str, look: Callable[[], str]) -> str:
    """Strangers read it: which part it is, and no more. The log has the rest."""
    try:
        return look()
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        log.exception("The health page could not look at the %s", part)
        return f"the {part} could not be looked at"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waits = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "migrations wait to be applied" if waits else ""


def _triggers() -> str:
    return "triggers are missing" if missing_triggers(connection) else ""


def _privileges() -> str:
    is_lacking = connection.vendor == "postgresql" and lacking(connection)
    return "the database role lacks privileges" if is_lacking else ""


# Of the record nothing is worked out here: it is told what came of the last verification.


def _age() -> str:
    try:
        refuse_older()
    except OlderDatabase:
        return "older than its seals"
    return ""


def _seals() -> str:
    since = overdue_since()
    return f"not sealed since {since:%Y-%m-%d %H:%M} UTC" if since else ""


def _verification() -> str:
    if verified_fault():
        return "not as it was sealed"
    since = unverified_since()
    return f"not verified since {since:%Y-%m-%d %H:%M} UTC" if since else ""


def _mails() -> str:
    """Of comments and of accounts. What was never sent is told to nobody else."""
    account_mail = AccountMail.objects.overdue(since=late()).first()
    dues = [moment for moment in (stuck_since(), account_mail and account_mail.posted_at) if moment]
    return f"mails not sent since {min(dues):%Y-%m-%d %H:%M} UTC" if dues else ""


Looks = dict[str, Callable[[], str]]
NEEDED: Looks = {"migrations": _migrations, "triggers": _triggers, "privileges": _privileges}
RECORD: Looks = {"seals kept apart": _age, "seals": _seals, "verification": _verification, "mails": _mails}


def _said(answer: Answer) -> HttpResponse:
    return HttpResponse(f"{answer.line}\n", content_type="text/plain; charset=utf-8", status=answer.status)
