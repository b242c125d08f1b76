"""manage.py list_erasures: what was erased, for a backup to be brought up to it."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from comments.conf import setting
from comments.erasing.listed import add_lacking
from comments.management.plain_spoken import PlainSpokenCommand


class Command(PlainSpokenCommand):
    help = "Append to FILE every erasure that it lacks: numbers and digests, no words. Again is harmless."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="else the file that ERASURES_FILE names")

    def handle(self, *args, file: str | None, **options) -> None:
        name = file or setting("ERASURES_FILE")
        if not name:
            raise CommandError("Name a file, or set ERASURES_FILE.")
        try:
            added = add_lacking(Path(name))
        except OSError as error:
            raise CommandError(f"{name} cannot be written.", returncode=2) from error
        self.stdout.write(f"Listed {added}.")
