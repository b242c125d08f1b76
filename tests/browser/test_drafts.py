"""What is typed is kept in the browser until it is sent, and offered back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from comments.models import Comment
from tests.browser.test_writing import foreseen
from tests.factories import make_approved, make_article, make_discussion

WORDS = "Written on a train, between two tunnels."


@pytest.fixture(autouse=True)
def in_no_hurry(settings):
    settings.COMMENTS = settings.COMMENTS | {"FORM_SECONDS": (0, 3600)}


@pytest.fixture
def answered(transactional_db):
    return make_approved("The road floods.", name="Leyla", discussion=make_discussion(make_article()))


@pytest.fixture
def reader(page, live_server, answered) -> Page:
    page.goto(live_server.url + answered.discussion.url)
    page.get_by_role("textbox", name="Name").fill("Aram")
    return page


def words(page: Page):
    return page.get_by_role("textbox", name="Comment")


def kept(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('comments.draft:')).length")


def write(page: Page, text: str = WORDS) -> None:
    words(page).fill(text)


def test_what_was_typed_and_not_sent_is_offered_back(reader):
    write(reader)
    reader.reload()

    expect(reader.locator(".draft")).to_contain_text(WORDS)
    expect(words(reader)).to_have_value("")
    reader.get_by_role("button", name="Bring my words back").click()

    expect(words(reader)).to_have_value(WORDS)
    expect(words(reader)).to_be_focused()
    expect(reader.locator(".draft")).to_be_hidden()
    expect(reader.get_by_text("Characters left: 2960")).to_be_visible()


def test_it_can_be_thrown_away(reader):
    write(reader)
    reader.reload()

    reader.get_by_role("button", name="Throw them away").click()

    expect(reader.locator(".draft")).to_be_hidden()
    reader.reload()
    expect(reader.locator(".draft")).to_be_hidden()
    assert kept(reader) == 0


def test_what_was_sent_is_kept_no_longer(reader, answered, live_server):
    write(reader)
    reader.get_by_role("button", name="Send comment").click()
    reader.wait_for_url("**/comments/receipt/**")

    assert kept(reader) == 0
    reader.goto(live_server.url + answered.discussion.url)
    expect(reader.locator(".draft")).to_be_hidden()


def test_nothing_typed_keeps_nothing(reader):
    write(reader)
    write(reader, "   ")

    assert kept(reader) == 0


def test_another_page_is_offered_nothing(reader, live_server):
    write(reader)

    reader.goto(live_server.url + make_discussion().url)

    expect(reader.locator(".draft")).to_be_hidden()


def test_a_failed_connection_says_that_the_words_are_kept_and_they_are(reader, troubles):
    write(reader)
    reader.context.set_offline(True)
    reader.get_by_role("button", name="Send comment").click()

    expect(reader.get_by_text("This browser keeps them until they are sent")).to_be_visible()
    reader.context.set_offline(False)
    reader.reload()
    reader.get_by_role("textbox", name="Name").fill("Aram")
    reader.get_by_role("button", name="Bring my words back").click()
    reader.get_by_role("button", name="Send comment").click()

    reader.wait_for_url("**/comments/receipt/**")
    assert Comment.objects.filter(text=WORDS).count() == 1
    foreseen(troubles, "ERR_INTERNET_DISCONNECTED", "htmx")


def test_an_answer_that_got_lost_makes_no_second_comment(reader, troubles):
    def lose(route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    reader.route("**/comments/submit/", lose, times=1)
    write(reader)
    reader.get_by_role("button", name="Send comment").click()
    expect(reader.get_by_text("The comment could not be sent.")).to_be_visible()
    assert Comment.objects.filter(text=WORDS).count() == 1

    reader.reload()
    reader.get_by_role("textbox", name="Name").fill("Aram")
    reader.get_by_role("button", name="Bring my words back").click()
    reader.get_by_role("button", name="Send comment").click()

    reader.wait_for_url("**/comments/receipt/**")
    assert Comment.objects.filter(text=WORDS).count() == 1
    foreseen(troubles, "ERR_FAILED", "htmx")


def test_a_server_that_says_nothing_is_not_waited_for_without_end(reader, troubles):
    reader.route("**/comments/submit/", lambda route: None, times=2)
    assert reader.evaluate("htmx.config.timeout") == 30_000
    reader.evaluate("htmx.config.timeout = 3000")  # long enough to see that it sends
    write(reader)
    failure = reader.get_by_text("The comment could not be sent.")
    for _time in range(2):
        reader.get_by_role("button", name="Send comment").click()
        expect(failure).to_be_hidden()
        expect(failure).to_be_visible()

    expect(words(reader)).to_have_value(WORDS)
    assert kept(reader) == 1
    reader.evaluate("htmx.config.timeout = 30000")
    reader.get_by_role("button", name="Send comment").click()
    reader.wait_for_url("**/comments/receipt/**")
    foreseen(troubles, "htmx")


def test_a_fault_of_the_server_keeps_the_words(reader, troubles):
    reader.route("**/comments/submit/", lambda route: route.fulfill(status=500, body="broken"), times=1)
    write(reader)
    reader.get_by_role("button", name="Send comment").click()

    expect(reader.get_by_text("The comment could not be sent.")).to_be_visible()
    expect(words(reader)).to_have_value(WORDS)
    assert kept(reader) == 1
    foreseen(troubles, "500", "htmx")


def test_a_reply_is_brought_back_as_a_reply(reader, answered):
    reader.get_by_role("link", name="Reply").click()
    write(reader)
    reader.reload()

    reader.get_by_role("button", name="Bring my words back").click()

    comment = reader.locator(f"#comment-{answered.pk}")
    expect(comment.get_by_role("textbox", name="Comment")).to_have_value(WORDS)
    expect(reader.locator("[name=in_reply_to]")).to_have_value(str(answered.pk))


def test_a_reply_to_what_is_no_longer_on_the_page_still_says_whom_it_answers(reader, answered):
    reader.get_by_role("link", name="Reply").click()
    write(reader)
    answered.withdraw()
    reader.reload()

    reader.get_by_role("button", name="Bring my words back").click()

    expect(reader.locator(".write__answered")).to_contain_text("Leyla")
    expect(reader.locator("[name=in_reply_to]")).to_have_value(str(answered.pk))


def test_a_form_with_an_error_is_not_offered_its_own_words(reader, troubles):
    write(reader, "x" * 3001)
    reader.get_by_role("button", name="Send comment").click()

    expect(reader.locator("#comment-errors")).to_be_focused()
    expect(reader.locator(".draft")).to_be_hidden()
    foreseen(troubles, "422")


def test_what_is_very_old_is_forgotten(reader):
    write(reader)
    reader.evaluate(
        """() => { const key = Object.keys(localStorage).find(key => key.startsWith("comments.draft:"));
        localStorage.setItem(key, JSON.stringify({ words: "old", at: 0 }));
        localStorage.setItem("comments.draft:x", "not JSON");
        localStorage.setItem("of another", "stays"); }"""
    )
    reader.reload()

    expect(reader.locator(".draft")).to_be_hidden()
    assert kept(reader) == 0
    assert reader.evaluate("localStorage.getItem('of another')") == "stays"


def test_a_browser_that_keeps_nothing_works_all_the_same(page, live_server, answered):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto(live_server.url + answered.discussion.url)
    page.get_by_role("textbox", name="Name").fill("Aram")
    write(page)

    page.get_by_role("button", name="Send comment").click()

    page.wait_for_url("**/comments/receipt/**")


def test_a_note_with_a_report_is_kept_too(reader, live_server, answered):
    reader.goto(f"{live_server.url}/comments/{answered.pk}/report/")
    note = reader.get_by_role("textbox", name="What should the moderator know")
    note.fill("Read the second line.")
    reader.reload()
    reader.get_by_role("button", name="Bring my words back").click()
    expect(note).to_have_value("Read the second line.")

    reader.get_by_role("radio").first.check()
    reader.get_by_role("button", name="Send report").click()

    expect(reader.get_by_role("heading", name="Thank you for the report")).to_be_visible()
    assert kept(reader) == 0


def test_two_tabs_of_one_page_keep_the_later_words(reader, live_server, answered):
    write(reader, "The first tab.")
    other = reader.context.new_page()
    other.goto(live_server.url + answered.discussion.url)
    write(other, "The second tab.")
    reader.reload()

    expect(reader.locator(".draft")).to_contain_text("The second tab.")
