"""The queue of tasks: nothing waits twice that would do the same."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from comments.tasks import count_months, deliver_notices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "newsroom.task_queue.TaskQueue"}}


def test_a_task_that_waits_is_not_queued_again():
    first = deliver_notices.enqueue()
    second = deliver_notices.enqueue()

    assert first.id == second.id
    assert DBTaskResult.objects.count() == 1


def test_another_task_is():
    deliver_notices.enqueue()
    count_months.enqueue()

    assert DBTaskResult.objects.count() == 2


@pytest.mark.parametrize("status", [each for each in TaskResultStatus if each != TaskResultStatus.READY])
def test_one_that_was_begun_may_have_looked_already(status):
    deliver_notices.enqueue()
    DBTaskResult.objects.update(status=status)

    deliver_notices.enqueue()

    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1


def test_what_is_due_now_does_not_wait_for_what_is_due_later():
    later = timezone.now() + timedelta(hours=1)
    deliver_notices.using(run_after=later).enqueue()

    deliver_notices.enqueue()

    assert DBTaskResult.objects.ready().count() == 1


def test_what_is_due_later_is_not_done_by_what_is_due_now():
    later = timezone.now() + timedelta(hours=1)
    deliver_notices.enqueue()

    deliver_notices.using(run_after=later).enqueue()

    assert DBTaskResult.objects.filter(run_after=later).count() == 1
