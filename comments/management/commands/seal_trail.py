"""manage.py seal_trail: closes what came since the last seal."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from comments.sealing.closing import seal_trail
from comments.sealing.kept_apart import OlderDatabase, go_on, refuse_older
from comments.sealing.published import PublishedRefused
from comments.sealing.signing import KeyRefused, SealKey


class Command(BaseCommand):
    help = "Seal what was added to the record since the last seal, and print each new seal for publishing."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--after-restore",
            action="store_true",
            help="go on from an older backup: what was sealed since is lost, and both record and file say so",
        )

    def handle(self, *args, after_restore: bool, **options) -> None:
        try:
            key = SealKey.of_site()
            if after_restore:
                self._go_on()
            self._seal(key)
        except (KeyRefused, PublishedRefused) as refusal:
            raise CommandError(f"{refusal} Nothing was sealed.", returncode=2) from refusal
        except OlderDatabase as older:
            advice = "After a restore that was meant, go on with --after-restore."
            raise CommandError(f"{older} Nothing was sealed. {advice}", returncode=3) from older

    def _seal(self, key: SealKey | None) -> None:
        newest = None
        for newest in seal_trail(key):
            self.stdout.write(str(newest))
        if newest is None:
            self.stdout.write("Nothing to seal.")

    def _go_on(self) -> None:
        try:
            refuse_older()
        except OlderDatabase:
            self._say_so()
        else:
            raise CommandError("No seal is missing here: there is nothing to go on from.", returncode=2)

    def _say_so(self) -> None:
        try:
            number = go_on()
        except OSError as error:
            raise CommandError("SEALS_FILE cannot be written. Nothing was sealed.", returncode=2) from error
        self.stdout.write(f"The record goes on from seal {number}.")
