"""The reader's pages in Arabic, Sorani, Kurmanji and Turkish: readable by everyone, and nothing cut off."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_every_page import faults_on
from tests.factories import make_approved, make_article, make_comment, make_discussion, make_rejected

LANGUAGES = ["ar", "ckb", "kmr", "tr"]


@pytest.fixture
def article(transactional_db):
    return make_article()


@pytest.fixture
def places(article) -> dict[str, str]:
    discussion = make_discussion(article)
    approved = make_approved(discussion=discussion, name="Rojda")
    make_approved("It does, and the southern one too.", discussion=discussion, in_reply_to=approved)
    return {
        "front": "/",
        "article": article.get_absolute_url(),
        "reply": f"{article.get_absolute_url()}?reply_to={approved.pk}",
        "waiting": make_comment(discussion=discussion).receipt.get_absolute_url(),
        "receipt": make_rejected(discussion=discussion).receipt.get_absolute_url(),
        "mine": "/comments/mine/",
        "guidelines": "/comments/guidelines/",
        "report": f"/comments/{approved.pk}/report/",
        "login": "/accounts/login/",
        "signup": "/accounts/signup/",
        "missing": "/nowhere/",
    }


@pytest.fixture
def reading(new_context):
    """A page in a browser that asks for a language."""

    def read(language: str, **options):
        return new_context(locale=language, **options).new_page()

    return read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_read_by_everyone(reading, live_server, places, language):
    page = reading(language)
    found = {}

    for name, path in places.items():
        page.goto(live_server.url + path)
        assert page.locator("html").get_attribute("lang") == language
        found[name] = faults_on(page)

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_longer_words_are_not_cut_off_on_a_small_screen(reading, live_server, places, language):
    page = reading(language, viewport={"width": 320, "height": 640})
    widths = {}

    for name, path in places.items():
        page.goto(live_server.url + path)
        widths[name] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: width for name, width in widths.items() if width > 320} == {}


@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_reader_chooses_a_language_and_keeps_it(reading, live_server, places, with_scripts):
    page = reading("en-GB", java_script_enabled=with_scripts)
    page.goto(live_server.url + places["article"])

    page.get_by_role("button", name="العربية").click()

    page.wait_for_url(live_server.url + places["article"])
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#comments-title").inner_text() == "تعليقان"
    page.goto(live_server.url)
    assert page.locator("html").get_attribute("lang") == "ar"


def test_the_count_is_in_the_digits_of_the_language(reading, live_server, places):
    page = reading("ckb")
    page.goto(live_server.url + places["article"])

    page.locator("#comment-form-text").fill("کۆمێنت")

    assert re.fullmatch(r"پیتی ماوە: ٢٩٩٤", page.locator(".comments-form__count").inner_text())


def test_a_comment_is_sent_and_followed_in_arabic(reading, live_server, article, settings):
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600)}
    page = reading("ar")
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_label("الاسم").fill("سارة")
    page.get_by_role("button", name="إرسال التعليق").click()
    page.get_by_text("اكتبوا تعليقًا أولًا.").first.wait_for()

    page.get_by_label("التعليق").fill("الجسر قديم، ولا بد من إغلاقه.")
    page.get_by_role("button", name="إرسال التعليق").click()

    page.wait_for_url("**/comments/receipt/**")
    assert page.get_by_role("heading", level=1).inner_text() == "بانتظار مشرف"
    assert page.get_by_text("هو التالي في القراءة.").is_visible()
