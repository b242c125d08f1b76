from __future__ import annotations

import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import reverse

from comments.models import Comment
from newsroom.demo import staff
from newsroom.models import Article
from newsroom.processes import run_together

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Serve the demo newspaper with its worker on this machine, after migrating and loading it."

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo is for development: set DEBUG=1.")
        _refuse_taken_port()
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
        where = _where_to_look()
        connections.close_all()
        # Again, as loading took a while: the server would share the port with another one, and not complain.
        _refuse_taken_port()
        ended = run_together(
            {"server": _server(), "worker": [sys.executable, "manage.py", "run_worker"]},
            where=settings.ROOT,
            is_up=lambda: not _is_free(settings.PORT),
            when_up=lambda: self.stdout.write(where),
        )
        if ended:
            raise CommandError(f"The {ended} ended by itself, so everything was ended.")
        self.stdout.write("Ended.")


def _refuse_taken_port() -> None:
    if not _is_free(settings.PORT):
        raise CommandError(
            f"Port {settings.PORT} is taken. End what uses it, or choose another: "
            f"PORT={settings.PORT + 1} make run"
        )


def _server() -> list[str]:
    return [
        *(
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            HOST,
            "--port",
            str(settings.PORT),
        ),
        *("--backpressure", "16", "--log-level", "error", "--no-ws", "newsroom.wsgi:application"),
    ]


def _is_free(port: int) -> bool:
    with socket.socket() as door:
        # As the server does: without it, connections just closed would look like somebody listening.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            return False
    return True


def _where_to_look() -> str:
    site = f"http://{HOST}:{settings.PORT}"
    places = {
        "front page": reverse("front_page"),
        "an article": Article.objects.filter(language="en").newest_first()[0].get_absolute_url(),
        "the queue": reverse("admin:comments_desk"),
    }
    if rejected := Comment.objects.filter(status="rejected", receipt__isnull=False).newest_first().first():
        places["a receipt"] = rejected.receipt.get_absolute_url()
    lines = [f"  {name:12}{site}{path}" for name, path in places.items()]
    return "\n".join(
        [
            "",
            f"{settings.SITE_NAME} is served. Where to look:",
            *lines,
            f"  mails       {site}{reverse('demo_mails')}",
            f"Sign in to the queue as moderator, password {staff.PASSWORD} (only here; never without DEBUG).",
            "Ctrl-C ends it.",
        ]
    )
