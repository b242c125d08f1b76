"""An author's file and what is escalated, in a real browser: by key, by form alone, on a small screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments.models import Comment, Escalation, Note, Standing
from tests.factories import (
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
)

DESK = "/admin/comments/comment/desk/"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def comment(committed_db) -> Comment:
    """The third of an author who is held for review, and about whom there is a note."""
    author, discussion, moderator = make_author(), make_discussion(), make_moderator()
    facts = {"author": author, "discussion": discussion, "name": "سارة"}
    make_rejected("الجسر قديم، والمجلس لم يفعل شيئا.", by=moderator, guidelines=["abuse"], **facts)
    comment = make_comment("You are an idiot, and everyone knows it.", **facts)
    author.hold(comment=comment, by=moderator, seen=0, note="Tries what gets through.")
    Note.objects.write(author=author, by=moderator, text="Writes from two browsers.")
    return comment


@pytest.fixture
def sit(live_server):
    """Seats an editor at a page."""

    def seat(page: Page, path: str) -> Page:
        editor = make_editor()
        editor.groups.add(Group.objects.get(name="Legal"))
        client = Client()
        client.force_login(editor)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return seat


def faults_in(page: Page, part: str) -> list[str]:
    found = Axe().run(page, context=part, options=RULES).response["violations"]
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in found]


def test_h_opens_the_file_beside_the_card_and_a_standing_is_set_there(page, comment, sit, troubles):
    sit(page, f"{DESK}{comment.pk}/")

    page.keyboard.press("h")

    drawer = page.locator("#desk-author")
    expect(page.locator("#author-heading")).to_be_focused()
    expect(drawer).to_contain_text("Tries what gets through.")
    assert faults_in(page, "#desk-author") == []

    drawer.get_by_label("Suspend until a day").check()
    drawer.get_by_label("Reason, which the author reads").fill("Insults, day after day.")
    drawer.get_by_role("button", name="Set standing").click()
    expect(drawer.get_by_role("alert")).to_contain_text("Say until when")
    expect(drawer.get_by_label("Reason, which the author reads")).to_have_value("Insults, day after day.")
    troubles.clear()  # the browser reports an answer of 422 as an error; to us it is an answer

    drawer.get_by_label("Until the end of").fill(f"{timezone.localdate() + timedelta(days=7):%Y-%m-%d}")
    drawer.get_by_role("button", name="Set standing").click()
    expect(page.locator("#desk-live")).to_contain_text("suspended")
    assert list(Standing.objects.order_by("pk").values_list("kind", flat=True)) == ["held", "suspended"]


def test_keys_rest_while_a_reason_is_typed(page, comment, sit):
    sit(page, f"{DESK}{comment.pk}/")
    page.keyboard.press("h")
    page.get_by_label("Reason, which the author reads").focus()

    page.keyboard.type("aha")

    expect(page.get_by_label("Reason, which the author reads")).to_have_value("aha")
    assert not comment.decisions.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_own_pages_can_be_read_by_everyone_and_fit_a_small_screen(page, comment, sit, scheme):
    escalation = make_escalated(make_comment(discussion=comment.discussion))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 740})
    sit(page, "/")
    found = {}

    for path in (f"{comment.pk}/author/", f"{comment.pk}/escalate/", "escalated/", "escalated/?state=held"):
        page.goto(page.url.split("/admin")[0].rstrip("/") + DESK + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        found[path] = faults_in(page, ".office") + ([f"{width} wide"] if width > 320 else [])

    assert {path: faults for path, faults in found.items() if faults} == {}
    assert escalation.is_open


def test_without_scripts_it_is_escalated_and_passed_back_by_forms_alone(new_context, comment, sit):
    page = new_context(java_script_enabled=False).new_page()
    sit(page, f"{DESK}{comment.pk}/")

    page.get_by_role("link", name="Escalate", exact=True).click()
    page.get_by_label("A credible threat").check()
    page.get_by_label("Legal", exact=True).check()
    page.get_by_label("What they should know").fill("He names her street.")
    page.get_by_role("button", name="Escalate").click()
    page.get_by_role("link", name="Escalated").first.click()
    page.get_by_label("What the moderators should know").fill("Reported to the police.")
    page.get_by_role("button", name="Pass back to the moderators").click()

    expect(page.locator(".office")).to_contain_text("Nothing is escalated.")
    assert Escalation.objects.get().resolution.note == "Reported to the police."
