"""manage.py export_person: what is kept about somebody, to be given to them."""

from __future__ import annotations

import json
import os

from django.core.management.base import BaseCommand, CommandError

from comments.management import persons


class Command(BaseCommand):
    help = "Write all that is kept about a person as JSON. See docs/record.md for its form."

    def add_arguments(self, parser) -> None:
        persons.add_arguments(parser)
        parser.add_argument(
            "--internal",
            action="store_true",
            help="with what moderators noted and the checks found: read it before you give it away",
        )
        parser.add_argument("file", metavar="FILE", help="must not be there yet; - prints it")

    def handle(self, *args, file: str, internal: bool, **options) -> None:
        person = persons.person_of(**{way: options[way] for way in ("account", "email", "receipt")})
        if person is None:
            raise CommandError("Name the person by --account, --email or --receipt.")
        if person.is_nobody:
            raise CommandError("Nothing is kept about such a person.")
        text = json.dumps(person.export(internal=internal), ensure_ascii=False, indent=1)
        if file == "-":
            self.stdout.write(text)
            return
        try:
            # For nobody's eyes but theirs, and over nothing that is there.
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(f"{text}\n")
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.", returncode=2) from error
        self.stdout.write(f"Wrote {file}.")
