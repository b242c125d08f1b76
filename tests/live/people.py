"""What readers write and moderators decide, by the doors that people use. Django has to be set up."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import pages
from comments.form_ticket import new_ticket
from comments.models import Comment
from newsroom.models import Article
from tests.factories import make_article, make_editor, make_moderator
from tests.live.browsers import Browser

SUBMIT = reverse("comments:submit")
# Instead of digits and vowels: of a row of digits a check might think that it is a telephone number.
LETTERS = "ghjklmnpqrtvwxyz"


def word() -> str:
    """One that stands in no other text, to be looked for."""
    return "w" + uuid4().hex.translate(str.maketrans("0123456789abcdef", LETTERS))


def article() -> Article:
    return make_article(slug=f"bridge-{uuid4().hex}")


def form(page: Article, mark: str, **fields: str) -> dict[str, str]:
    """As a reader fills it in who was shown it now."""
    filled = {
        "name": "Aram",
        "text": f"The northern road floods every spring, as {mark} says.",
        "page": pages.reference(page),
        "ticket": new_ticket(),
    }
    return filled | fields


def moderator(port: int, name: str = "", *, is_editor: bool = False) -> Browser:
    """A browser that is signed in."""
    name = name or f"moderator-{uuid4().hex[:12]}"
    user = make_editor(name) if is_editor else make_moderator(name)
    client = Client()
    client.force_login(user)
    browser = Browser(port)
    browser.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser.user = user
    return browser


def act_path(act: str, pk: int) -> str:
    return reverse(f"admin:comments_desk_{act}", args=[pk])


def those_with(mark: str):
    return Comment.objects.filter(text__contains=mark)


def long_ago():
    return timezone.now() - timedelta(days=1)
