"""The site's queue of tasks, in which nothing waits twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult


class TaskQueue(DatabaseBackend):
    """A task without arguments does whatever there is to do: one that waits already is enough.

    Each comment asks for its receipt to be sent. In a rush hour the worker would run a task for each of them,
    of which nearly all find nothing left to do, and on SQLite each of those keeps others from writing.
    """

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        is_for_later = task.run_after is not None and task.run_after > timezone.now()
        if not args and not kwargs and not is_for_later and (waiting := self._waiting(task)):
            return waiting.task_result
        return super().enqueue(task, args, kwargs)

    def _waiting(self, task: Any) -> DBTaskResult | None:
        """What nobody has begun by now will see all that is committed by now."""
        # Not before the models are read: tasks are declared with their queue.
        from django_tasks_db.models import DBTaskResult

        ready = DBTaskResult.objects.ready().filter(
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name=self.alias,
        )
        return ready.first()
