from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks_db.backend import DatabaseBackend

from newsroom.worker import SiteWorker


class Command(BaseCommand):
    help = "Run tasks and send notices until told to end. Run as many of these as you like."

    def handle(self, *args, **options) -> None:
        if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
            raise CommandError("TASKS does not use the database, so there is nothing for a worker to do.")
        worker = SiteWorker()
        worker.configure_signals()
        worker.run()
