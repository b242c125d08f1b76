"""The worker: runs the site's tasks, seals the record, and looks for notices whose task was lost."""

from __future__ import annotations

import logging
import math
import sys
import time
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, OperationalError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from comments import notices
from comments.sealing.kept_apart import OlderDatabase
from comments.sealing.signing import KeyRefused
from comments.tasks import count_months, seal_trail
from newsroom import account_mail

log = logging.getLogger(__name__)

IDLE_SECONDS = 1  # between two looks for tasks
SWEEP_SECONDS = 30  # between two looks for notices that are due
SEAL_SECONDS = 600  # between two seals, where something is there to be sealed
COUNT_SECONDS = 60  # between two looks for months to count: a past is counted a few at a time
TASKS_AT_A_TIME = 50  # then it is time to look whether a sweep is due
TASKS_ARE_KEPT = timedelta(days=7)


class SiteWorker(Worker):
    """django-tasks-db's worker, which knows no retries and forgets nothing, with a sweep for both."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=IDLE_SECONDS,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=TASKS_AT_A_TIME,
            worker_id=get_random_string(32),
        )
        self.is_idle = False
        self.swept_at = self.sealed_at = self.counted_at = -math.inf

    def run(self) -> None:
        """Until told to end. What has been begun is finished first."""
        while self.running:
            self._run_tasks = 0
            super().run()
            self._sweep_if_due()
            self._seal_if_due()
            self._count_if_due()
            if self._run_tasks < TASKS_AT_A_TIME:
                self._idle()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End at once when idle or asked twice, else after what is being done."""
        if self.is_idle or not self.running:
            sys.exit(0 if self.is_idle else 1)
        self.running = False

    def _sweep_if_due(self) -> None:
        if not self.running or time.monotonic() - self.swept_at < SWEEP_SECONDS:
            return
        try:
            notices.deliver_due()
            account_mail.deliver_due()
            old = DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - TASKS_ARE_KEPT)
            old.exclude(status=TaskResultStatus.READY).delete()
        except OperationalError as error:
            # A locked or restarted database: the next sweep finds the same again.
            log.warning("The sweep was interrupted: %s", error)
        finally:
            close_old_connections()
            self.swept_at = time.monotonic()

    def _seal_if_due(self) -> None:
        if not self.running or time.monotonic() - self.sealed_at < SEAL_SECONDS:
            return
        try:
            seal_trail.call()
        except (KeyRefused, OlderDatabase, DatabaseError) as error:  # the mails must go on whatever it is
            # What waits goes on waiting; when it has waited too long, /readyz and the checks say so.
            log.warning("Nothing was sealed: %s", error)
        finally:
            close_old_connections()
            self.sealed_at = time.monotonic()

    def _count_if_due(self) -> None:
        if not self.running or time.monotonic() - self.counted_at < COUNT_SECONDS:
            return
        try:
            count_months.call()
        except OperationalError as error:
            log.warning("No month was counted: %s", error)
        finally:
            close_old_connections()
            self.counted_at = time.monotonic()

    def _idle(self) -> None:
        self.is_idle = True
        if self.running:
            time.sleep(IDLE_SECONDS)
        self.is_idle = False
