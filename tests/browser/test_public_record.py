"""The public record and a statement of reasons, opened: read by everyone, on every screen, and on paper."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments import clock
from comments.models import CountedMonth, Guideline
from comments.transparency.counting import Figures
from comments.transparency.months import begin_of, month_after
from tests.browser.test_every_page import faults_on
from tests.browser.test_other_media import contrast
from tests.factories import make_approved, make_editor, make_moderator, make_rejected
from tests.sealing import seal


@pytest.fixture
def places(transactional_db, live_server) -> dict[str, str]:
    """With something on each."""
    with clock.at(timezone.now() - timedelta(hours=3)):
        comment = make_rejected("Buy cheap watches, all of you.", guidelines=["promotion", "abuse"])
        make_approved()
    with clock.at(timezone.now() - timedelta(hours=2)):
        appeal = comment.appeal(statement="I sell none.")
    with clock.at(timezone.now() - timedelta(hours=1)):
        appeal.confirm(by=make_moderator(), seen=1, guidelines=["promotion"], explanation="It is an offer.")
    seal()
    for number in range(1, 13):
        keep_month(date(2025, number, 1), number)
    reasons = f"{comment.receipt.get_absolute_url()}reasons/2/"
    paths = {
        "figures": "/comments/transparency/",
        "in a language": "/comments/transparency/?month=2025-06&language=ar",
        "kept back": "/comments/transparency/?language=ckb",
        "log": "/comments/decisions/",
        "reasons": reasons,
    }
    return {name: live_server.url + path for name, path in paths.items()}


def keep_month(month: date, number: int) -> None:
    def figures(size: int) -> dict:
        rejected = {"abuse": size // 9, "personal_attacks": size // 5, "promotion": 3}
        return asdict(
            Figures(
                received=size,
                approved=size - size // 4,
                rejected=size // 4,
                taken_down=2,
                guidelines=rejected,
                half_waited=300 * number,
                ninetieth_waited=9000,
                looked=size // 3,
                reports=number,
                reports_kept=number,
                appeals=number,
                confirmed=number,
            )
        )

    by_language = {"en": figures(900 + number), "ar": figures(400), "ckb": figures(9), "tr": figures(7)}
    CountedMonth.objects.create(
        month=month,
        until=begin_of(month_after(month)),
        is_final=True,
        definition=1,
        figures={"all": figures(1316 + number), "languages": by_language},
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_everyone_can_read_it_and_nothing_is_cut_off(new_context, places, scheme, language):
    context = new_context(
        java_script_enabled=True,
        color_scheme=scheme,
        locale=language,
        viewport={"width": 320, "height": 640},
    )
    page, faults, widths = context.new_page(), {}, {}
    for name, address in places.items():
        assert page.goto(address).status == 200, name
        widths[name] = page.evaluate("document.documentElement.scrollWidth")
        faults[name] = faults_on(page)

    assert {name: found for name, found in faults.items() if found} == {}
    assert {name: width for name, width in widths.items() if width > 320} == {}


def test_every_figure_is_there_without_scripts(new_context, places):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(places["figures"])

    assert page.locator(".chart").count() == page.locator("table").count() == 6
    for table in page.locator("table").all():
        assert table.get_by_role("row").count() > 3
    page.get_by_role("link", name="العربية").click()
    page.get_by_role("link", name="The month before").click()
    expect(page).to_have_url(re.compile("month=2025-11"))
    expect(page).to_have_url(re.compile("language=ar"))
    page.get_by_role("link", name="Decisions until the end of November 2025").click()
    expect(page.get_by_text("There is no decision to show.")).to_be_visible()
    page.get_by_role("link", name="The newest").click()
    expect(page.locator(".log__entry")).to_have_count(3)


def test_charts_run_from_right_to_left_where_people_read_so(new_context, places):
    page = new_context(locale="ar").new_page()
    page.goto(places["figures"])
    labels = page.locator("svg").first.locator(".chart__label:not(.chart__top)")
    first, last = labels.first.bounding_box(), labels.last.bounding_box()
    top = page.locator("svg").first.locator(".chart__top")

    assert first["x"] > last["x"]
    assert top.bounding_box()["x"] <= last["x"] + last["width"]
    assert top.text_content() == "١٬٣٢٨"
    assert labels.first.text_content() == "٠١/٢٥"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "ar", "ckb", "kmr", "tr"])
def test_no_label_of_a_chart_runs_off_the_page(new_context, places, language, width):
    long = "Neither insult nor belittle anybody, in whatever words and of whomever you speak"
    Guideline.objects.publish(by=make_editor(), code="long", language=language, title=long, text="Do not.")
    kept = CountedMonth.objects.newest_first().first()
    kept.figures["all"]["guidelines"]["long"] = 7
    kept.save()
    page = new_context(locale=language, viewport={"width": width, "height": 640}).new_page()
    page.goto(places["figures"])
    edges = page.locator(".chart__label").evaluate_all(
        "labels => labels.map(e => e.getBoundingClientRect()).map(box => [box.left, box.right])"
    )

    assert min(left for left, _right in edges) >= 0
    assert max(right for _left, right in edges) <= width


HEIGHT_OF_LABELS = "labels => labels.map(e => e.getBoundingClientRect().height).filter(Boolean)"
EDGES_OF_LABELS = """charts => charts.map(chart => [...chart.querySelectorAll('.chart__labels > *')]
    .map(e => e.getBoundingClientRect()).filter(box => box.width).map(box => [box.left, box.right]))"""


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("larger", [1, 2])
def test_what_is_written_in_a_chart_is_as_large_as_the_reader_has_letters(new_context, places, width, larger):
    page = new_context(viewport={"width": width, "height": 640}).new_page()
    page.goto(places["figures"])
    page.evaluate(f"document.documentElement.style.fontSize = '{larger}00%'")
    heights = page.locator("svg .chart__label").evaluate_all(HEIGHT_OF_LABELS)

    # Of letters of 12 px.
    assert 13 * larger <= min(heights) <= max(heights) <= 19 * larger


@pytest.mark.parametrize("width", [320, 480, 800, 1440])
@pytest.mark.parametrize(("language", "larger"), [("en", 1), ("en", 2), ("ar", 1)])
def test_labels_of_columns_leave_room_between_them(new_context, places, width, language, larger):
    page = new_context(locale=language, viewport={"width": width, "height": 640}).new_page()
    page.goto(places["figures"])
    page.evaluate(f"document.documentElement.style.fontSize = '{larger}00%'")

    for labels in page.locator("svg.chart__drawing").evaluate_all(EDGES_OF_LABELS):
        labels.sort()
        gaps = [left - right for (_start, right), (left, _end) in pairwise(labels)]
        assert len(labels) >= 3
        assert min(gaps) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_drawn_in_the_colours_that_a_machine_forces(new_context, places, scheme):
    page = new_context(color_scheme=scheme, forced_colors="active").new_page()
    page.goto(places["figures"])
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    colour = "(e, name) => getComputedStyle(e)[name]"

    for name, drawn in {"bar": "fill", "label": "fill", "line": "stroke", "height": "stroke"}.items():
        ink = page.locator(f".chart__{name}").first.evaluate(colour, drawn)
        assert contrast(ink, ground) >= 4.5, name
    assert page.locator(".chart__room").first.evaluate(colour, "fill") == ground


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_month_stays_in_sight_as_its_figures_are_pushed_along(new_context, places, language):
    page = new_context(locale=language, viewport={"width": 320, "height": 640}).new_page()
    page.goto(places["figures"])
    frame = page.locator(".record__scroll").first
    month, last = frame.locator("tbody th").first, frame.locator("tbody tr").first.locator("td").last
    place = month.bounding_box()
    expect(last).not_to_be_in_viewport()

    frame.focus()
    last.evaluate("cell => cell.scrollIntoView({inline: 'end', block: 'nearest'})")

    expect(last).to_be_in_viewport(ratio=0.9)
    assert month.bounding_box()["x"] == place["x"]


def test_on_paper_the_figures_lead_nowhere_and_stand_on_nothing(new_context, places):
    page = new_context().new_page()
    page.goto(places["figures"])
    keep_month(date(2024, 12, 1), 5)
    page.reload()
    month = page.locator(".record__table tbody th").first
    expect(page.get_by_role("link", name="Earlier months")).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator(".record a").filter(visible=True)).to_have_count(0)
    expect(month).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_on_paper_it_is_words_alone(new_context, places):
    page = new_context().new_page()
    page.goto(places["reasons"])
    page.emulate_media(media="print")

    assert page.get_by_role("heading", name="Statement of reasons").is_visible()
    assert page.get_by_text("is final with us").is_visible()
    assert page.get_by_text("Buy cheap watches, all of you.").last.is_visible()
    for gone in ("As JSON", "Sign in", "Türkçe"):
        assert not page.get_by_text(gone, exact=True).is_visible()


def test_the_receipt_leads_to_the_reasons_and_back(new_context, places):
    page = new_context().new_page()
    receipt = places["reasons"].removesuffix("reasons/2/")
    page.goto(receipt)
    page.get_by_role("link", name="The whole statement of reasons").click()
    expect(page).to_have_url(places["reasons"])
    page.get_by_role("link", name="Your comment and the decision").click()
    expect(page).to_have_url(receipt)
    page.get_by_role("link", name="Statement of reasons of").click()
    expect(page).to_have_url(f"{receipt}reasons/1/")
    expect(page.get_by_text("and confirmed it")).to_be_visible()
