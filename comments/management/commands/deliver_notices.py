from __future__ import annotations

from django.core.management.base import CommandParser
from django.utils import timezone

from comments import notices
from comments.management.plain_spoken import PlainSpokenCommand
from comments.models import Notice


class Command(PlainSpokenCommand):
    help = (
        "Send the notices that are due, once, and say what is left. For a timer, on sites that run no worker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="Send once more what was given up: for when the fault was in our own mail server.",
        )

    def handle(self, *args, **options) -> None:
        if options["again"]:
            self.stdout.write(f"To be tried again: {Notice.objects.try_again()}.")
        self.stdout.write(f"Sent {notices.deliver_due()}.")
        for what, count in _left():
            if count:
                self.stdout.write(f"{what}: {count}.")


def _left() -> list[tuple[str, int]]:
    """What did not go out, and why. `check --database default` says so too once it has waited too long."""
    unsent, now = Notice.objects.open(), timezone.now()
    return [
        ("Not due yet", unsent.filter(due_at__gt=now).count()),
        ("Due, and not sent so far", unsent.filter(due_at__lte=now).count()),
        ("Held until somebody opens the mail before", Notice.objects.exclude(held_at=None).count()),
        ("Given up", Notice.objects.failed().count()),
    ]
