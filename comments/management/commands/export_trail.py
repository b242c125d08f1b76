"""manage.py export_trail: the seals and the digests under them, to be published."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.db import Error

from comments.management.plain_spoken import PlainSpokenCommand, advice_on
from comments.sealing.exporting import export_lines
from comments.sealing.unreadable import reason_of


class Command(PlainSpokenCommand):
    help = "Write all seals with the digests under them: no words and no personal data. See docs/record.md."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE", help="is replaced when the export is whole; - prints it")

    def handle(self, *args, file: str, **options) -> None:
        if file == "-":
            for line in export_lines():
                self.stdout.write(line)
            return
        whole = Path(file)
        part = whole.with_name(f"{whole.name}.part")
        try:
            with part.open("w", encoding="ascii", newline="\n") as out:
                out.writelines(f"{line}\n" for line in export_lines())
            part.replace(whole)
        except OSError as error:
            raise CommandError(f"{file} cannot be written.", returncode=2) from error
        except Error as error:
            sentence = f"The database gave no answer: {reason_of(error)}. {file} is as it was."
            raise CommandError(sentence + advice_on(error), returncode=2) from error
        self.stdout.write(f"Wrote {file}.")
