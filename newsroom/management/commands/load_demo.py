from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.demo import replay


class Command(BaseCommand):
    help = "Add the demo newspaper: eight articles, their threads, and staff with a public password."

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo's password is public, so the demo is only for DEBUG=1. Nothing was loaded."
            )
        articles, comments = replay.load()
        if articles:
            self.stdout.write(f"Loaded {articles} articles with {comments} comments.")
        else:
            self.stdout.write("The demo is loaded already; nothing was added.")
