"""The desk's further pages in a browser: search, terms, guidelines, discussions."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from comments.models import Assignment, WaitingCap
from newsroom.models import User
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_rejected,
    make_term,
)

PASSWORD = "a lantern over the northern road"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def at(name: str, *arguments) -> str:
    return reverse(f"admin:comments_desk{name}", args=arguments)


@pytest.fixture
def page(page, live_server, transactional_db):
    """An editor's."""
    User.objects.create_superuser("ines", password=PASSWORD)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("User name or e-mail").fill("ines")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/")
    return page


@pytest.fixture
def places(page) -> dict[str, str]:
    discussion = make_discussion(make_article())
    make_approved("A gammon steak is dear.", discussion=discussion)
    make_rejected("You gammon.", discussion=discussion)
    make_comment("هذا الطريق الجديد طويل", discussion=discussion)
    term = make_term("codswallop")
    moderator = make_moderator()
    Assignment.objects.assign(to=moderator, sections=["City", "Arts and books"], seen=[], by=make_editor())
    WaitingCap.objects.set(by=User.objects.get(username="ines"), most=1, most_on_page=9, note="Two are ill.")
    return {
        "search": at("_search") + "?words=gammon",
        "nothing found": at("_search") + "?words=quixotic",
        "terms": at("_terms"),
        "term": at("_term", term.pk),
        "a new term": at("_term_add"),
        "changes": at("_term_changes"),
        "guidelines": at("_guidelines"),
        "wording": at("_guideline", "threats") + "?language=ckb",
        "a new guideline": at("_guideline_add"),
        "sections": at("_assignments"),
        "sections of one": at("_assignment", moderator.pk),
        "discussions": at("_discussions"),
        "discussion": at("_discussion", discussion.pk),
        "caps": at("_caps"),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_can_be_read_by_everyone_and_fit_a_small_screen(page, live_server, places, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    found = {}

    for name, path in places.items():
        page.goto(live_server.url + path)
        faults = [fault["id"] for fault in Axe().run(page, options=RULES).response["violations"]]
        width = page.evaluate("document.documentElement.scrollWidth")
        found[name] = faults + ([f"{width} wide"] if width > 320 else [])

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_slash_leads_to_the_search_from_the_desk_and_from_the_search_itself(page, live_server, places):
    page.goto(live_server.url + at(""))
    page.keyboard.press("/")
    page.keyboard.type("gammon")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?words=gammon")

    assert page.locator(".found__item").count() == 2
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.type("/")
    assert page.locator("#words").input_value() == "/"


def test_a_term_is_tried_and_then_saved_by_keyboard(page, live_server, places):
    page.goto(live_server.url + places["a new term"])
    page.get_by_label("The words").fill("gammon")
    page.get_by_label("Guideline").select_option("abuse")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="See what it would find").focus()
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="What “gammon” would find").wait_for()
    assert page.locator(".backtest__words mark").count() == 2
    page.get_by_role("button", name="Watch for it from now on").focus()
    page.keyboard.press("Enter")
    page.get_by_text("In force from now on: gammon.").wait_for()


def test_a_reader_of_a_full_discussion_is_told_why(another_page, live_server, places):
    page = another_page()
    page.goto(f"{live_server.url}{make_article().get_absolute_url()}")

    page.get_by_text("So many comments wait to be read").wait_for()
    assert page.locator("#comment-form").count() == 0
