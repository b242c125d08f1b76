"""A real browser: Debian's Chromium, against the site on a port of its own."""

from __future__ import annotations

import os
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from playwright.sync_api import expect

from comments import clock
from newsroom.demo import mailbox
from newsroom.models import User
from tests.factories import make_comment, make_discussion, make_moderator

DESK = "/admin/comments/comment/desk/"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Only a page that never comes to what is expected takes so long: a machine with more to do may be slow.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
# Playwright runs a loop of its own in this thread, and Django would take our queries for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium here, and CI is set. Install it: apt-get install chromium")
        pytest.skip("no Chromium here: apt-get install chromium")
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(autouse=True)
def troubles():
    """What the policy refused and what scripts stumbled over, for anyone in the test: nothing, at its end."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def context(context, troubles):
    return _heard(context, troubles)


@pytest.fixture
def another_page(new_context, troubles):
    """Opens a page for somebody else: another browser, with cookies of its own."""
    return lambda: _heard(new_context(), troubles).new_page()


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def has_scripts(request) -> bool:
    return request.param


@pytest.fixture(params=["en", "ar"])
def language(request) -> str:
    return request.param


@pytest.fixture(params=["guest", "account"])
def who(request) -> str:
    return request.param


@pytest.fixture
def say(language):
    """A sentence of ours as the reader reads it."""

    def said(sentence: str) -> str:
        with override(language):
            return _(sentence)

    return said


@pytest.fixture
def sign_in(live_server):
    """Into a browser, without the door."""

    def into(page, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return into


@pytest.fixture
def mail_folder(settings, tmp_path, live_server) -> Path:
    """Mails are written into it, and lead here."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.COMMENTS = settings.COMMENTS | {"BASE_URL": live_server.url}
    return tmp_path


@pytest.fixture
def newest_mail(mail_folder):
    """The newest mail in the folder, and its links."""

    def read():
        found = mailbox.mails(mail_folder)[0]
        return found, re.findall(r"^https?://\S+$", found.text, re.MULTILINE)

    return read


@pytest.fixture
def queue(committed_db) -> list:
    """Three that wait, oldest first."""
    discussion = make_discussion()
    texts = {
        "Aram": "👍 You are an idiot, and everyone knows it.",
        "Leyla": "The northern road floods every spring.",
        "سارة": "الجسر قديم، والمجلس لم يفعل شيئا.",
    }
    comments = []
    for minutes, (name, text) in zip((30, 20, 10), texts.items(), strict=True):
        with clock.at(timezone.now() - timedelta(minutes=minutes)):
            comments.append(make_comment(text, name=name, discussion=discussion))
    return comments


@pytest.fixture
def at_desk(live_server, sign_in):
    """Seats a moderator at a page."""

    def seat(page, username: str = "mina", path: str = DESK):
        sign_in(page, User.objects.filter(username=username).first() or make_moderator(username))
        page.goto(live_server.url + path)
        return page

    return seat


def _heard(context, troubles: list[str]):
    context.set_default_timeout(PATIENCE)

    def hear(message) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            troubles.append(f"{message.location['url']}: {message.text}")

    context.on("console", hear)
    context.on("weberror", lambda failed: troubles.append(str(failed.error)))
    return context
