from __future__ import annotations

from django.core.management.base import BaseCommand

from comments import notices


class Command(BaseCommand):
    help = "Send the notices that are due, once. For a timer, on sites that run no worker."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Sent {notices.deliver_due()}.")
