"""manage.py export_person: what is kept about somebody, to be given to them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.core.management.base import CommandError

from comments.management import persons
from comments.refusals import Refusal


class Command(persons.PersonCommand):
    help = "Write all that is kept about a person as JSON. See docs/record.md for its form."

    def add_arguments(self, parser) -> None:
        persons.add_arguments(parser)
        parser.add_argument("--by", required=True, metavar="USER", help="an editor's user name")
        parser.add_argument("--request", default="", help="its file number: no personal data")
        parser.add_argument(
            "--internal",
            action="store_true",
            help="with what moderators noted and the checks found: read it before you give it away",
        )
        parser.add_argument("file", metavar="FILE", help="must not be there yet; - prints it")

    def handle(self, *args, file: str, by: str, request: str, internal: bool, **options) -> None:
        editor = persons.editor_of(by)
        if not request.strip():
            raise CommandError("Name the request: the record says under which one something was given.")
        try:
            person = persons.person_of(options)
            if person is None:
                raise CommandError("Name the person by --account, --email or --receipt.")
            if person.is_nobody:
                raise CommandError("Nothing is kept about such a person.")
            with self._opened(file) as write:
                for part in person.export(by=editor, request=request, internal=internal):
                    write(part)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.", returncode=2) from error
        if file != "-":
            self.stdout.write(f"Wrote {file}.")

    @contextmanager
    def _opened(self, file: str) -> Iterator[Callable[[str], Any]]:
        """For nobody's eyes but theirs, over nothing that is there, and whole or not at all."""
        if file == "-":
            yield partial(self.stdout.write, ending="")
            return
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                yield out.write
        except BaseException:
            os.unlink(file)
            raise
