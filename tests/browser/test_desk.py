"""A shift at the desk in a real browser: keys, focus, what is announced, and the same without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments import clock
from comments.models import Comment, Decision
from tests.browser.conftest import PATIENCE
from tests.factories import make_approved, make_author, make_comment, make_discussion, make_moderator

DESK = "/admin/comments/comment/desk/"
REFUSED = re.compile(r"Failed to load resource: .* (409|422)")


def heading(page: Page):
    return page.locator("#desk-card-heading")


def statuses() -> list[str]:
    return list(Comment.objects.oldest_first().values_list("status", flat=True))


def expect_soon(is_so, page) -> None:
    """What a beacon brings about has no answer to wait for."""
    for _try in range(PATIENCE // 100):
        if is_so():
            return
        page.wait_for_timeout(100)
    assert is_so()


def forget_refusals(troubles: list[str]) -> None:
    """The browser reports an answer of 409 or 422 as an error; to us it is an answer."""
    troubles[:] = [trouble for trouble in troubles if not REFUSED.search(trouble)]


def test_a_approves_moves_focus_to_the_next_card_and_says_so(page, queue, at_desk):
    at_desk(page)
    expect(heading(page)).to_have_text("Aram")

    page.keyboard.press("a")

    expect(heading(page)).to_have_text("Leyla")
    expect(heading(page)).to_be_focused()
    expect(page.locator("#desk-live[aria-live=polite]")).to_contain_text("Approved:")
    expect(page.locator("#desk-tabs")).to_contain_text("Waiting 2")
    expect(page.locator(f"#row-{queue[0].pk}")).to_contain_text("approved")
    assert statuses() == ["approved", "pending", "pending"]


def test_the_list_does_not_move_under_the_hands(page, queue, at_desk):
    at_desk(page)
    before = page.locator(".row").evaluate_all("rows => rows.map(row => row.id)")

    page.keyboard.press("a")
    expect(heading(page)).to_have_text("Leyla")

    assert page.locator(".row").evaluate_all("rows => rows.map(row => row.id)") == before
    expect(page.locator(".row--current .row__name")).to_have_text("Leyla")


def test_r_digits_and_enter_reject(page, queue, at_desk):
    at_desk(page)

    page.keyboard.press("r")
    expect(page.locator("#reject")).to_be_focused()
    page.keyboard.press("4")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Leyla")
    decision = Decision.objects.get()
    assert [guideline.pk for guideline in decision.guidelines] == ["personal_attacks", "vulgarity"]


def test_r_and_enter_without_a_guideline_say_what_is_missing(page, queue, at_desk, troubles):
    at_desk(page, path=f"{DESK}{queue[1].pk}/")

    page.keyboard.press("r")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("names at least one guideline")
    expect(page.get_by_role("alert")).to_be_focused()
    forget_refusals(troubles)
    assert Decision.objects.count() == 0


def test_enter_on_a_guideline_never_approves(page, queue, at_desk, troubles):
    at_desk(page, path=f"{DESK}{queue[1].pk}/")

    page.locator("#decision [name=guideline]").first.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_be_visible()
    forget_refusals(troubles)
    assert Decision.objects.count() == 0


def test_u_undoes_and_shows_the_comment_again(page, queue, at_desk):
    at_desk(page)
    page.keyboard.press("a")
    expect(heading(page)).to_have_text("Leyla")

    page.keyboard.press("u")

    expect(heading(page)).to_have_text("Aram")
    expect(page.locator("#desk-live")).to_contain_text("Undone.")
    expect(page.locator(f"#row-{queue[0].pk} .row__choice")).to_be_visible()
    assert statuses() == ["pending", "pending", "pending"]


def test_j_and_k_go_forth_and_back(page, queue, at_desk):
    at_desk(page)

    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Leyla")
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("سارة")
    page.keyboard.press("k")

    expect(heading(page)).to_have_text("Leyla")
    assert page.url.endswith(f"/{queue[1].pk}/")


def test_keys_rest_while_typing_and_with_other_keys_held(page, queue, at_desk):
    at_desk(page)

    page.locator("#explanation").focus()
    page.keyboard.type("a juror krx")
    expect(page.locator("#explanation")).to_have_value("a juror krx")
    heading(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+a")

    expect(heading(page)).to_have_text("Aram")
    assert Decision.objects.count() == 0


def test_e_goes_through_the_evidence(page, queue, at_desk):
    at_desk(page)

    page.keyboard.press("e")

    expect(page.locator("#evidence-1")).to_be_focused()


def test_words_from_right_to_left_stay_so_with_evidence_in_them(page, committed_db, at_desk):
    make_comment("حمار! أنت حمار ولا تفهم شيئا.")
    at_desk(page)

    expect(page.locator("#desk-words mark").first).to_be_visible()

    assert page.locator("#desk-words").evaluate("words => getComputedStyle(words).direction") == "rtl"


def test_a_selection_is_marked_in_code_points(page, queue, at_desk):
    at_desk(page)
    page.evaluate(
        """() => {
            const text = [...document.querySelectorAll("#desk-words [data-start]")]
                .find((holder) => holder.textContent.includes("everyone")).firstChild;
            const start = text.data.indexOf("everyone");
            getSelection().setBaseAndExtent(text, start, text, start + "everyone".length);
        }"""
    )

    page.get_by_role("button", name="Mark selection").click()
    expect(page.locator("#passages")).to_contain_text("everyone")
    page.get_by_role("button", name="Reject R").click()

    expect(heading(page)).to_have_text("Leyla")
    words = Decision.objects.get().marked_words.get()
    assert queue[0].text[words.start : words.end] == "everyone"


def test_selected_comments_are_rejected_together_and_undone(page, queue, at_desk):
    at_desk(page)
    page.keyboard.press("x")
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Leyla")
    page.keyboard.press("x")

    page.keyboard.press("Shift+R")
    page.keyboard.press("6")
    page.keyboard.press("Enter")

    expect(page.locator("#desk-live")).to_contain_text("2 comments rejected.")
    assert statuses() == ["rejected", "rejected", "pending"]
    page.keyboard.press("u")
    expect(page.locator("#desk-live")).to_contain_text("2 decisions undone.")
    assert statuses() == ["pending", "pending", "pending"]


def test_selected_comments_are_approved_together(page, queue, at_desk):
    at_desk(page)
    page.keyboard.press("x")

    page.keyboard.press("Shift+A")

    expect(page.locator("#desk-live")).to_contain_text("Approved:")
    assert statuses() == ["approved", "pending", "pending"]


def test_slash_goes_to_the_search_and_question_mark_opens_the_sheet(page, queue, at_desk):
    at_desk(page)

    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    heading(page).focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert Decision.objects.count() == 0


def test_who_loses_a_race_is_told_and_keeps_their_words(page, another_page, queue, at_desk, troubles):
    at_desk(page)
    other = at_desk(another_page(), "rojda", f"{DESK}{queue[0].pk}/")
    page.locator("#explanation").fill("You call him an idi")

    other.keyboard.press("a")
    expect(heading(other)).to_have_text("Leyla")
    page.get_by_role("button", name="Reject R").click()

    expect(page.get_by_role("alert")).to_contain_text("rojda already decided this comment: approved")
    expect(page.locator("#explanation")).to_have_value("You call him an idi")
    forget_refusals(troubles)
    assert statuses() == ["approved", "pending", "pending"]
    assert Decision.objects.count() == 1


def test_signed_out_in_mid_word_nothing_typed_is_lost(page, queue, at_desk):
    at_desk(page)
    page.locator("#explanation").fill("Please speak to the")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Reject R").click()

    expect(page.locator("#desk-said")).to_contain_text("you are signed out")
    expect(page.locator("#explanation")).to_have_value("Please speak to the")
    assert Decision.objects.count() == 0


def test_the_cookie_of_forms_lost_in_mid_word(page, queue, at_desk, troubles):
    """That is not the same as no longer being allowed to."""
    at_desk(page)
    expect(page.locator("#desk-holder")).to_contain_text("You hold")  # what is to come would set it again
    page.locator("#explanation").fill("Please speak to the")
    page.context.clear_cookies(name="csrftoken")

    page.get_by_role("button", name="Reject R").click()

    expect(page.locator("#desk-said")).to_contain_text("your browser has lost a cookie")
    expect(page.locator("#explanation")).to_have_value("Please speak to the")
    troubles[:] = [trouble for trouble in troubles if "403" not in trouble]
    assert Decision.objects.count() == 0


def test_what_is_chosen_is_the_card_that_is_on_its_way(page, queue, at_desk):
    at_desk(page)
    held_back: list = []
    page.route(re.compile(f"/desk/{queue[1].pk}/"), lambda route: held_back.append(route))

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect_soon(lambda: len(held_back) == 1, page)
    held_back[0].continue_()

    expect(heading(page)).to_have_text("Leyla")
    expect(page.locator(f"#row-{queue[1].pk} .row__choice")).to_be_checked()
    expect(page.locator(f"#row-{queue[0].pk} .row__choice")).not_to_be_checked()


def test_a_shift_by_keys_alone(page, committed_db, at_desk):
    discussion = make_discussion()
    for number in range(12):
        with clock.at(timezone.now() - timedelta(minutes=60 - number)):
            make_comment(f"The road floods, {number}.", name=f"Reader {number}", discussion=discussion)
    at_desk(page)

    for number in range(12):
        expect(heading(page)).to_have_text(f"Reader {number}")
        if number % 3:
            page.keyboard.press("a")
        else:
            for key in ("r", "7", "Enter"):
                page.keyboard.press(key)

    expect(page.locator("#desk-card")).to_contain_text("Nothing is waiting.")
    assert statuses() == ["rejected", "approved", "approved"] * 4


def test_on_a_narrow_screen_one_pane_shows_at_a_time(page, queue, at_desk):
    page.set_viewport_size({"width": 320, "height": 700})
    at_desk(page)
    expect(page.locator("#desk-list")).to_be_visible()
    expect(page.locator("#desk-card")).to_be_hidden()

    page.locator(".row__link", has_text="Leyla").click()

    expect(page.locator("#desk-card")).to_be_visible()
    expect(page.locator("#desk-list")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/admin/", "/admin/comments/comment/", "/admin/comments/discussion/", DESK])
def test_no_page_of_the_admin_breaks_the_policy(page, queue, at_desk, path):
    at_desk(page, path=path)

    expect(page.locator("#site-name")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?state=reported", "?state=decided", "?language=tr"])
def test_nothing_stands_in_the_way_of_a_screen_reader(page, queue, at_desk, scheme, query):
    make_approved(by=make_moderator()).report(author=make_author(), guideline="threats", note="Look at it.")
    page.emulate_media(color_scheme=scheme)
    at_desk(page, path=DESK + query)

    results = Axe().run(page)

    assert results.response["violations"] == [], results.generate_report()


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"java_script_enabled": False}

    def test_a_moderator_approves_undoes_and_rejects(self, page, queue, at_desk):
        at_desk(page)

        page.locator(".button--approve").click()
        expect(heading(page)).to_have_text("Leyla")
        expect(page.locator("#desk-said")).to_contain_text("Approved:")
        page.get_by_role("button", name="Undo U").click()
        expect(heading(page)).to_contain_text("Aram")
        page.get_by_text("Quote the words in question").click()
        page.locator("#quotes").fill("everyone knows")
        page.locator("#reject").click()

        expect(heading(page)).to_have_text("Leyla")
        assert list(Decision.objects.order_by("pk").values_list("outcome", flat=True)) == [
            "approved",
            "undone",
            "rejected",
        ]
        assert Decision.objects.last().marked_words.count() == 1

    def test_a_moderator_rejects_several(self, page, queue, at_desk):
        at_desk(page)
        page.locator(".row__choice").nth(0).check()
        page.locator(".row__choice").nth(2).check()
        page.locator(".together__reject summary").click()
        page.locator(".together__reject").get_by_label("No threats").check()

        page.locator("#together-reject").click()

        expect(page.locator("#desk-said")).to_contain_text("2 comments rejected.")
        assert statuses() == ["rejected", "pending", "rejected"]
