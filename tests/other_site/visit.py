"""A visit to the other site: a reader posts, a moderator approves, another reader sees it."""

import json
import sys
from html.parser import HTMLParser

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

import comments  # noqa: E402
from comments.models import Comment  # noqa: E402
from other_site.models import Page  # noqa: E402


class HiddenFields(HTMLParser):
    """The hidden fields of a page's forms, by name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        field = dict(attrs)
        if tag == "input" and field.get("type") == "hidden":
            self.found[field["name"]] = field.get("value") or ""


call_command("migrate", verbosity=0, run_syncdb=True)
url = Page.objects.create(title="A page of another site").get_absolute_url()
reader, stranger = Client(HTTP_HOST="localhost", enforce_csrf_checks=True), Client(HTTP_HOST="localhost")
form = HiddenFields(reader.get(url).content.decode()).found
sent = reader.post("/comments/submit/", form | {"name": "Aram", "text": "The gate sticks in the rain."})
receipt = reader.get(sent.url).content.decode()
waiting = stranger.get(url).content.decode()
moderator = User.objects.create_superuser("moderator")
desk = Client(HTTP_HOST="localhost")
desk.force_login(moderator)
queue = desk.get("/admin/comments/comment/desk/").content.decode()
Comment.objects.get().approve(by=moderator, seen=0)
approved = stranger.get(url).content.decode()

json.dump(
    {
        "installed_at": comments.__file__,
        "answered": sent.status_code,
        "receipt_shows_it": "The gate sticks in the rain." in receipt,
        "waits_at_the_desk": "The gate sticks in the rain." in queue,
        "shown_while_waiting": "The gate sticks in the rain." in waiting,
        "shown_when_approved": "The gate sticks in the rain." in approved,
        "verdicts": Comment.objects.get().newest_screening.verdicts.count(),
    },
    sys.stdout,
)
