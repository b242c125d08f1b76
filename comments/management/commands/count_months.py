"""manage.py count_months: counts what the public figures are made of."""

from __future__ import annotations

from django.core.management.base import CommandError

from comments.management.plain_spoken import PlainSpokenCommand
from comments.transparency.keeping import count_months, differences
from comments.transparency.months import name_of


class Command(PlainSpokenCommand):
    help = "Count for the public figures what has not been counted for good. The worker does it by itself."

    def add_arguments(self, parser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--again", action="store_true", help="count every month again")
        which.add_argument(
            "--check",
            action="store_true",
            help="only compare what is kept with the record; 1 where they differ",
        )

    def handle(self, *, again: bool, check: bool, **options) -> None:
        if check:
            self._check()
            return
        counted = [name_of(month.month) for month in count_months(again=again)]
        self.stdout.write(f"Counted: {', '.join(counted)}." if counted else "Nothing to count.")

    def _check(self) -> None:
        names = [name_of(kept.month) for kept, _said in differences()]
        if names:
            raise CommandError(f"Not what the record says: {', '.join(names)}. Count again with --again.")
        self.stdout.write("Every month is what the record says.")
