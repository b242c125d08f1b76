"""Giving and erasing what is kept about somebody, at the desk and by themselves, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.models import Author, Comment, Erasure, Note, TrailEntry
from newsroom.models import User
from tests.browser.test_every_page import PASSWORD, faults_on
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
)

EMAIL = "leyla@example.org"


@pytest.fixture
def kept(transactional_db) -> Comment:
    """Of an account: comments, one under a hold, a report and a note."""
    author = Author.objects.of_account(User.objects.create_user("leyla-of-the-harbour", EMAIL, PASSWORD))
    comment = make_comment("My street is Mill Lane.", author=author, email=EMAIL, name="Leyla")
    make_escalated(
        make_comment("الجسر قديم، والمجلس لم يفعل شيئا.", author=author, email=EMAIL, name="Leyla")
    )
    make_approved().report(author=make_author(), guideline="abuse", note="He is rude.", email=EMAIL)
    Note.objects.write(by=make_moderator(), author=author, text="Calls every day.")
    return comment


@pytest.fixture
def erasing(another_page, live_server, sign_in, kept):
    """The page at the desk, with somebody found on it."""

    def opened(page=None):
        page = page or another_page()
        sign_in(page, make_editor("nadia"))
        page.goto(live_server.url + reverse("admin:comments_desk_erasing"))
        page.locator("#id_by").select_option("email")
        page.locator("#id_sought").fill(EMAIL)
        page.locator("form[action$='/find/'] button").click()
        page.wait_for_url("**/find/")
        return page

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_kept_can_be_read_by_everyone_and_on_a_small_screen(
    new_context, live_server, sign_in, erasing, scheme, language
):
    context = new_context(color_scheme=scheme, locale=language, viewport={"width": 320, "height": 700})
    page = erasing(context.new_page())

    assert faults_on(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("bdi", has_text="leyla-of-the-harbour").count() == 1


def test_an_editor_gives_and_erases_and_is_told_what_changed(erasing, kept, troubles):
    page = erasing()
    page.locator("#give_request").fill("2026/9")
    with page.expect_download() as download:
        page.locator("form[action$='/export/'] button").click()
    given = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert {comment["text"] for comment in given["comments"]} >= {kept.text}
    assert TrailEntry.objects.get(act="data given").details["request"] == "2026/9"

    make_comment("Sent meanwhile.", email=EMAIL)
    page.locator("#erase_request").fill("2026/18")
    page.locator("#erase_leaving_held").check()
    page.locator("form[action$='/erase/'] button").click()
    page.get_by_text(_("What is kept is not what you were shown.")).wait_for()
    assert page.get_by_text("Sent meanwhile.").count() == 1
    assert not Erasure.objects.exists()
    assert ["409" in trouble for trouble in troubles] == [True]  # as a browser tells its console
    troubles.clear()

    page.locator("#erase_request").fill("2026/18")
    page.locator("#erase_leaving_held").check()
    page.locator("form[action$='/erase/'] button").click()
    page.get_by_text("Erased for good: 2 comments").wait_for()
    assert Erasure.objects.count() == 2


def test_readers_take_what_is_kept_of_them(new_context, live_server, sign_in, kept):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    sign_in(page, User.objects.get(username="leyla-of-the-harbour"))
    page.goto(live_server.url + reverse("account_data"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"**{reverse('account_data')}")
    assert faults_on(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320

    with page.expect_download() as download:
        page.get_by_role("button", name="Download all of it").click()

    assert download.value.suggested_filename == "my-data.json"
    given = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert given["accounts"][0]["user_name"] == "leyla-of-the-harbour"
