"""The desk in Arabic, and its keys on keyboards that have other letters than are printed on the buttons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from comments import clock
from comments.models import Comment
from tests.browser.test_desk import heading, statuses
from tests.browser.test_every_page import faults_on
from tests.factories import (
    make_approved,
    make_editor,
    make_escalated,
    make_rejected,
    make_term,
)

# Code, what it gives on the keyboard, and whether with shift.
ARABIC = {
    "a": ("KeyA", "ش", False),
    "j": ("KeyJ", "ت", False),
    "r": ("KeyR", "ق", False),
    "x": ("KeyX", "ء", False),
    "4": ("Digit4", "٤", False),
    "A": ("KeyA", "\u0650", True),
    "/": ("Slash", "ظ", False),
    "?": ("Slash", "؟", True),
}


def strike(page, code: str, letter: str, is_shifted: bool = False) -> None:
    """A key as another layout than the American gives it; Playwright knows no other."""
    session = page.context.new_cdp_session(page)
    event = {"code": code, "key": letter, "modifiers": 8 if is_shifted else 0}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **event})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def speak(page, live_server, language: str) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])


def test_a_shift_on_an_arabic_keyboard(page, queue, at_desk, live_server):
    speak(page, live_server, "ar")
    at_desk(page)

    strike(page, *ARABIC["a"])

    expect(heading(page)).to_have_text("Leyla")
    expect(page.locator("#desk-live")).to_contain_text("قُبل تعليق")
    strike(page, *ARABIC["r"])
    expect(page.locator("#reject")).to_be_focused()
    strike(page, *ARABIC["4"])
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("سارة")
    assert statuses() == ["approved", "rejected", "pending"]


def test_several_at_once_on_an_arabic_keyboard(page, queue, at_desk):
    at_desk(page)
    strike(page, *ARABIC["x"])
    strike(page, *ARABIC["j"])
    expect(heading(page)).to_have_text("Leyla")
    strike(page, *ARABIC["x"])

    strike(page, *ARABIC["A"])

    expect(page.locator("#desk-live")).to_contain_text("2 comments approved.")
    assert statuses() == ["approved", "approved", "pending"]


def test_signs_on_an_arabic_keyboard(page, queue, at_desk):
    at_desk(page)

    strike(page, *ARABIC["?"])
    expect(page.locator("#desk-keys")).to_be_visible()
    page.keyboard.press("Escape")
    strike(page, *ARABIC["/"])

    expect(page.locator("#search-box")).to_be_focused()


def test_search_from_another_page_on_an_arabic_keyboard(page, queue, at_desk):
    at_desk(page, path=reverse("admin:comments_desk_search"))
    page.locator("h1").click()

    strike(page, *ARABIC["/"])

    expect(page.locator("#words")).to_be_focused()


@pytest.mark.parametrize(
    ("code", "letter"),
    [("KeyE", "ğ"), ("KeyR", "ı"), ("Semicolon", "ş"), ("KeyA", "û")],
)
def test_letters_of_turkish_and_kurdish_stand_for_themselves(page, queue, at_desk, code, letter):
    """On some of these keyboards they stand where other letters are printed."""
    at_desk(page)

    strike(page, code, letter)
    page.keyboard.press("j")  # had the letter done something, this would come after it

    expect(heading(page)).to_have_text("Leyla")
    assert statuses() == ["pending"] * 3


def test_a_latin_letter_counts_wherever_it_stands(page, queue, at_desk):
    """On a French keyboard, A stands where Q is printed on others."""
    at_desk(page)

    strike(page, "KeyQ", "a")

    expect(heading(page)).to_have_text("Leyla")
    assert statuses() == ["approved", "pending", "pending"]


def test_staff_choose_their_language_and_stay_where_they_are(page, queue, at_desk):
    card = reverse("admin:comments_desk_card", args=[queue[1].pk])
    at_desk(page, path=f"{card}?state=waiting")

    page.locator(".speaking summary").click()
    page.locator(".speaking").get_by_role("button", name="العربية").click()

    expect(page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
    expect(heading(page)).to_have_text("Leyla")
    assert page.url.endswith(f"{card}?state=waiting")


def test_what_a_script_says_is_said_in_arabic(page, queue, at_desk, live_server):
    speak(page, live_server, "ar")
    at_desk(page)
    page.locator("#desk-words [data-start]").last.evaluate("words => getSelection().selectAllChildren(words)")

    page.locator("#mark-selection").click()

    expect(page.locator("#desk-live")).to_contain_text("أُشّر على:")


@pytest.mark.parametrize("opened", ["Slices", "Preferences"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_opens_stays_on_the_screen(page, queue, at_desk, live_server, opened, width, language):
    speak(page, live_server, language)
    page.set_viewport_size({"width": width, "height": 800})
    at_desk(page)
    place = ["Slices", "Preferences"].index(opened)

    page.locator("details.own summary").nth(place).click()

    box = page.locator(".own__sheet").nth(place).bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width


@pytest.fixture
def places(queue) -> dict[str, str]:
    def at(name: str, *arguments) -> str:
        return reverse(f"admin:comments_desk{name}", args=arguments)

    discussion = Comment.objects.get(pk=queue[0].pk).discussion
    with clock.at(timezone.now() - timedelta(hours=1)):
        rejected = make_rejected(discussion=discussion)
    rejected.appeal(statement="It names nobody.")
    make_escalated(queue[1])
    return {
        "waiting": at(""),
        "card": at("_card", queue[0].pk),
        "decided": at("_card", make_approved(discussion=discussion).pk) + "?state=decided",
        "rejected": at("_card", make_rejected(discussion=discussion).pk) + "?state=decided",
        "appeals": at("") + "?state=appeals",
        "escalated": at("_escalated"),
        "escalate": at("_escalate", queue[0].pk),
        "author": at("_author", queue[0].pk),
        "numbers": at("_numbers"),
        "second reading": at("_second"),
        "search": at("_search") + "?words=road",
        "term": at("_term", make_term("codswallop").pk),
        "terms": at("_terms"),
        "a new term": at("_term_add"),
        "changes": at("_term_changes"),
        "guidelines": at("_guidelines"),
        "wording": at("_guideline", "threats") + "?language=ckb",
        "discussions": at("_discussions"),
        "discussion": at("_discussion", discussion.pk),
        "caps": at("_caps"),
        "sections": at("_assignments"),
        "list": "/admin/comments/comment/",
        "index": "/admin/",
        "password": "/admin/password_change/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_desk_in_arabic_can_be_read_by_everyone(
    page, places, at_desk, live_server, scheme, troubles
):
    page.emulate_media(color_scheme=scheme)
    speak(page, live_server, "ar")
    make_editor("ines")
    found = {}

    for name, path in places.items():
        at_desk(page, "ines", path)
        assert page.locator("html").get_attribute("dir") == "rtl", name
        found[name] = faults_on(page)

    assert {name: faults for name, faults in found.items() if faults} == {}
    # Axe reads the admin's stylesheets anew, and the policy refuses it that.
    troubles[:] = [trouble for trouble in troubles if "style" not in trouble and ".css" not in trouble]


@pytest.mark.parametrize("language", ["ar", "tr"])
def test_every_page_of_the_desk_fits_the_smallest_screen(page, places, at_desk, live_server, language):
    page.set_viewport_size({"width": 320, "height": 640})
    speak(page, live_server, language)
    make_editor("ines")
    wide = []

    for name, path in places.items():
        at_desk(page, "ines", path)
        if page.evaluate("document.documentElement.scrollWidth") > 320 and name != "list":
            wide.append(name)

    assert wide == []
