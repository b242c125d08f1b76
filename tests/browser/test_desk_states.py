"""Every state of the desk as a screen reader, a phone and a dark room meet it; and all by forms alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments import clock
from comments.models import Comment
from tests.browser.test_desk import DESK, heading
from tests.factories import make_comment, make_discussion, make_moderator, make_rejected

TEXTS = {
    "one": "The northern road floods every spring.",
    "3,000 characters": ("Nobody said a word of it to those who cross every morning. " * 60)[:2999],
    "Arabic": "أنت حمار ولا تفهم شيئا. الجسر قديم، والمجلس لم يفعل شيئا.",
    "Kurdish": "پردەکە کۆنە و ئەنجومەن هیچی نەکردووە.",
    "40 findings": "You are an idiot. " * 40,
    "no place to break": "W" * 400 + " https://example.com/" + "a" * 400,
}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_every_state_can_be_read_by_everyone_and_fits(page, committed_db, at_desk, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    at_desk(page)
    found = {"empty": faults_on(page)}
    discussion = make_discussion()

    for state, text in TEXTS.items():
        comment = make_comment(text, name="Aram" if state != "one" else "Long" * 15, discussion=discussion)
        page.goto(page.url.partition("desk/")[0] + f"desk/{comment.pk}/")
        expect(page.locator("#desk-holder")).to_contain_text("You hold")
        found[state] = faults_on(page)
    for number in range(20):
        make_comment(f"{TEXTS['one']} And the mill, {number}.", discussion=discussion)
    with override_settings(COMMENTS={"QUEUE_PER_PAGE": 15}):
        page.goto(page.url.partition("desk/")[0] + "desk/")
    expect(page.get_by_role("link", name="Further on")).to_be_attached()
    found["more than a page"] = faults_on(page)

    assert {state: faults for state, faults in found.items() if faults} == {}


def faults_on(page: Page) -> list[str]:
    """What axe objects to, and what sticks out of the window."""
    faults = [
        f"{fault['id']}: {[node['target'] for node in fault['nodes'][:3]]}"
        for fault in Axe().run(page).response["violations"]
    ]
    wide, width, high, height = page.evaluate(
        "(({scrollWidth, scrollHeight}) => [scrollWidth, innerWidth, scrollHeight, innerHeight])"
        "(document.documentElement)"
    )
    faults += [f"{wide} wide"] if wide > width else []
    return faults + ([f"{high} high"] if width > 1024 and high > height else [])


@pytest.mark.parametrize("width", [1280, 1024, 320])
def test_what_decides_is_in_sight_below_a_long_comment(page, committed_db, at_desk, width):
    comment = make_comment(TEXTS["3,000 characters"])
    page.set_viewport_size({"width": width, "height": 700})

    at_desk(page, path=f"{DESK}{comment.pk}/")

    for button in (".button--approve", ".actions__later", "#reject"):
        expect(page.locator(button)).to_be_in_viewport(ratio=1)


class TestWithoutScripts:
    @pytest.fixture
    def context(self, new_context):
        return new_context(java_script_enabled=False)

    def test_a_shift_goes_by_buttons_and_links_alone(self, page, queue, at_desk):
        at_desk(page)
        page.locator("#explanation").fill("Speak to the matter.")
        for box in page.locator("#decision [name=guideline]:checked").all():
            box.uncheck()
        page.locator("#reject").click()
        expect(page.get_by_role("alert")).to_contain_text("names at least one guideline")
        expect(page.locator("#explanation")).to_have_value("Speak to the matter.")

        page.get_by_role("link", name="History and standing").click()
        expect(page.get_by_role("heading", name="Author: Aram")).to_be_visible()
        page.get_by_role("link", name="Comment", exact=True).click()
        expect(heading(page)).to_have_text("Aram")
        page.get_by_label("Search all comments").fill("floods")
        page.get_by_role("button", name="Search").click()
        expect(page.locator(".found__item")).to_have_count(1)

        page.goto(page.url.partition("desk/")[0] + "desk/")
        for row in page.locator(".row__choice").all():
            row.check()
        page.locator(".together").get_by_role("button", name="Approve").click()
        expect(page.locator("#desk-said")).to_contain_text("3 comments approved.")
        page.get_by_role("button", name="Undo all of these").click()
        expect(page.locator("#desk-said")).to_contain_text("3 decisions undone.")
        assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}

    def test_an_appeal_is_judged_by_another_alone(self, page, committed_db, at_desk):
        with clock.at(timezone.now() - timedelta(hours=2)):
            rejected = make_rejected("You fool of a mayor.", by=make_moderator("leyla"))
        rejected.appeal(statement="I meant the mayor, in office.")
        at_desk(page, path=DESK + "?state=appeals")

        page.get_by_role("button", name="Overturn").click()

        expect(page.locator("#desk-said")).to_contain_text("Approved:")
        rejected.refresh_from_db()
        assert rejected.is_published
