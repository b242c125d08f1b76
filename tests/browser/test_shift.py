"""A whole shift at the desk by keyboard alone, with another moderator in another browser."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments import clock
from comments.models import Appeal, Comment, Decision, Discussion
from tests.browser.test_desk import DESK, forget_refusals, heading
from tests.factories import make_comment, make_discussion, make_moderator, make_rejected

FIFTY = range(50)
RUDE, STRAY = "You are an idiot, {}, and everyone knows it.", "My cousin sells {} good tents."
LATER, EVIDENCE, AUTHOR, PAGE, UNDONE, RACE, NEWS, TOGETHER = 5, 8, 11, 13, 15, 20, 25, range(40, 44)
BACK = (3, 24, 33)  # from these on to the next, and back
PLACES = ("mill", "harbour", "school", "market", "clinic", "station", "library", "bakery", "court", "well")


@pytest.fixture
def discussion(committed_db) -> Discussion:
    return make_discussion()


@pytest.fixture
def fifty(discussion) -> list[Comment]:
    """They wait since hours, the oldest first, each with a name of its own."""
    comments = []
    for number in FIFTY:
        with clock.at(timezone.now() - timedelta(minutes=200 - number)):
            comments.append(make_comment(words(number), name=f"Reader {number}", discussion=discussion))
    return comments


def words(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    if number == RACE:
        return "Köprü çok eski, belediye yıllardır hiçbir şey yapmadı."
    if number % 10 == EVIDENCE:
        return RUDE.format(place)
    if number in TOGETHER:
        return STRAY.format(place)
    return f"They closed the road by the {place} {number} times since spring, and nobody said why."


def test_a_shift_of_fifty_comments_by_keyboard_alone(page, another_page, fifty, at_desk, troubles):
    at_desk(page)
    for number in FIFTY[: TOGETHER.start]:
        shown(page, number)
        decide(page, number, another_page, fifty, at_desk, troubles)
    reject_together(page)
    for number in FIFTY[TOGETHER.stop :]:
        shown(page, number, is_focused=number > TOGETHER.stop)
        decide(page, number, another_page, fifty, at_desk, troubles)

    take_up(page)

    expect(heading(page)).to_have_text("Nothing to decide here")
    expect(heading(page)).to_be_focused()
    rude = {comment.name for comment in fifty if comment.text.startswith("You are")}
    stray = {f"Reader {number}" for number in TOGETHER}
    rejected = Comment.objects.filter(status="rejected").values_list("name", flat=True)
    assert set(rejected) == rude | stray
    assert Comment.objects.filter(status="approved").count() == 50 + 7 - len(rude | stray)
    assert Decision.objects.filter(by__username="rojda").get().comment == fifty[RACE]


def shown(page: Page, number: int, *, is_focused: bool = True) -> None:
    """The next card is there, and has the focus, once an act has led to it."""
    expect(heading(page)).to_have_text(f"Reader {number}")
    if number and is_focused:
        expect(heading(page)).to_be_focused()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def decide(page: Page, number: int, another_page, fifty, at_desk, troubles) -> None:
    if number == LATER:
        press(page, "l")
        page.keyboard.type("Ask the harbour master.")
        press(page, "Enter")
    elif number == RACE:
        lose_a_race(page, another_page, fifty, at_desk)
        forget_refusals(troubles)
    elif number == NEWS:
        show_what_is_new(page)
        press(page, "a")
    elif number % 10 == EVIDENCE:
        press(page, "e")
        expect(page.locator("#evidence-1")).to_be_focused()
        press(page, "r", "Enter")
    else:
        if number == NEWS - 1:
            seven_come_in(fifty[0].discussion)
        look_around(page, number)
        press(page, "a")


def look_around(page: Page, number: int) -> None:
    if number == AUTHOR:
        press(page, "h")
        expect(page.locator("#author-heading")).to_be_focused()
    elif number == PAGE:
        with page.expect_popup() as opened:
            press(page, "o")
        expect(opened.value.get_by_role("heading", name="The old bridge")).to_be_visible()
        opened.value.close()
    elif number in BACK:
        press(page, "j")
        shown(page, number + 1)
        press(page, "k")
        shown(page, number)
    elif number == UNDONE:
        press(page, "a")
        shown(page, number + 1)
        press(page, "u")
        expect(page.locator("#desk-live")).to_contain_text("Undone.")
        shown(page, number)


def lose_a_race(page: Page, another_page, fifty, at_desk) -> None:
    """Another opens it by its language, so that nothing follows which they would hold."""
    expect(page.locator("#desk-holder")).to_contain_text("You hold this comment.")
    tab_to(page, "#explanation")
    page.keyboard.type("You said the same on Mon")
    other = at_desk(another_page(), "rojda", f"{DESK}{fifty[RACE].pk}/?language=tr")
    expect(other.locator("#desk-holder")).to_contain_text("mina has this comment open.")
    press(other, "a")
    expect(other.locator("#desk-live")).to_contain_text("Approved:")
    other.close()

    tab_to(page, "#reject")
    press(page, "1", "Enter")

    expect(page.get_by_role("alert")).to_contain_text("rojda already decided this comment: approved")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#explanation")).to_have_value("You said the same on Mon")
    press(page, "j")


def seven_come_in(discussion: Discussion) -> None:
    for number, place in enumerate(PLACES[:7], start=50):
        make_comment(f"Late, and still: {place}.", name=f"Reader {number}", discussion=discussion)


def show_what_is_new(page: Page) -> None:
    """The list stays as it was until it is asked for."""
    expect(page.get_by_role("link", name="7 new")).to_be_visible()
    expect(page.locator(".row")).to_have_count(50)

    press(page, "n")

    expect(page.locator(".row")).to_have_count(50 - NEWS + 7)
    expect(heading(page)).to_have_text(f"Reader {NEWS}")
    expect(page.locator("#desk-holder")).to_contain_text("You hold this comment.")


def reject_together(page: Page) -> None:
    """Four of the same, undone once, and rejected once more."""
    for _again in range(2):
        for number in TOGETHER:
            shown(page, number, is_focused=False)
            press(page, "x", "j")
        press(page, "Shift+R", "6", "Enter")
        expect(page.locator("#desk-live")).to_contain_text("4 comments rejected.")
        if not _again:
            press(page, "u")
            expect(page.locator("#desk-live")).to_contain_text("4 decisions undone.")


def take_up(page: Page) -> None:
    """What was left for later, and the seven that came late, which stand at the end."""
    for number in range(50, 57):
        shown(page, number)
        press(page, "a")
    expect(page.locator("#desk-card")).to_contain_text("Nothing is waiting.")
    tab_to(page, "#desk-tabs a[href*=later]", "Shift+Tab")
    press(page, "Enter")
    expect(page.locator("#desk-card")).to_contain_text("Ask the harbour master.")
    expect(page.locator("#desk-holder")).to_contain_text("You hold this comment.")
    press(page, "l")
    expect(page.locator("#desk-live")).to_contain_text("Taken up again")
    press(page, "a")


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """As far as it takes by the keyboard alone."""
    for _step in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"{selector} is out of a keyboard's reach")


def test_an_appeal_is_judged_by_another_moderator(page, another_page, discussion, at_desk):
    with clock.at(timezone.now() - timedelta(hours=2)):
        rejected = make_rejected("You fool of a mayor.", by=make_moderator("mina"), discussion=discussion)
    rejected.appeal(statement="I meant the mayor, in office.")
    at_desk(page, path=DESK + "?state=appeals")
    press(page, "a", "r", "Enter")
    expect(page.locator("#desk-card")).to_contain_text("Another moderator has to judge it.")
    expect(page.get_by_role("button", name="Overturn")).to_have_count(0)

    other = at_desk(another_page(), "rojda", DESK + "?state=appeals")
    expect(other.locator("#desk-card")).to_contain_text("I meant the mayor, in office.")
    expect(other.locator(".desk__panes")).not_to_contain_text("mina")
    press(other, "a")

    expect(other.locator("#desk-live")).to_contain_text("Approved:")
    expect(heading(other)).to_be_focused()
    judged = Appeal.objects.get().comment.decisions.get(number=2)
    assert (judged.outcome, judged.by.username) == ("approved", "rojda")


def test_slash_searches_all_comments_and_question_mark_shows_every_key(page, discussion, at_desk):
    make_rejected("Buy a lantern, cheap.", discussion=discussion, name="Lantern")
    at_desk(page)

    press(page, "?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    shown_keys = "".join(sheet.locator("dt").all_inner_texts())
    assert [key for key in "JKARLUEOHNX19/?" if key not in shown_keys] == []
    press(page, "Escape", "/")
    page.keyboard.type("lantern")
    press(page, "Enter")

    expect(page.locator(".found__item")).to_have_count(1)


def test_signing_in_again_in_another_tab_the_morning_after_nothing_is_lost(page, discussion, at_desk):
    comment = make_comment(discussion=discussion)
    moderator = make_moderator("mina")
    moderator.set_password("a lantern over the northern road")
    moderator.save()
    at_desk(page)
    page.locator("#explanation").fill("Please speak to the")
    page.context.clear_cookies(name="sessionid")
    press(page, "Tab")
    tab_to(page, "#reject")
    press(page, "6", "Enter")
    expect(page.locator("#desk-said")).to_contain_text("you are signed out")

    door = page.context.new_page()
    door.goto(page.url)
    door.get_by_label("User name or e-mail").fill("mina")
    door.get_by_label("Password").fill("a lantern over the northern road")
    press(door, "Enter")
    expect(heading(door)).to_have_text("Aram")
    door.close()
    tab_to(page, "#reject")
    press(page, "Enter")

    expect(page.locator("#desk-live")).to_contain_text("Rejected:")
    assert comment.decisions.get().explanation == "Please speak to the"


def test_no_key_decides_a_card_while_the_next_is_on_its_way(page, queue, at_desk):
    on_its_way = []
    at_desk(page)
    page.route(re.compile(rf"/desk/{queue[1].pk}/"), lambda route: on_its_way.append(route))

    with page.expect_request(re.compile(rf"/desk/{queue[1].pk}/")):
        press(page, "j")
    press(page, "a")
    on_its_way[0].continue_()
    page.unroute_all()

    expect(heading(page)).to_have_text("Leyla")
    assert Decision.objects.count() == 0
    press(page, "a")
    expect(heading(page)).to_have_text("سارة")
    assert Decision.objects.get().comment == queue[1]
