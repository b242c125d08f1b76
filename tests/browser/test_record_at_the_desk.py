"""What the desk shows of the record, as it stands on a screen: figures, what is kept, what was erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from comments import clock
from tests.factories import make_approved, make_author, make_comment, make_editor, make_moderator

LINES = """cells => cells.map(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map(line => Math.round(line.top))).size;
})"""


@pytest.fixture
def desk(new_context, live_server, sign_in, transactional_db):
    """Opens a page of the desk as an editor."""

    def opened(path: str, **look):
        page = new_context(**look).new_page()
        sign_in(page, make_editor())
        page.goto(live_server.url + path)
        return page

    return opened


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_wait_stands_on_one_line_however_narrow_the_screen(desk, language):
    with clock.at(timezone.now() - timedelta(hours=11)):
        comment = make_comment()
    comment.approve(by=make_moderator(), seen=0)
    page = desk(
        reverse("admin:comments_desk_numbers"), locale=language, viewport={"width": 320, "height": 640}
    )

    assert set(page.locator(".numbers__table td").evaluate_all(LINES)) == {1}


def test_where_words_were_erased_no_room_is_left_for_them(desk):
    kept, erased = make_approved(), make_approved()
    erased.erase(by=make_editor(), request="2026/7")
    page = desk(reverse("admin:comments_desk_card", args=[kept.pk]))
    expect(page.locator("#desk-words")).to_be_visible()

    page.goto(page.url.replace(f"/{kept.pk}/", f"/{erased.pk}/"))

    expect(page.get_by_text("The words were removed on a legal request.")).to_be_visible()
    expect(page.locator("#desk-words")).to_be_hidden()


def test_what_would_leave_is_named_on_one_line_and_its_numbers_stand_in_a_column(desk):
    author, email = make_author(), "leyla@example.org"
    make_comment(author=author, email=email)
    make_approved().report(author=author, guideline="abuse", email=email)
    page = desk(reverse("admin:comments_desk_erasing"))
    page.locator("#id_by").select_option("email")
    page.locator("#id_sought").fill(email)
    page.get_by_role("button", name="Show what is kept").click()
    facts = page.locator(".office__facts")
    expect(facts.locator("dt")).to_have_count(3)

    assert set(facts.locator("dt").evaluate_all(LINES)) == {1}
    numbers = facts.locator("dd").evaluate_all("all => all.map(e => e.getBoundingClientRect().left)")
    assert len(set(numbers)) == 1
