"""Every page and state that readers meet, measured against WCAG 2.2 at AA: see docs/accessibility.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from newsroom.models import User
from tests.browser.conftest import PATIENCE
from tests.browser.reader_places import BY_DOING, OF_AN_ACCOUNT, WITHOUT_A_PASSWORD, make_places
from tests.browser.test_every_page import faults_on

MEASURES = (Path(__file__).parent / "measures.js").read_text()
PASSWORD = "a lantern over the northern road"
# 1280 by 1024 pixels at 400 %.
ZOOMED = {"width": 320, "height": 256}


@pytest.fixture(autouse=True)
def site(settings):
    settings.ROOT_URLCONF = "tests.browser.reader_places"
    settings.ACCOUNT_RATE_LIMITS = False
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600), "UNDO_SECONDS": 0}


@pytest.fixture
def walk(new_context, live_server, transactional_db):
    """Opens each page and state, one after the other, and says its name."""
    places = make_places()
    User.objects.create_user("leyla", password=PASSWORD)
    User.objects.create_user("rojda", "rojda@example.org")

    def through(**look) -> Iterator[tuple[str, Page]]:
        page = new_context(**look).new_page()
        page.set_default_timeout(PATIENCE)
        article = live_server.url + places["thread with a tombstone"]
        for name, address in places.items():
            page.goto(live_server.url + address)
            yield name, page
        for name, do in BY_DOING.items():
            do(page, article)
            yield name, page
        _sign_in(page, live_server.url, "leyla")
        for name, address in OF_AN_ACCOUNT.items():
            page.goto(live_server.url + address)
            yield name, page
            if name == "password asked again":
                page.locator("#id_password").fill(PASSWORD)
                page.locator("main [type=submit]").click()
                page.wait_for_url(lambda url: "reauthenticate" not in url)
        _sign_in(page, live_server.url, "rojda")
        for name, do in WITHOUT_A_PASSWORD.items():
            do(page, live_server.url)
            yield name, page

    return through


def _sign_in(page: Page, site: str, username: str) -> None:
    client = Client()
    client.force_login(User.objects.get(username=username))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])


def measured(page: Page, measure: str):
    return page.evaluate(MEASURES, measure)


def faults(walked: Iterator[tuple[str, Page]], measure: Callable[[Page], list[str]]) -> dict[str, list[str]]:
    return {name: found for name, page in walked if (found := measure(page))}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing(walk, language):
    assert faults(walk(locale=language), faults_on) == {}


def at_400_percent(page: Page) -> list[str]:
    found = measured(page, "smallTargets") + measured(page, "cutOff")
    found += [f"out of order: {fault}" for fault in measured(page, "outOfOrder")]
    found += [f"colour alone: {fault}" for fault in measured(page, "byColourAlone")]
    found += [f"in what language: {fault}" for fault in measured(page, "foreign")]
    measured(page, "spaceText")
    return found + [f"spaced: {fault}" for fault in measured(page, "cutOff")]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_at_400_percent_everything_is_there_in_order_and_large_enough(walk, language):
    assert faults(walk(locale=language, viewport=ZOOMED), at_400_percent) == {}


def by_keyboard(page: Page) -> list[str]:
    """Tab from the top of the page to its end: everything in order, with a line around it, in sight."""
    names, found = measured(page, "tabbable"), []
    for place, name in enumerate(names):
        page.keyboard.press("Tab")
        focused = measured(page, "focused")
        if focused is None or focused["place"] != place:
            return [*found, f"not reached in its turn: {name}"]
        found += [f"no outline: {name}"] if focused["outline"] < 2 else []
        found += [f"out of sight: {name}"] if focused["isCovered"] or not focused["isOnScreen"] else []
    page.keyboard.press("Tab")
    focused = measured(page, "focused")
    # Beyond the last there is the browser, or the first again.
    return found + ([f"trapped in: {names[-1]}"] if focused and focused["place"] > 0 else [])


@pytest.mark.parametrize("colours", ["none", "active"], ids=["own colours", "forced colours"])
def test_by_keyboard_everything_is_reached_in_order_and_seen(walk, colours):
    def falls_short(page: Page) -> list[str]:
        moving = [f"moves: {fault}" for fault in measured(page, "moving")]
        edgeless = measured(page, "withoutEdge") if colours == "active" else []
        return moving + [f"no edge: {fault}" for fault in edgeless] + by_keyboard(page)

    walked = walk(forced_colors=colours, reduced_motion="reduce", viewport={"width": 1280, "height": 700})

    assert faults(walked, falls_short) == {}


def test_the_skip_link_leads_past_what_every_page_repeats(page, live_server, transactional_db):
    page.goto(f"{live_server.url}/comments/guidelines/")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["height"] >= 24
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


FAULTY = {
    "smallTargets": "<p><a href='#'>x</a></p>",
    "cutOff": "<p style='inline-size: 3rem; overflow: hidden; white-space: nowrap'>words that do not fit</p>",
    "outOfOrder": "<div style='display: flex; flex-direction: row-reverse'><p>one</p><p>two</p></div>",
    "foreign": "<div lang='ar'><p>Nobody said that this is English.</p></div>",
    "byColourAlone": "<main><p>words <a href='#' style='text-decoration: none'>and a link</a></p></main>",
    "moving": "<p style='transition: color 1s'>slow</p>",
    "withoutEdge": "<main><button class='comments-button' style='border: 0'>Send</button></main>",
}


@pytest.mark.parametrize("measure", FAULTY)
def test_a_measure_finds_what_falls_short_and_nothing_else(page, measure):
    page.set_content(f"<!doctype html><html lang='en'>{FAULTY[measure]}")
    assert len(measured(page, measure)) == 1

    page.set_content("<!doctype html><html lang='en'><main><p>Words, and <a href='#'>a link</a>.</p></main>")
    assert measured(page, measure) == []


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        ("<a href='#' style='outline: 0'>plain</a>", "no outline"),
        ("<a href='#' style='position: absolute; inset-inline-start: -99rem'>away</a>", "out of sight"),
        ("<a href='#'>below</a><p style='block-size: 9rem; inset: 0; position: fixed'></p>", "out of sight"),
        ("<a href='#'>one</a><a href='#' tabindex='1'>two</a>", "not reached in its turn"),
        ("<a href='#'>one</a><input onkeydown='event.preventDefault()'>", "trapped"),
    ],
    ids=["no outline", "away", "covered", "order", "trap"],
)
def test_what_keeps_a_keyboard_out_is_found(page, faulty, said):
    page.set_content(f"<!doctype html>{faulty}")

    assert any(said in fault for fault in by_keyboard(page))
