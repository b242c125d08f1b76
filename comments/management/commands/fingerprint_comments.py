"""Gives a fingerprint to comments that came in before there were any."""

from __future__ import annotations

from comments.management.plain_spoken import PlainSpokenCommand
from comments.models import Comment


class Command(PlainSpokenCommand):
    help = "Fingerprint comments from before there were fingerprints, so that near-duplicates are found."

    def handle(self, *args, **options):
        filled = Comment.objects.fill_fingerprints()
        self.stdout.write(f"{filled} comments have a fingerprint now.")
