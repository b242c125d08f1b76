"""What a reader's browser does in tests: fill in the form it was shown a minute ago, and send it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from django.urls import reverse

from comments import pages
from comments.form_ticket import new_ticket
from comments.models import Comment

TEXT = "The northern road floods every spring."
SUBMIT = reverse("comments:submit")


def ticket(*, seconds_ago: float = 60) -> str:
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=seconds_ago), tick=False):
        return new_ticket()


def filled_in(article, **fields) -> dict[str, str]:
    """The form under an article as a guest fills it in. A field given as None is left out."""
    filled = {"name": "Aram", "text": TEXT, "page": pages.reference(article), "ticket": ticket()}
    return {name: value for name, value in (filled | fields).items() if value is not None}


def send(client, article, **fields):
    return client.post(SUBMIT, filled_in(article, **fields))


def the_comment() -> Comment:
    return Comment.objects.get()


def words_kept(response, text: str = TEXT) -> bool:
    """Whether the form shown again holds the text, as the browser will show it."""
    return response.context["form"]["text"].value() == text and text.split()[0] in response.content.decode()


class BrokenCheck:
    """A check with a fault of its own."""

    guidelines = ("profanity",)

    def read(self, submission):
        raise ZeroDivisionError("a fault of the check")
