"""Two moderators at one desk, in two browsers: who holds what, what is left for later, what has come in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from comments import clock
from comments.models import Claim, Comment, LeftForLater, Preference
from newsroom.models import User
from tests.browser.test_desk import DESK, expect_soon, heading, statuses
from tests.factories import make_comment


def holders() -> dict[str, str]:
    return {claim.comment.name: claim.by.username for claim in Claim.objects.in_force()}


def test_a_card_shown_is_held_and_the_other_starts_at_the_next(page, another_page, queue, at_desk):
    at_desk(page)
    expect(page.locator("#desk-holder")).to_contain_text("You hold this comment.")

    other = at_desk(another_page(), "rojda")

    expect(heading(other)).to_have_text("Leyla")
    expect(other.locator(f"#row-{queue[0].pk} .row__holder")).to_have_text("mina")
    expect(other.locator("#desk-watch")).to_contain_text("Here too: mina")
    assert holders() == {"Aram": "mina", "Leyla": "rojda"}


def test_going_on_takes_the_hold_along(page, queue, at_desk):
    at_desk(page)
    expect(page.locator("#desk-holder")).to_contain_text("You hold")

    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Leyla")
    expect(page.locator("#desk-holder")).to_contain_text("You hold")

    assert holders() == {"Leyla": "mina"}


def test_closing_the_page_lets_go(page, queue, at_desk):
    at_desk(page)
    expect(page.locator("#desk-holder")).to_contain_text("You hold")

    page.goto("about:blank")

    expect_soon(lambda: holders() == {}, page)


@pytest.fixture
def asked(page):
    """What the page asks of who is here: each waits until it is let through."""
    routes: list = []
    page.route(re.compile(r"/desk/watch/"), lambda route: routes.append(route))
    yield routes
    page.unroute_all(behavior="ignoreErrors")


def test_a_late_answer_is_not_told_of_another_card(page, another_page, queue, at_desk, asked):
    other = at_desk(another_page(), "rojda", f"{DESK}{queue[0].pk}/")
    expect(other.locator("#desk-holder")).to_contain_text("You hold")
    at_desk(page, path=f"{DESK}{queue[0].pk}/")
    expect_soon(lambda: len(asked) == 1, page)

    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Leyla")
    asked[0].continue_()
    expect_soon(lambda: len(asked) == 2, page)  # what is asked next is asked once the first was shown

    expect(page.locator("#desk-holder")).not_to_contain_text("rojda")
    asked[1].continue_()
    expect(page.locator("#desk-holder")).to_contain_text("You hold this comment.")


def test_what_came_in_is_shown_beside_the_card_that_is_open_now(page, queue, at_desk, asked):
    at_desk(page)
    expect_soon(lambda: len(asked) == 1, page)
    make_comment(name="Late", discussion=queue[0].discussion)
    asked[0].continue_()
    expect(page.get_by_role("link", name="1 new")).to_be_visible()

    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Leyla")
    page.keyboard.press("n")

    expect(page.locator(".row")).to_have_count(len(queue) + 1)
    expect(heading(page)).to_have_text("Leyla")


def test_a_late_answer_finds_no_card(page, queue, at_desk, asked):
    """That is no trouble: see the fixture of that name."""
    for comment in queue[1:]:
        comment.withdraw()
    at_desk(page)
    expect_soon(lambda: len(asked) == 1, page)

    page.keyboard.press("a")
    expect(heading(page)).to_have_text("Nothing to decide here")
    asked[0].continue_()

    expect_soon(lambda: len(asked) == 2, page)


def test_what_is_held_can_be_taken_over(page, another_page, queue, at_desk):
    at_desk(page)
    expect(page.locator("#desk-holder")).to_contain_text("You hold")
    other = at_desk(another_page(), "rojda", f"{DESK}{queue[0].pk}/")
    expect(other.locator("#desk-holder")).to_contain_text("mina has this comment open.")

    other.get_by_role("button", name="Take it over").click()

    expect(other.locator("#desk-holder")).to_contain_text("You hold this comment.")
    assert holders()["Aram"] == "rojda"


def test_l_leaves_for_later_with_a_note_and_shows_the_next(page, queue, at_desk):
    at_desk(page)

    page.keyboard.press("l")
    page.keyboard.type("Ask Leyla about this one.")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Leyla")
    expect(heading(page)).to_be_focused()
    expect(page.locator("#desk-live")).to_contain_text("Left for later:")
    assert LeftForLater.objects.get().note.text == "Ask Leyla about this one."
    page.get_by_role("link", name="Later 1").click()
    expect(heading(page)).to_have_text("Aram")
    page.keyboard.press("l")
    expect(page.locator("#desk-live")).to_contain_text("Taken up again")
    assert statuses() == ["pending"] * 3


def test_what_comes_in_is_told_and_shown_on_demand(page, queue, at_desk):
    at_desk(page)
    expect(page.locator("#desk-holder")).to_contain_text("You hold")
    make_comment(name="Late", discussion=queue[0].discussion)

    page.keyboard.press("j")
    arrived = page.get_by_role("link", name="1 new")
    expect(arrived).to_be_visible()
    expect(page.locator(".row")).to_have_count(3)
    arrived.click()

    expect(page.locator(".row")).to_have_count(4)
    expect(heading(page)).to_have_text("Leyla")


def test_a_moderator_demoted_in_mid_shift_is_told_and_keeps_their_words(page, queue, at_desk, troubles):
    at_desk(page)
    page.locator("#explanation").fill("Speak to the matt")
    User.objects.get(username="mina").groups.clear()

    page.get_by_role("button", name="Reject R").click()

    expect(page.locator("#desk-said")).to_contain_text("you may no longer decide")
    expect(page.locator("#explanation")).to_have_value("Speak to the matt")
    troubles[:] = [trouble for trouble in troubles if "403" not in trouble]
    assert statuses() == ["pending"] * 3


def test_masked_words_show_when_pressed(page, queue, at_desk):
    with clock.at(timezone.now() - timedelta(hours=1)):
        threat = make_comment("I will kill you tomorrow.", discussion=queue[0].discussion, name="Threat")
    at_desk(page)
    Preference.objects.set(User.objects.get(username="mina"), masks=True, skips_held=True)
    page.goto(page.url.partition("desk/")[0] + f"desk/{threat.pk}/")
    masked = page.locator(".mask__words").first
    expect(masked).to_be_hidden()

    page.locator(".mask").first.click()

    expect(masked).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_holding_and_setting_aside_stand_in_nobodys_way(page, another_page, queue, at_desk, scheme, width):
    at_desk(page)
    expect(page.locator("#desk-holder")).to_contain_text("You hold")
    other = another_page()
    other.emulate_media(color_scheme=scheme)
    other.set_viewport_size({"width": width, "height": 900})
    at_desk(other, "rojda", f"{DESK}{queue[0].pk}/")
    expect(other.locator("#desk-holder")).to_contain_text("mina has this comment open.")
    other.locator("#desk-later summary").click()
    other.locator(".own summary").first.click()

    found = Axe().run(other).response["violations"]

    assert [violation["id"] for violation in found] == []
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")


class TestWithoutScripts:
    @pytest.fixture
    def context(self, new_context):
        return new_context(java_script_enabled=False)

    def test_holding_leaving_and_saving_work_by_their_buttons(self, page, queue, at_desk):
        at_desk(page)
        page.get_by_role("button", name="Hold this comment").click()
        expect(page.locator("#desk-holder")).to_contain_text("You hold this comment.")

        page.get_by_role("link", name="Later L").click()
        page.locator("#desk-later summary").click()
        page.get_by_label("For whoever takes it up").fill("Tomorrow.")
        page.get_by_role("button", name="Leave for later").click()
        expect(heading(page)).to_have_text("Leyla")
        page.locator(".own summary").first.click()
        page.get_by_label("Save what is shown now as").fill("All of it")
        page.get_by_role("button", name="Save", exact=True).click()

        page.locator(".own summary").first.click()
        expect(page.get_by_role("link", name="All of it")).to_be_visible()
        assert Comment.objects.filter(left_for_later__note__text="Tomorrow.").count() == 1
