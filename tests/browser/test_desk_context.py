"""The card comes first and its context after it: never beside another card, and no key for it is lost."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_desk import expect_soon, heading, statuses
from tests.factories import make_approved, make_comment

COMING = re.compile(r"/desk/[0-9]+/context/")


@pytest.fixture
def asked(page):
    """What the page asks of the context: each waits until it is let through."""
    routes: list = []
    page.route(COMING, lambda route: routes.append(route))
    yield routes
    page.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def answering(queue):
    """Two more, each in reply to a comment of its own."""
    for name in ("first", "second"):
        answered = make_approved(f"What the {name} answers.", discussion=queue[0].discussion)
        make_comment(name=name, in_reply_to=answered, discussion=answered.discussion)
    return queue


def context_of(page):
    return page.locator("#desk-context")


def test_the_context_and_the_counts_follow_the_card(page, answering, at_desk):
    at_desk(page, path=f"/admin/comments/comment/desk/{answering[2].pk}/")
    expect(page.locator("#desk-tabs")).to_contain_text("Waiting 5")

    page.keyboard.press("a")

    expect(heading(page)).to_have_text("first")
    expect(context_of(page)).to_contain_text("What the first answers.")
    expect(page.locator("#desk-tabs")).to_contain_text("Waiting 4")
    expect(heading(page)).to_be_focused()


def test_nothing_of_the_card_before_stands_beside_the_next(page, answering, at_desk, asked):
    at_desk(page, path=f"/admin/comments/comment/desk/{answering[2].pk}/")
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("first")
    expect_soon(lambda: len(asked) == 1, page)
    expect(context_of(page)).to_have_attribute("aria-busy", "true")
    assert context_of(page).inner_text().strip() == ""

    page.keyboard.press("j")
    expect(heading(page)).to_have_text("second")
    expect_soon(lambda: len(asked) == 2, page)
    with page.expect_response(lambda answer: answer.url == asked[0].request.url):
        asked[0].continue_()
    asked[1].continue_()

    expect(context_of(page)).to_contain_text("What the second answers.")
    expect(context_of(page)).not_to_contain_text("What the first answers.")


def test_a_late_context_comes_beside_no_other_card(page, answering, at_desk, asked):
    at_desk(page, path=f"/admin/comments/comment/desk/{answering[2].pk}/")
    page.keyboard.press("j")
    expect_soon(lambda: len(asked) == 1, page)
    page.keyboard.press("j")
    expect_soon(lambda: len(asked) == 2, page)
    asked[1].continue_()
    expect(context_of(page)).to_contain_text("What the second answers.")

    with page.expect_event("requestfinished", lambda request: request.url == asked[0].request.url):
        asked[0].continue_()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    expect(context_of(page)).to_contain_text("What the second answers.")


def test_h_before_the_context_is_there_opens_the_file_once_it_is(page, queue, at_desk, asked):
    at_desk(page)
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Leyla")
    expect_soon(lambda: len(asked) == 1, page)

    page.keyboard.press("h")
    asked[0].continue_()

    expect(page.locator("#author-heading")).to_be_focused()
    form = page.locator("#desk-author form").first
    expect(form).to_have_attribute("action", re.compile(f"/desk/{queue[1].pk}/author/"))


def test_h_is_forgotten_when_another_key_follows(page, queue, at_desk, asked):
    at_desk(page)
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Leyla")
    expect_soon(lambda: len(asked) == 1, page)

    page.keyboard.press("h")
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("سارة")
    expect_soon(lambda: len(asked) == 2, page)
    asked[1].continue_()

    expect(context_of(page)).not_to_have_attribute("aria-busy", "true")
    expect(heading(page)).to_be_focused()
    assert page.locator("#author-heading").count() == 0


def test_deciding_waits_for_no_context(page, queue, at_desk, asked):
    at_desk(page)

    for name in ("Leyla", "سارة"):
        page.keyboard.press("a")
        expect(heading(page)).to_have_text(name)
    page.keyboard.press("u")
    expect(heading(page)).to_have_text("Leyla")

    assert statuses() == ["approved", "pending", "pending"]


@pytest.mark.parametrize("failure", ["no answer", "an error"])
def test_a_context_that_does_not_come_is_told_and_asked_for_again(page, queue, at_desk, troubles, failure):
    page.route(COMING, lambda route: route.abort() if failure == "no answer" else route.fulfill(status=500))
    at_desk(page)

    page.keyboard.press("j")

    expect(heading(page)).to_have_text("Leyla")
    expect(context_of(page)).to_contain_text("What stands beside this comment did not come.")
    expect(page.locator("#desk-live")).to_contain_text("did not come")
    assert Axe().run(page, context="#desk-context").response["violations"] == []
    context_of(page).get_by_role("link", name="Load the page again").click()
    expect(context_of(page)).to_contain_text("Author")
    expect(heading(page)).to_have_text("Leyla")
    troubles.clear()  # the browser reports each as an error


def test_while_it_is_coming_nothing_stands_in_the_way_of_a_screen_reader(page, queue, at_desk, asked):
    at_desk(page)
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Leyla")
    expect_soon(lambda: len(asked) == 1, page)

    assert Axe().run(page).response["violations"] == []
