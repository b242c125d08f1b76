"""What a reader does with an account and its mails, in English and in Arabic, with scripts and without."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Page, expect

from comments import clock, notices
from comments.models import Comment, Notice
from newsroom.models import User
from tests.factories import make_approved, make_article, make_discussion, make_moderator, make_opened

EMAIL, PASSWORD, ANOTHER = (
    "leyla@example.org",
    "a lantern over the northern road",
    "eleven boats below the weir",
)
WORDS = "The northern road floods every spring."


@pytest.fixture
def browser_context_args(browser_context_args, has_scripts, language):
    return browser_context_args | {"java_script_enabled": has_scripts, "locale": language}


@pytest.fixture(autouse=True)
def site(settings, mail_folder):
    settings.ACCOUNT_RATE_LIMITS = False  # each test is the same reader
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600), "UNDO_SECONDS": 0}


@pytest.fixture
def leyla(transactional_db) -> User:
    user = User.objects.create_user("leyla", EMAIL, PASSWORD)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


@pytest.fixture
def press(say):
    def pressed(page: Page, sentence: str) -> None:
        page.get_by_role("main").get_by_role("button", name=say(sentence), exact=True).first.click()

    return pressed


@pytest.fixture
def door(page, live_server, press):
    """Lets in whoever gives a password."""

    def enter(password: str) -> Page:
        page.goto(f"{live_server.url}/accounts/login/")
        page.locator("#id_login").fill("leyla")
        page.locator("#id_password").fill(password)
        press(page, "Sign in")
        return page

    return enter


def deliver() -> None:
    Notice.objects.update(next_attempt_at="2020-01-01T00:00:00Z")
    notices.deliver_due()


def write(page: Page, address: str, say, press, **fields: str) -> Comment:
    page.goto(address)
    for name, value in {"text": WORDS, **fields}.items():
        page.locator(f"#comment-form-{name}").fill(value)
    press(page, "Send comment")
    page.wait_for_url("**/comments/receipt/**")
    return Comment.objects.latest("pk")


def test_a_forgotten_password_is_chosen_anew_by_mail(page, live_server, leyla, say, press, newest_mail, door):
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("a[href*='password/reset']").click()
    page.locator("#id_email").fill(EMAIL)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/password/reset/done/")

    mail, [link] = newest_mail()
    assert mail.subject == say("A new password")
    page.goto(link)
    page.locator("#id_password1").fill(ANOTHER)
    page.locator("#id_password2").fill(ANOTHER)
    page.get_by_role("main").get_by_role("button").first.click()

    page.wait_for_url("**/key/done/")
    door(ANOTHER).wait_for_url(f"{live_server.url}/")
    assert newest_mail()[0].subject == say("Your password has changed")


def test_what_was_written_as_a_guest_is_found_once_the_address_is_proven(
    page, live_server, transactional_db, say, press, newest_mail, another_page
):
    article = make_article()
    comment = write(page, live_server.url + article.get_absolute_url(), say, press, name="Leyla", email=EMAIL)
    reader = another_page()
    reader.goto(f"{live_server.url}/accounts/signup/")
    for field, value in {
        "username": "leyla",
        "email": EMAIL,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }.items():
        reader.locator(f"#id_{field}").fill(value)
    press(reader, "Make an account")
    reader.wait_for_url("**/accounts/confirm-email/")
    reader.goto(newest_mail()[1][0])
    press(reader, "Yes, it is mine")
    reader.wait_for_url(f"{live_server.url}/")

    reader.get_by_role("link", name=say("My comments"), exact=True).first.click()
    reader.get_by_role("link", name=WORDS).click()

    reader.wait_for_url(f"**{comment.receipt.get_absolute_url()}")
    expect(reader.get_by_role("heading", level=1)).to_have_text(say("Waiting for a moderator"))


def test_all_that_is_kept_is_taken_along_and_then_erased(page, live_server, leyla, say, press, door):
    door(PASSWORD).wait_for_url(f"{live_server.url}/")
    comment = write(page, live_server.url + make_article().get_absolute_url(), say, press)
    page.goto(f"{live_server.url}/accounts/")
    page.get_by_role("link", name=say("All that we keep about you, as a file")).click()
    page.locator("#id_password").fill(PASSWORD)
    press(page, "Go on")
    with page.expect_download() as download:
        press(page, "Download all of it (JSON)")
    assert WORDS in json.dumps(json.loads(download.value.path().read_text("utf-8")))

    page.goto(f"{live_server.url}/accounts/")
    page.get_by_role("link", name=say("Erase my account and my words")).click()
    press(page, "Erase everything")

    page.wait_for_url(f"{live_server.url}/")
    expect(page.get_by_role("status")).to_have_text(say("Your account and your words are erased."))
    comment.refresh_from_db()
    assert (comment.status, comment.text) == ("erased", "")
    assert not User.objects.filter(username="leyla").exists()


def test_a_second_decision_is_told_by_mail(
    page, live_server, transactional_db, say, press, newest_mail, language
):
    with clock.at(timezone.now() - timedelta(minutes=5)), override(language):
        comment = make_opened("Buy cheap watches.", email=EMAIL)
        comment.reject(by=make_moderator(), seen=0, guidelines=["promotion"])
    page.goto(live_server.url + comment.receipt.get_absolute_url())
    page.get_by_role("textbox").fill("I sell none.")
    press(page, "Ask us to decide again")
    comment.open_appeal.overturn(by=make_moderator(), seen=1)
    deliver()

    mail, links = newest_mail()
    title = comment.discussion.title
    subject = say("Your comment on “%(page)s” was read again and is published") % {"page": title}
    assert mail.subject.replace("\u2068", "").replace("\u2069", "") == subject
    page.goto(links[0])
    expect(page.locator(".comment__text").filter(has_text="Buy cheap watches.")).to_be_visible()


def test_who_reported_is_told_how_it_was_settled(
    page, live_server, transactional_db, say, press, newest_mail
):
    discussion = make_discussion(make_article())
    with clock.at(timezone.now() - timedelta(minutes=5)):
        comment = make_approved(discussion=discussion)
    page.goto(f"{live_server.url}/comments/{comment.pk}/report/")
    page.get_by_role("radio").first.check()
    page.locator("[name=email]").fill(EMAIL)
    press(page, "Send report")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Thank you for the report"))
    comment.approve(by=make_moderator(), seen=1)
    deliver()

    mail, links = newest_mail()
    assert mail.message["To"] == EMAIL
    assert WORDS not in mail.text + mail.html
    assert f"{say('Your report')}:\n{links[0]}" in mail.text
    page.goto(links[0])
    press(page, "Show the comment")

    expect(page.locator(":target .comment__text")).to_have_text(WORDS)
