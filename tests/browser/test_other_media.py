"""The reader's pages on paper, and in the colours that a reader's machine forces on all pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments import clock
from tests.factories import make_approved, make_article, make_comment, make_discussion, make_moderator
from tests.sealing import seal

COLOURS = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
FOR_SCREENS = {
    "article": (
        ".comment__controls",
        ".discussion__sort",
        ".discussion__follow",
        ".write",
        ".masthead__links",
    ),
    "receipt": (".receipt__anew", ".receipt__appeal", ".receipt__more", ".sealed", ".languages"),
}


@pytest.fixture
def places(transactional_db, settings) -> dict[str, str]:
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    discussion = make_discussion(make_article())
    for n in range(2):
        make_approved(f"Remark {n}.", discussion=discussion)
    with clock.at(timezone.now() - timedelta(hours=1)):
        rejected = make_comment("Buy cheap watches.", discussion=discussion)
        rejected.reject(by=make_moderator(), seen=0, guidelines=["promotion"], words=["cheap watches"])
    return {"article": discussion.url, "receipt": rejected.receipt.get_absolute_url()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_can_be_read_where_colours_are_forced(page, live_server, places, scheme):
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(live_server.url + places["receipt"])

    assert contrast(*page.locator("mark").first.evaluate(COLOURS)) >= 4.5


@pytest.mark.parametrize("place", FOR_SCREENS)
def test_paper_holds_what_is_read_in_ink_and_nothing_to_press(page, live_server, places, place):
    page.emulate_media(color_scheme="dark")
    page.goto(live_server.url + places[place])
    for name in FOR_SCREENS[place]:
        expect(page.locator(name).first).to_be_visible()

    page.emulate_media(color_scheme="dark", media="print")

    for name in FOR_SCREENS[place]:
        expect(page.locator(name).first).to_be_hidden()
    for name in (".masthead__name a", ".comments :is(h1, h2)", ".comments p >> nth=0"):
        ink, _ = page.locator(name).first.evaluate(COLOURS)
        assert contrast(ink, "rgb(255, 255, 255)") >= 4.5, name


def test_a_command_is_printed_to_its_end(page, live_server, places):
    seal()
    page.set_viewport_size({"width": 600, "height": 800})
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}/comments/transparency/")

    command = page.locator(".record__command")
    assert command.evaluate("e => e.scrollWidth <= e.clientWidth")


def contrast(one: str, other: str) -> float:
    """As WCAG has it."""
    lighter, darker = sorted(map(luminance, (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
