"""An article with fifty comments, as a browser reads it: light, still, from one place, in two directions."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

import pytest

from tests.factories import make_approved, make_article, make_discussion, make_moderator

COMMENTS = 50
MOST_BYTES = 60_000
SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; })
    .observe({type: "layout-shift", buffered: true});
}"""


@pytest.fixture
def discussion(committed_db):
    discussion, moderator = make_discussion(make_article()), make_moderator()
    began = make_approved("The northern road floods every spring.", discussion=discussion, by=moderator)
    for n in range(COMMENTS - 1):
        answered = began if n < 8 else None
        make_approved(f"Remark {n} on the bridge.", discussion=discussion, by=moderator, in_reply_to=answered)
    return discussion


@pytest.mark.parametrize("with_scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_fifty_comments_are_light_and_stay_where_they_are(
    new_context, troubles, live_server, discussion, language, with_scripts
):
    context = new_context(locale=language, java_script_enabled=with_scripts)
    context.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page, bodies = context.new_page(), {}
    page.on("response", lambda answer: bodies.setdefault(answer.url, answer))

    page.goto(live_server.url + discussion.url, wait_until="networkidle")

    assert {urlsplit(url).netloc for url in bodies} == {urlsplit(live_server.url).netloc}
    weight = sum(len(gzip.compress(answer.body())) for answer in list(bodies.values()))
    print(f"\n{language}: {weight / 1000:.1f} kB compressed in {len(bodies)} answers")  # noqa: T201
    assert weight < MOST_BYTES
    assert page.locator("html").get_attribute("dir") == {"en": "ltr", "ar": "rtl"}[language]
    assert page.locator('script[type="application/ld+json"]').count() == 1
    if with_scripts:
        page.evaluate(SHIFTS)
        page.wait_for_function("document.readyState === 'complete'")
        assert page.evaluate("window.shifted") == 0


@pytest.mark.parametrize("with_scripts", [True, False], ids=["scripts", "no scripts"])
def test_replies_that_are_not_shown_are_found(new_context, troubles, live_server, discussion, with_scripts):
    page = new_context(java_script_enabled=with_scripts).new_page()
    page.goto(live_server.url + discussion.url)

    page.get_by_role("link", name=re.compile("More replies")).click()

    page.wait_for_url("**/*from=*")
    assert page.locator(":target").count() == 1
    assert page.get_by_role("link", name="Earlier replies").count() == 1
