"""Lets comments be searched that came in before there was a search."""

from __future__ import annotations

from comments.management.plain_spoken import PlainSpokenCommand
from comments.models import FoldedWords


class Command(PlainSpokenCommand):
    help = "Index comments from before there was a search, so that their words are found."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{FoldedWords.objects.fill()} comments are found by their words now.")
