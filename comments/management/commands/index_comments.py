"""Lets comments be searched that came in before there was a search."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from comments.models import FoldedWords


class Command(BaseCommand):
    help = "Index comments from before there was a search, so that their words are found."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{FoldedWords.objects.fill()} comments are found by their words now.")
