"""Prints what an article weighs in a browser, and how far what is on it moves while more arrives.

make bench, or: pytest -s tests/benchmarks/bench_weight.py

What moves is told as browsers measure it ("layout-shift", the share of the screen times that of the way): as
the page comes in on a slow line, as one scrolls through it, as a comment is answered in its place, and when
comments were published meanwhile and the page is asked for again.
"""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.factories import make_approved, make_article, make_discussion, make_moderator

COMMENTS = (0, 10, 50)
SLOW_LINE = {"offline": False, "latency": 100, "downloadThroughput": 100_000, "uploadThroughput": 50_000}
TEXT = "I have lived beside the old bridge for thirty years and nobody from the council ever asked us. "
WATCHED = """
  window.moved = [];
  const unasked = (list) => list.getEntries().filter((each) => !each.hadRecentInput);
  new PerformanceObserver((list) => window.moved.push(...unasked(list)))
    .observe({type: "layout-shift", buffered: true});
"""
# Two frames later whatever moved has been told.
MOVED = """async () => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done, 50));
  return window.moved.reduce((sum, each) => sum + each.value, 0);
}"""


@pytest.fixture
def browser_page():
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield lambda: browser.new_page(viewport={"width": 390, "height": 844})
        browser.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_an_article_weighs_and_how_it_moves(browser_page, live_server, committed_db, language):
    print(
        f"\n{language:<14} {'answers':>8} {'kB':>8} {'gzip':>6}"
        f" {'arriving':>9} {'scrolled':>9} {'answered':>9} {'new ones':>9}"
    )
    for count in COMMENTS:
        discussion, moderator = make_discussion(make_article(language=language)), make_moderator()
        for n in range(count):
            make_approved(f"{TEXT} {n}", discussion=discussion, by=moderator)
        page, answers = browser_page(), {}
        page.set_extra_http_headers({"Accept-Language": language})
        page.add_init_script(WATCHED)
        page.on("response", lambda answer, known=answers: known.setdefault(answer.url, answer))
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_LINE)

        page.goto(live_server.url + discussion.url, wait_until="networkidle")
        bodies = [answer.body() for answer in list(answers.values())]
        moved = [page.evaluate(MOVED)]
        page.mouse.wheel(0, 100_000)
        moved.append(page.evaluate(MOVED) - sum(moved))
        moved.append(_answered(page) - sum(moved) if count else 0)
        for n in range(3):
            make_approved(f"{TEXT} Late {n}.", discussion=discussion, by=moderator)
        page.goto(live_server.url + discussion.url, wait_until="networkidle")
        moved.append(page.evaluate(MOVED))

        told = " ".join(f"{value:9.4f}" for value in moved)
        weight, compressed = sum(map(len, bodies)), sum(len(gzip.compress(body)) for body in bodies)
        print(
            f"{f'{count} comments':<14} {len(bodies):>8} {weight / 1000:8.1f} {compressed / 1000:6.1f} {told}"
        )
        page.close()


def _answered(page) -> float:
    """The form opens under the comment that is answered."""
    page.locator("a[href*='reply_to=']").first.click()
    page.wait_for_load_state("networkidle")
    return page.evaluate(MOVED)
