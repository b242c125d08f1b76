"""The form in a real browser with scripts: smoother than without, and no less careful with one's words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_approved, make_article, make_discussion


@pytest.fixture(autouse=True)
def in_no_hurry(settings):
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600)}


@pytest.fixture
def answered(transactional_db):
    return make_approved("The road floods.", name="Leyla", discussion=make_discussion(make_article()))


@pytest.fixture
def reader(page, live_server, answered) -> Page:
    page.goto(live_server.url + answered.discussion.url)
    page.get_by_role("textbox", name="Name").fill("Aram")
    return page


def foreseen(troubles: list[str], *words: str) -> None:
    """Forget what the browser reports of the very failure that the test is about."""
    troubles[:] = [trouble for trouble in troubles if not any(word in trouble for word in words)]


def test_what_is_left_is_counted_as_the_server_counts(reader):
    words = reader.get_by_role("textbox", name="Comment")

    words.fill("  ab\r\n🙂  ")
    expect(reader.get_by_text("Characters left: 2996")).to_be_visible()

    words.fill("x" * 3002)
    expect(reader.get_by_text("Characters too many: 2")).to_be_visible()


def test_replying_brings_the_form_and_its_words_to_the_comment_and_back(reader, answered):
    words = reader.get_by_role("textbox", name="Comment")
    words.fill("Typed before.")

    reader.get_by_role("link", name="Reply").click()

    comment = reader.locator(f"#comment-{answered.pk}")
    expect(comment.get_by_role("textbox", name="Comment")).to_be_focused()
    expect(words).to_have_value("Typed before.")
    expect(reader.locator("[name=in_reply_to]")).to_have_value(str(answered.pk))

    reader.get_by_role("link", name="Cancel the reply").click()

    expect(comment.get_by_role("textbox")).to_have_count(0)
    expect(words).to_have_value("Typed before.")
    expect(reader.locator("[name=in_reply_to]")).to_have_value("")


def test_an_error_is_summed_up_in_place_and_focused(reader, troubles):
    reader.get_by_role("textbox", name="Comment").fill("x" * 3001)

    reader.get_by_role("button", name="Send comment").click()

    expect(reader.locator("#comment-errors")).to_be_focused()
    expect(reader.get_by_role("textbox", name="Comment")).to_have_value("x" * 3001)
    expect(reader).to_have_url(reader.url.split("#")[0])
    expect(reader.get_by_text("The road floods.")).to_be_visible()
    foreseen(troubles, "422")


def test_a_connection_that_fails_keeps_the_words(reader, troubles):
    words = reader.get_by_role("textbox", name="Comment")
    words.fill("Written on a train.")
    reader.context.set_offline(True)

    reader.get_by_role("button", name="Send comment").click()

    expect(reader.get_by_text("The comment could not be sent.")).to_be_visible()
    expect(words).to_have_value("Written on a train.")
    foreseen(troubles, "ERR_INTERNET_DISCONNECTED", "htmx")


def test_a_reply_sent_in_place_leads_to_its_receipt(reader):
    reader.get_by_role("link", name="Reply").click()
    reader.get_by_role("textbox", name="Comment").fill("It does.")

    reader.get_by_role("button", name="Send comment").click()

    reader.wait_for_url("**/comments/receipt/**")
    expect(reader.get_by_text("It does.")).to_be_visible()
