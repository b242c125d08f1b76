"""Every way of a reader, as guest and as account, in English and in Arabic, with scripts and without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments import clock
from comments.models import Comment, Guideline, Report
from newsroom.models import User
from tests.browser.test_writing import foreseen
from tests.factories import make_approved, make_article, make_discussion, make_moderator, make_user

WORDS = "The northern road floods every spring."
RUDE = "You are an idiot, and everyone knows it."


@pytest.fixture
def browser_context_args(browser_context_args, has_scripts, language):
    return browser_context_args | {"java_script_enabled": has_scripts, "locale": language}


@pytest.fixture(autouse=True)
def settled(settings):
    """Nobody is in a hurry, and decisions are told at once."""
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600), "UNDO_SECONDS": 0}


@pytest.fixture
def article(transactional_db):
    return make_article(byline="Agencies")


@pytest.fixture
def reader(page, live_server, who, article, sign_in) -> Page:
    """At the article, signed in or not."""
    if who == "account":
        sign_in(page, make_user("rojda", first_name="Rojda", last_name="Aslan"))
    page.goto(live_server.url + article.get_absolute_url())
    return page


def write(page: Page, say, who: str, text: str, name: str = "Aram") -> None:
    if who == "guest":
        page.get_by_role("textbox", name=say("Name"), exact=True).fill(name)
    page.get_by_role("textbox", name=say("Comment"), exact=True).fill(text)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def at_receipt(page: Page) -> Comment:
    page.wait_for_url("**/comments/receipt/**")
    return Comment.objects.latest("pk")


def rejected(comment: Comment, **facts) -> Comment:
    with clock.at(timezone.now() - timedelta(minutes=5)):
        comment.reject(by=make_moderator(), seen=0, guidelines=["personal_attacks"], **facts)
    return comment


def test_second_thoughts_and_sending_it_as_it_is(reader, who, say, troubles):
    write(reader, say, who, RUDE)
    press(reader, say("Send comment"))

    panel = reader.locator("#second-thoughts")
    expect(panel).to_be_visible()
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("No personal attacks")
    expect(panel).not_to_contain_text("idiot")
    assert not Comment.objects.exists()
    press(reader, say("Send it as it is"))

    assert at_receipt(reader).text == RUDE


def test_two_clicks_make_one_comment(reader, who, say):
    write(reader, say, who, WORDS)
    reader.get_by_role("button", name=say("Send comment"), exact=True).dblclick()

    # Not by waiting for its address: without scripts the second click breaks off what the first has begun.
    expect(reader.locator(".receipt__text")).to_have_text(WORDS)
    assert reader.url.endswith(Comment.objects.get().receipt.get_absolute_url())


def test_going_back_and_sending_once_more_is_the_same_comment(reader, who, say):
    write(reader, say, who, WORDS)
    press(reader, say("Send comment"))
    receipt = at_receipt(reader).receipt

    reader.go_back()
    expect(reader.get_by_role("textbox", name=say("Comment"), exact=True)).to_have_value(WORDS)
    press(reader, say("Send comment"))

    reader.wait_for_url(f"**{receipt.get_absolute_url()}")
    assert Comment.objects.count() == 1


def test_the_same_words_in_two_tabs_are_one_comment(reader, who, say):
    another = reader.context.new_page()
    another.goto(reader.url)
    for tab in (reader, another):
        write(tab, say, who, WORDS)
    for tab in (reader, another):
        press(tab, say("Send comment"))
        tab.wait_for_url("**/comments/receipt/**")

    assert reader.url == another.url
    assert Comment.objects.count() == 1


def test_second_thoughts_and_changing_the_words(reader, who, say):
    write(reader, say, who, RUDE)
    press(reader, say("Send comment"))
    reader.get_by_role("link", name=say("Change the text"), exact=True).click()
    words = reader.get_by_role("textbox", name=say("Comment"), exact=True)
    expect(words).to_be_focused()
    expect(words).to_have_value(RUDE)
    words.fill(WORDS)
    press(reader, say("Send comment"))

    assert at_receipt(reader).text == WORDS
    assert Comment.objects.count() == 1


def test_errors_are_summed_up_focused_and_lead_to_their_fields(reader, who, say, troubles):
    write(reader, say, who, "x" * 3001, name="")
    press(reader, say("Send comment"))

    expect(reader.locator("#comment-errors")).to_be_focused()
    field = reader.get_by_role("textbox", name=say("Comment"), exact=True)
    expect(field).to_have_value("x" * 3001)
    described = field.get_attribute("aria-describedby").split()
    assert all(reader.locator(f"#{name}").count() == 1 for name in described)
    reader.locator("#comment-errors a").last.click()
    expect(field).to_be_focused()
    foreseen(troubles, "422")


def test_a_guest_cannot_take_the_name_of_an_account(reader, who, say, troubles):
    make_user("leyla", first_name="Leyla", last_name="Aslan")
    write(reader, say, who, WORDS, name="Lеylа Аslаn")  # dressed up in Cyrillic
    press(reader, say("Send comment"))

    if who == "account":
        assert at_receipt(reader).name == "Rojda Aslan"
    else:
        expect(reader.locator("#comment-form-name_error")).to_be_visible()
        expect(reader.get_by_role("textbox", name=say("Comment"), exact=True)).to_have_value(WORDS)
        write(reader, say, who, WORDS, name="Leyla of the bridge")
        press(reader, say("Send comment"))
        at_receipt(reader)
        foreseen(troubles, "422")


def test_a_reply_is_sent_from_under_the_comment_it_answers(reader, who, say, article):
    answered = make_approved("The road floods.", name="Karim", discussion=make_discussion(article))
    reader.reload()
    reader.locator(f"#comment-{answered.pk}").get_by_role("link", name=say("Reply"), exact=True).click()
    expect(reader.locator(".write__answered")).to_contain_text("Karim")
    write(reader, say, who, "It does.")
    press(reader, say("Send comment"))

    assert at_receipt(reader).in_reply_to == answered


def test_a_rejection_is_read_appealed_and_listed(reader, who, say, language, live_server):
    write(reader, say, who, RUDE)
    press(reader, say("Send comment"))
    press(reader, say("Send it as it is"))
    comment = rejected(at_receipt(reader), explanation="Leave out the first four words.", words=["an idiot"])
    reader.reload()

    main = reader.get_by_role("main")
    # In the language of the page, whatever the article's is.
    expect(main).to_contain_text(Guideline.objects.get(code="personal_attacks").wording(language).title)
    expect(main).to_contain_text("Leave out the first four words.")
    expect(reader.locator("mark", has_text="an idiot").first).to_be_visible()
    reader.get_by_role("textbox").fill("It was a quotation.")
    press(reader, say("Ask us to decide again"))
    expect(main).to_contain_text(say("You have asked us to decide again. Another moderator will."))
    assert comment.open_appeal.statement == "It was a quotation."

    reader.goto(f"{live_server.url}/comments/mine/")
    reader.get_by_role("link", name=RUDE).click()
    expect(main).to_contain_text(say("You have asked us to decide again. Another moderator will."))


def test_a_rejected_comment_is_written_anew(reader, who, say):
    write(reader, say, who, RUDE)
    press(reader, say("Send comment"))
    press(reader, say("Send it as it is"))
    earlier = rejected(at_receipt(reader))
    reader.reload()
    reader.get_by_role("link", name=say("Write it anew"), exact=True).click()
    words = reader.get_by_role("textbox", name=say("Comment"), exact=True)
    expect(words).to_have_value(RUDE)
    expect(reader.get_by_role("main")).to_contain_text("No personal attacks")
    words.fill("I do not think that you are right.")
    press(reader, say("Send comment"))

    reader.wait_for_url(lambda url: earlier.receipt.token not in url and "/receipt/" in url)
    assert Comment.objects.latest("pk").rewriting.earlier == earlier


def test_a_comment_is_withdrawn(reader, who, say):
    write(reader, say, who, WORDS)
    press(reader, say("Send comment"))
    comment = at_receipt(reader)
    reader.get_by_role("link", name=say("Withdraw this comment"), exact=True).click()
    press(reader, say("Withdraw it"))

    expect(reader.get_by_role("heading", level=1)).to_contain_text(say("Withdrawn"))
    comment.refresh_from_db()
    assert comment.status == "withdrawn"


def test_a_published_comment_is_reported_once(reader, who, say, article):
    comment = make_approved("The road floods.", name="Karim", discussion=make_discussion(article))
    reader.reload()
    for _time in range(2):
        reader.locator(f"#comment-{comment.pk}").get_by_role("link", name=say("Report"), exact=True).click()
        reader.get_by_role("radio").first.check()
        reader.get_by_role("textbox").first.fill("Read the second line.")
        press(reader, say("Send report"))
        expect(reader.get_by_role("heading", level=1)).to_contain_text(say("Thank you for the report"))
        reader.get_by_role("link", name=say("Back to the comment"), exact=True).click()

    assert Report.objects.get().note == "Read the second line."


def test_a_session_that_ended_keeps_the_words(reader, who, say, troubles):
    write(reader, say, who, WORDS)
    reader.context.clear_cookies()
    press(reader, say("Send comment"))

    words = reader.get_by_role("textbox", name=say("Comment"), exact=True)
    expect(reader.locator("#comment-errors")).to_be_visible()
    expect(words).to_have_value(WORDS)
    assert not Comment.objects.exists()
    reader.get_by_role("textbox", name=say("Name"), exact=True).fill("Aram")
    press(reader, say("Send comment"))

    assert at_receipt(reader).text == WORDS
    foreseen(troubles, "403", "422")


def test_a_discussion_closed_meanwhile_keeps_the_words(reader, who, say, article, troubles):
    write(reader, say, who, WORDS)
    make_discussion(article).close()
    press(reader, say("Send comment"))

    expect(reader.locator("#comment-errors")).to_contain_text(
        say("This discussion is closed. Your comment was not sent.")
    )
    expect(reader.get_by_role("textbox", name=say("Comment"), exact=True)).to_have_value(WORDS)
    foreseen(troubles, "409")


def test_a_page_that_is_gone_gives_the_words_back(reader, who, say, article, troubles):
    write(reader, say, who, WORDS)
    article.delete()
    press(reader, say("Send comment"))

    expect(reader.locator("#words-again")).to_have_value(WORDS)
    foreseen(troubles, "404")


def test_a_badge_tells_who_writes_for_the_site(reader, who, say, article):
    write(reader, say, who, WORDS)
    if who == "account":
        User.objects.filter(username="rojda").update(is_staff=True)
    press(reader, say("Send comment"))
    comment = at_receipt(reader)
    badge = reader.locator(".badge")
    expect(badge).to_have_count(1 if who == "account" else 0)

    comment.approve(by=make_moderator(), seen=0)
    reader.goto(reader.url.split("/comments/")[0] + article.get_absolute_url())
    expect(reader.locator(f"#comment-{comment.pk} .badge")).to_have_count(1 if who == "account" else 0)
    if who == "account":
        expect(badge.first).to_have_text(say("Staff"))
