"""Every state of the form and its pages, for every reader: by axe, small, in the dark, right to left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments import clock
from comments.models import Author
from tests.browser.test_every_page import faults_on
from tests.browser.test_writing import foreseen
from tests.factories import (
    make_article,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
    make_user,
)

LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "small": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1024, "height": 800}, "color_scheme": "dark"},
    "arabic": {"viewport": {"width": 320, "height": 640}, "locale": "ar"},
}


@pytest.fixture(params=LOOKS)
def page(request, new_context) -> Page:
    return new_context(**LOOKS[request.param]).new_page()


@pytest.fixture(autouse=True)
def in_no_hurry(settings):
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600), "UNDO_SECONDS": 0}


@pytest.fixture
def discussion(transactional_db):
    return make_discussion(make_article())


def is_readable(page: Page) -> None:
    assert faults_on(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def sent(page: Page, live_server, discussion, text: str, name: str = "Aram") -> Page:
    page.goto(live_server.url + discussion.url)
    page.locator("#comment-form-name").fill(name)
    page.locator("#comment-form-text").fill(text)
    page.locator(".write__send").click()
    return page


def test_second_thoughts(page, live_server, discussion):
    sent(page, live_server, discussion, "You are an idiot.")

    expect(page.locator("#second-thoughts")).to_be_focused()
    is_readable(page)


def test_a_name_that_is_taken(page, live_server, discussion, troubles):
    sent(page, live_server, discussion, "The road floods.", name="Mina Sterling")

    expect(page.locator("#comment-errors")).to_be_focused()
    is_readable(page)
    foreseen(troubles, "422")


def test_what_the_browser_kept(page, live_server, discussion):
    page.goto(live_server.url + discussion.url)
    page.locator("#comment-form-text").fill("Kept " + "and-never-broken-" * 20)
    page.reload()

    expect(page.locator(".draft")).to_be_visible()
    is_readable(page)


def test_a_line_that_broke(page, live_server, discussion, troubles):
    page.goto(live_server.url + discussion.url)
    page.locator("#comment-form-name").fill("Aram")
    page.locator("#comment-form-text").fill("Written on a train.")
    page.context.set_offline(True)
    page.locator(".write__send").click()

    expect(page.locator(".draft__kept")).to_be_visible()
    page.context.set_offline(False)
    is_readable(page)
    foreseen(troubles, "ERR_INTERNET_DISCONNECTED", "htmx")


def test_badges_in_a_thread(page, live_server, discussion):
    for user in (make_user("rojda", is_staff=True), make_user("mina", first_name="M" * 40)):
        discussion.byline_users.add(*([user] if user.first_name else []))
        comment = make_comment(discussion=discussion, author=Author.objects.of_account(user), name="W" * 50)
        comment.approve(by=make_moderator(), seen=0)
    page.goto(live_server.url + discussion.url)

    expect(page.locator(".badge")).to_have_count(2)
    is_readable(page)


def test_writing_anew(page, live_server, discussion):
    with clock.at(timezone.now() - timedelta(minutes=5)):
        earlier = make_rejected("Buy cheap watches.", discussion=discussion)
    page.goto(live_server.url + earlier.receipt.get_absolute_url())
    is_readable(page)
    page.locator(".receipt__anew a").click()

    expect(page.locator("#comment-form-text")).to_have_value("Buy cheap watches.")
    is_readable(page)


def test_a_link_that_looks_like_a_button_can_be_read(page, live_server, discussion):
    """Where text and ground have one colour, axe sees no text at all."""
    sent(page, live_server, discussion, "You are an idiot.")
    link = page.locator("#second-thoughts a.comments-button")

    colours = link.evaluate("link => [getComputedStyle(link).color, getComputedStyle(link).backgroundColor]")
    assert colours[0] != colours[1]
