"""Keys of one letter can be switched off: a voice or a trembling hand presses more than it means."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from comments.models import Decision
from tests.browser.test_desk import DESK, heading, statuses


@pytest.fixture
def keys_off(page, queue, at_desk):
    at_desk(page)
    page.get_by_text("Preferences", exact=True).click()
    page.get_by_label("Single keys act").uncheck()
    page.locator(".own__sheet:visible").get_by_role("button", name="Save").click()
    expect(page.locator("#desk-said")).to_contain_text("Kept, for you alone.")
    return page


def test_no_key_does_anything_and_every_button_does(keys_off):
    page, card = keys_off, keys_off.locator("#decision")
    expect(heading(page)).to_have_text("Aram")
    heading(page).focus()

    for key in ("a", "j", "r", "1", "x", "l", "h", "/", "?", "Shift+A", "Shift+R"):
        page.keyboard.press(key)

    expect(heading(page)).to_be_focused()
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert page.locator(".row__choice:checked, #desk-later[open]").count() == 0
    card.get_by_role("button", name="Approve", exact=True).click()
    expect(heading(page)).to_have_text("Leyla")
    card.get_by_label("No threats").check()
    card.get_by_role("button", name="Reject", exact=True).press("Enter")
    expect(page.locator("#desk-live")).to_contain_text("Rejected:")
    assert statuses() == ["approved", "rejected", "pending"]


def test_nothing_names_a_key_and_the_sheet_says_why(keys_off):
    page = keys_off
    assert page.locator(".desk kbd:visible").count() == 0

    page.get_by_role("button", name="Keys", exact=True).click()

    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("You have switched single keys off")
    assert Axe().run(page).response["violations"] == []


def test_nothing_is_searched_for_by_a_key(keys_off):
    page = keys_off
    page.goto(page.url.partition("/admin")[0] + DESK + "search/?words=road")
    page.locator("h1").first.click()

    page.keyboard.press("/")

    expect(page.locator("#words")).not_to_be_focused()
    assert not Decision.objects.exists()
