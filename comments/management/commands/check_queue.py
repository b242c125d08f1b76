"""manage.py check_queue: whether the queue holds what the record says, and makes it so."""

from __future__ import annotations

from django.core.management.base import CommandError

from comments.management.plain_spoken import PlainSpokenCommand
from comments.models import QueueEntry

NAMED = 20


class Command(PlainSpokenCommand):
    help = "Compares what the desk shows as waiting with the record, and names where they differ."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="renew what differs; deciding goes on meanwhile"
        )

    def handle(self, *args, repair: bool, **options) -> None:
        differing = QueueEntry.objects.differing()
        if not differing:
            self.stdout.write("The queue holds what the record says.")
            return
        named = ", ".join(map(str, differing[:NAMED])) + (", …" if len(differing) > NAMED else "")
        sentence = f"The queue differs from the record on {len(differing)} comments: {named}"
        if not repair:
            raise CommandError(f"{sentence}. Run check_queue --repair.")
        QueueEntry.objects.renew(differing)
        self.stdout.write(f"{sentence}. They are renewed.")
