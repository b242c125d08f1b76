"""The worker sends what is due, even when its task was lost, and ends when it is told to."""

import signal
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from comments import clock
from comments.models import CountedMonth, Notice
from comments.tasks import deliver_notices
from newsroom.worker import TASKS_ARE_KEPT, TASKS_AT_A_TIME, SiteWorker
from tests.factories import make_comment

EMAIL = "leyla@example.org"


class BriefWorker(SiteWorker):
    """Ends as soon as there is nothing to do."""

    def _idle(self) -> None:
        self.running = False


@pytest.fixture
def queue(committed_db, settings):
    """Committed, as a worker closes its connection between two looks for tasks."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def worker():
    return BriefWorker()


def test_a_task_is_run_and_the_mail_is_sent(queue, worker):
    make_comment(email=EMAIL)
    worker.swept_at = float("inf")  # no sweep: it is the task that sends

    worker.run()

    assert len(mail.outbox) == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_notice_whose_task_was_lost_is_found_by_the_sweep(queue, worker):
    make_comment(email=EMAIL)
    DBTaskResult.objects.all().delete()

    worker.run()

    assert len(mail.outbox) == 1


def test_a_task_that_is_not_due_waits(queue, worker):
    deliver_notices.using(run_after=timezone.now() + timedelta(hours=1)).enqueue()

    worker.run()

    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_many_tasks_leave_time_for_a_sweep(queue):
    class Watched(BriefWorker):
        """Notes how many tasks were done whenever it was time to look for a sweep."""

        def _sweep_if_due(self) -> None:
            done.append(DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).count())
            super()._sweep_if_due()

    done: list[int] = []
    for _ in range(TASKS_AT_A_TIME + 1):
        deliver_notices.enqueue()

    Watched().run()

    assert done == [TASKS_AT_A_TIME, TASKS_AT_A_TIME + 1]


def test_old_tasks_are_forgotten_unless_they_still_wait(queue, worker):
    long_ago = timezone.now() - TASKS_ARE_KEPT - timedelta(hours=1)
    for status in TaskResultStatus.values:
        kept = DBTaskResult.objects.get(pk=deliver_notices.enqueue().id)
        later = timezone.now() + timedelta(days=1)
        DBTaskResult.objects.filter(pk=kept.pk).update(enqueued_at=long_ago, status=status, run_after=later)

    worker.run()

    assert list(DBTaskResult.objects.values_list("status", flat=True)) == [TaskResultStatus.READY]


def test_a_locked_database_costs_a_sweep_and_not_the_worker(queue, worker, settings):
    make_comment(email=EMAIL)
    DBTaskResult.objects.all().delete()
    settings.EMAIL_BACKEND = "tests.mailing.Locked"

    worker.run()

    assert worker.swept_at > 0
    assert Notice.objects.due().count() == 1


def test_the_days_that_are_over_are_counted_for_the_public(queue, worker):
    with clock.at(timezone.now() - timedelta(days=2)):
        make_comment()

    worker.run()

    assert sum(month.figures["all"]["received"] for month in CountedMonth.objects.all()) == 1


def test_an_idle_worker_ends_at_once(worker):
    worker.is_idle = True

    with pytest.raises(SystemExit) as ended:
        worker.shutdown(signal.SIGTERM, None)

    assert ended.value.code == 0


def test_a_busy_worker_ends_after_what_it_does_and_at_once_when_asked_twice(worker):
    worker.shutdown(signal.SIGTERM, None)

    assert worker.running is False
    with pytest.raises(SystemExit) as ended:
        worker.shutdown(signal.SIGTERM, None)
    assert ended.value.code == 1


def test_a_worker_told_to_end_while_it_sends_records_what_it_sent(queue, worker, settings):
    make_comment(email=EMAIL)
    settings.EMAIL_BACKEND = "tests.mailing.EndsUs"
    before = signal.signal(signal.SIGTERM, worker.shutdown)

    try:
        worker.run()
    finally:
        signal.signal(signal.SIGTERM, before)

    assert worker.running is False
    assert Notice.objects.get().sent_at


def test_where_tasks_run_elsewhere_the_worker_says_so(settings):
    with pytest.raises(CommandError, match="nothing for a worker to do"):
        call_command("run_worker")
