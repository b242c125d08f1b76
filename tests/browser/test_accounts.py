"""A reader's account in a real browser: every link is taken out of the mail that stands in the folder."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from comments import notices
from comments.models import Comment, MailChoice, Notice
from newsroom.models import User
from tests.browser.test_every_page import faults_on
from tests.factories import make_article, make_moderator

PASSWORD = "a lantern over the northern road"
WORDS = {"en": "The northern road floods every spring.", "ar": "الجسر قديم، ولا بد من إغلاقه."}
SAID = {
    "en": {
        "make": "Make an account",
        "mine": "Yes, it is mine",
        "comment": "Comment",
        "send": "Send comment",
        "published": "is published",
        "stop": "Stop these mails",
        "stopped": "We write no more",
        "again": "Write to me again",
        "show": "Show my comment",
        "waiting": "Waiting for a moderator",
        "name": "Name",
        "e-mail": "E-mail (optional)",
    },
    "ar": {
        "make": "إنشاء حساب",
        "mine": "نعم، هو لي",
        "comment": "التعليق",
        "send": "إرسال التعليق",
        "published": "نُشر تعليقكم",
        "stop": "أوقفوا هذه الرسائل",
        "stopped": "لن نكتب بعد الآن",
        "again": "اكتبوا إليّ من جديد",
        "show": "أظهروا تعليقي",
        "waiting": "بانتظار مشرف",
        "name": "الاسم",
        "e-mail": "البريد الإلكتروني (اختياري)",
    },
}


@pytest.fixture
def said(language) -> dict[str, str]:
    return SAID[language]


@pytest.fixture
def browser_context_args(browser_context_args, has_scripts, language):
    return browser_context_args | {"java_script_enabled": has_scripts, "locale": language}


@pytest.fixture
def article(transactional_db):
    return make_article()


@pytest.fixture(autouse=True)
def site(settings, mail_folder):
    settings.ACCOUNT_RATE_LIMITS = False  # each test signs the same reader up
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600), "UNDO_SECONDS": 0}


def deliver() -> None:
    Notice.objects.update(next_attempt_at="2020-01-01T00:00:00Z")
    notices.deliver_due()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def signed_up(page, live_server, said, newest_mail) -> Page:
    page.goto(f"{live_server.url}/accounts/signup/")
    for field, value in {
        "username": "leyla",
        "email": "leyla@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }.items():
        page.locator(f"#id_{field}").fill(value)
    press(page, said["make"])
    page.wait_for_url("**/accounts/confirm-email/")
    _mail, [link] = newest_mail()
    page.goto(link)
    press(page, said["mine"])
    page.wait_for_url(live_server.url + "/")
    return page


def test_from_signing_up_to_having_enough_of_mails(
    signed_up, live_server, article, said, language, newest_mail, another_page
):
    page = signed_up
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("textbox", name=said["comment"], exact=True).fill(WORDS[language])
    press(page, said["send"])
    page.wait_for_url("**/comments/receipt/**")
    comment = Comment.objects.get()
    assert comment.author.user == User.objects.get(username="leyla")

    comment.approve(by=make_moderator(), seen=0)
    deliver()
    mail, links = newest_mail()
    assert said["published"] in mail.subject
    assert WORDS[language] not in mail.text

    reader = another_page()  # in which nobody is signed in
    reader.goto(links[-1])
    press(reader, said["stop"])
    expect(reader.get_by_role("heading", level=1)).to_have_text(said["stopped"])
    assert not MailChoice.objects.filter(is_wanted=True).exists()
    press(reader, said["again"])
    expect(reader.get_by_role("button", name=said["stop"], exact=True)).to_be_visible()


def test_a_guest_opens_the_first_mail_and_is_told_the_decision(
    page, live_server, article, said, language, newest_mail, another_page
):
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("textbox", name=said["name"], exact=True).fill("Aram")
    page.get_by_role("textbox", name=said["comment"], exact=True).fill(WORDS[language])
    page.get_by_role("textbox", name=said["e-mail"], exact=True).fill("aram@example.org")
    press(page, said["send"])
    page.wait_for_url("**/comments/receipt/**")
    deliver()

    reader = another_page()
    reader.goto(newest_mail()[1][0])
    assert WORDS[language] not in reader.get_by_role("main").inner_text()
    press(reader, said["show"])
    reader.wait_for_url("**/comments/receipt/**")
    expect(reader.get_by_role("heading", level=1)).to_have_text(said["waiting"])

    Comment.objects.get().approve(by=make_moderator(), seen=0)
    deliver()
    assert said["published"] in newest_mail()[0].subject


@pytest.mark.parametrize("width", [320, 1100])
def test_the_pages_of_an_account_can_be_read_by_everyone(signed_up, live_server, width, browser_context_args):
    if not browser_context_args["java_script_enabled"]:
        pytest.skip("what looks for faults is a script")
    page = signed_up
    page.set_viewport_size({"width": width, "height": 700})
    found = {}

    for path in (
        "/accounts/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/2fa/",
        "/accounts/3rdparty/",
        "/comments/mails/",
        "/comments/mine/",
    ):
        page.goto(live_server.url + path)
        if faults := faults_on(page):
            found[path] = faults
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found[f"{path} is wide"] = wide

    assert found == {}
