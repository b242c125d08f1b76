"""What a reader can check the record by, opened: it fits a small screen and can be read by everyone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import clock
from tests.browser.test_every_page import faults_on
from tests.factories import make_rejected
from tests.sealing import seal


@pytest.fixture
def receipt(transactional_db, live_server) -> str:
    with clock.at(timezone.now() - timedelta(hours=1)):
        comment = make_rejected()
    seal()
    return live_server.url + comment.receipt.get_absolute_url()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_digests_begin_at_the_left_in_every_language(new_context, receipt, language):
    """They run from left to right, and a last line that stood at the right would seem to begin elsewhere."""
    page = new_context(locale=language, viewport={"width": 320, "height": 640}).new_page()
    page.goto(receipt)
    page.locator(".sealed__details summary").click()

    lines = page.locator(".sealed__facts code").evaluate_all(
        """codes => codes.map(code => {
            const range = document.createRange();
            range.selectNodeContents(code);
            return [...range.getClientRects()].map(line => Math.round(line.left));
        })"""
    )
    assert max(len(starts) for starts in lines) > 1
    assert len({start for starts in lines for start in starts}) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sealed_record_can_be_read_and_fits(another_page, receipt, scheme):
    page = another_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(receipt)

    page.get_by_text("What we received, and what was decided, under seal").click()

    assert page.get_by_text("Published row").first.is_visible()
    assert faults_on(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
