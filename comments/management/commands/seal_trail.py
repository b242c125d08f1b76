"""manage.py seal_trail: closes what came since the last seal."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from comments.sealing.closing import seal_trail
from comments.sealing.signing import KeyRefused, SealKey


class Command(BaseCommand):
    help = "Seal what was added to the record since the last seal, and print each new seal for publishing."

    def handle(self, *args, **options) -> None:
        try:
            key = SealKey.of_site()
        except KeyRefused as refusal:
            raise CommandError(f"{refusal} Nothing was sealed.", returncode=2) from refusal
        newest = None
        for newest in seal_trail(key):
            self.stdout.write(str(newest))
        if newest is None:
            self.stdout.write("Nothing to seal.")
