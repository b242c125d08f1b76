"""manage.py wipe_erased: takes what was erased off the database's files too."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import connections

from comments.erasing.wiping import CannotWipe, wipe
from comments.management.plain_spoken import PlainSpokenCommand


class Command(PlainSpokenCommand):
    help = "Have the database let go of old versions of rows, so that erased words leave its files."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--database", default="default", choices=list(connections))
        parser.add_argument(
            "--whole", action="store_true", help="write each table anew, which locks it meanwhile"
        )

    def handle(self, *args, database: str, whole: bool, **options) -> None:
        try:
            left = wipe(connections[database], whole=whole)
        except CannotWipe as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Wiped.")
        if left:
            self.stdout.write(f"Not wiped, as another role owns them: {', '.join(left)}.")
