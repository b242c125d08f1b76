"""The whole way of a comment in a real browser: written, waiting, decided, and read by others."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_article, make_moderator

PASSWORD = "a lantern over the northern road"
WORDS = "The northern road floods every spring."


@pytest.fixture
def article(transactional_db):
    return make_article()


@pytest.fixture
def moderator(transactional_db):
    moderator = make_moderator("leyla")
    moderator.set_password(PASSWORD)
    moderator.save()
    return moderator


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def has_scripts(request) -> bool:
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, has_scripts):
    return browser_context_args | {"java_script_enabled": has_scripts}


@pytest.fixture(autouse=True)
def in_no_hurry(settings):
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600)}


@pytest.fixture
def undo_window_ends(settings):
    """Called instead of waiting for it."""

    def end() -> None:
        settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}

    return end


@pytest.fixture
def reader(page, live_server, article) -> Page:
    """Somebody who has sent a comment, and stands at its receipt."""
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("textbox", name="Name").fill("Aram")
    page.get_by_role("textbox", name="Comment").fill(WORDS)
    page.get_by_role("button", name="Send comment").click()
    page.wait_for_url("**/comments/receipt/**")
    return page


@pytest.fixture
def desk(another_page, live_server, moderator) -> Page:
    """A moderator at the desk, come in by the front door."""
    page = another_page()
    page.goto(f"{live_server.url}/admin/comments/comment/desk/")
    page.get_by_label("User name or e-mail").fill("leyla")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/comments/comment/desk/**")
    return page


def test_a_comment_is_read_by_others_once_approved(
    reader, desk, another_page, live_server, article, has_scripts, undo_window_ends
):
    stranger = another_page()
    expect(reader.get_by_text(WORDS)).to_be_visible()
    stranger.goto(live_server.url + article.get_absolute_url())
    expect(stranger.get_by_text(WORDS)).to_have_count(0)

    desk.reload()
    expect(desk.locator("#desk-words")).to_contain_text(WORDS)
    if has_scripts:
        desk.keyboard.press("a")
    else:
        desk.locator("#decision").get_by_role("button", name="Approve").click()
    expect(desk.locator("#desk-said")).to_contain_text("pproved")

    stranger.reload()
    expect(stranger.get_by_text(WORDS)).to_be_visible()
    undo_window_ends()
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("A moderator has approved it")


def test_a_rejected_author_is_told_the_guideline_and_why(
    reader, desk, another_page, live_server, article, has_scripts, undo_window_ends
):
    desk.reload()
    if has_scripts:
        desk.keyboard.press("6")
        desk.keyboard.press("r")
        desk.keyboard.press("Enter")
    else:
        desk.locator("#decision").get_by_role("checkbox").nth(5).check()
        desk.locator("#reject").click()
    expect(desk.locator("#desk-said")).to_contain_text("ejected")

    reader.reload()
    expect(reader.get_by_role("main")).not_to_contain_text("No advertising")
    undo_window_ends()
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("No advertising")
    stranger = another_page()
    stranger.goto(live_server.url + article.get_absolute_url())
    expect(stranger.get_by_text(WORDS)).to_have_count(0)
