"""manage.py apply_retention: lets go of what was kept long enough. Says what that is; acts when told to."""

from __future__ import annotations

from comments.erasing.retention import retentions
from comments.management.plain_spoken import PlainSpokenCommand


class Command(PlainSpokenCommand):
    help = "Say what was kept for as long as the settings allow; with --act, let it go."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--act", action="store_true", help="do it")

    def handle(self, *args, act: bool, **options) -> None:
        for retention in retentions():
            due = retention.count()
            self.stdout.write(f"{retention.name}: {due.free} due.")
            if act:
                self.stdout.write(f"{retention.name}: {retention.apply()} let go.")
            for reason, number in due.kept.items():
                self.stdout.write(f"{retention.name}: {number} kept, {reason}.")
        if not act:
            self.stdout.write("Nothing was changed. Run it with --act.")
