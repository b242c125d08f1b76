"""Through a long discussion, as guest and as account, in English and in Arabic, with scripts and without."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from comments import clock, reading
from comments.news import COOKIE
from tests.factories import make_approved, make_article, make_discussion, make_moderator, make_user


@pytest.fixture
def browser_context_args(browser_context_args, has_scripts, language):
    return browser_context_args | {"java_script_enabled": has_scripts, "locale": language}


@pytest.fixture
def comments(transactional_db, settings, monkeypatch) -> list:
    """Five threads, of which a page holds two; the first has three replies, of which one is shown."""
    settings.COMMENTS = settings.COMMENTS | {"THREADS_PER_PAGE": 2}
    monkeypatch.setattr(reading, "REPLIES_SHOWN", 1)
    discussion, moderator = make_discussion(make_article()), make_moderator()
    written = []
    for n in range(5):
        with clock.at(timezone.now() - timedelta(hours=9 - n)):
            written.append(make_approved(f"Thread {n}.", discussion=discussion, by=moderator))
    for n in range(3):
        make_approved(f"Reply {n}.", discussion=discussion, by=moderator, in_reply_to=written[0])
    return written


@pytest.fixture
def reader(page, live_server, who, comments, sign_in) -> Page:
    if who == "account":
        sign_in(page, make_user("rojda"))
    page.goto(live_server.url + comments[0].discussion.url)
    return page


def texts(page: Page) -> Locator:
    return page.locator(".comment__text")


def test_every_way_through_a_long_discussion(reader, live_server, comments, say):
    def follow(sentence: str) -> None:
        reader.get_by_role("link", name=re.compile(re.escape(say(sentence)))).first.click()

    expect(texts(reader)).to_have_text(["Thread 0.", "Reply 0.", "Thread 1."])

    follow("More comments")
    expect(texts(reader)).to_have_text(["Thread 2.", "Thread 3."])
    follow("More comments")
    expect(texts(reader)).to_have_text(["Thread 4."])
    follow("From the first comment")
    expect(texts(reader).first).to_have_text("Thread 0.")

    follow("More replies")
    expect(reader.locator(":target .comment__text")).to_have_text("Reply 1.")
    follow("Earlier replies")
    expect(texts(reader).filter(has_text="Reply 0.")).to_be_visible()

    follow("Newest first")
    expect(texts(reader)).to_have_text(["Thread 4.", "Thread 3."])
    expect(reader.locator(".discussion__sort [aria-current]")).to_have_text(say("Newest first"))
    follow("More comments")
    expect(texts(reader)).to_have_text(["Thread 2.", "Thread 1."])

    reader.goto(live_server.url + comments[3].get_absolute_url())
    expect(reader.locator(":target .comment__text")).to_have_text("Thread 3.")
    expect(reader.locator(":target")).to_be_in_viewport()


def test_who_comes_back_is_led_to_what_is_new(reader, comments, language):
    url, minutes_ago = reader.url, int(time.time() // 60) - 60
    [cookie] = [cookie for cookie in reader.context.cookies() if cookie["name"] == COOKIE]
    before, now, _ = cookie["value"].split(".")
    reader.context.add_cookies([cookie | {"value": f"{before}.{now}.{minutes_ago}"}])
    make_approved("Written meanwhile.", discussion=comments[0].discussion)
    reader.goto(url)

    news = reader.locator(".discussion__news a")
    expect(news).to_contain_text({"en": "1 new since", "ar": "تعليق"}[language])
    news.click()

    expect(texts(reader)).to_have_text(["Written meanwhile."])


def test_a_link_to_a_comment_that_is_gone_says_so(reader, live_server, comments, say):
    address = comments[2].get_absolute_url()
    comments[2].withdraw()

    reader.goto(live_server.url + address)

    missing = say(
        "The comment that this address leads to is not public. Here is the discussion from its beginning."
    )
    expect(reader.locator(".discussion__missing")).to_have_text(missing)
    expect(texts(reader).first).to_have_text("Thread 0.")
