"""The figures as they are drawn: nothing that was kept back or never measured is shown as a number."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from comments.charts import HEAD, HEIGHT, columns, shares
from comments.models import Comment, CountedMonth
from comments.transparency.keeping import count_months, counted_until
from comments.transparency.months import begin_of, begin_of_day, month_of
from tests.factories import make_author, make_rejected
from tests.histories import make_brought_in
from tests.sealing import seal
from tests.test_public_log import JSON as LOG
from tests.test_reasons_in_time import names_in
from tests.test_transparency import CSV, JSON, figures, keep, page
from tests.test_transparency_by_hand import rows_of

pytestmark = pytest.mark.django_db


def tips(page: str) -> list[str]:
    """What the bars say."""
    return re.findall(r"<title>([^<]*)</title></rect>", page)


# Charts.


def test_a_month_that_is_kept_back_is_not_drawn_as_nought(client):
    few, many = (figures(received=size, approved=size, half_waited=60) for size in (7, 50))
    keep("2026-02", tr=few, ar=many)
    keep("2026-03", tr=many, ar=many)

    said = tips(page(client, "?language=tr"))

    assert "February 2026: –" in said
    assert "March 2026: 50" in said
    assert "February 2026: 0" not in said


def test_a_month_in_which_nothing_was_decided_has_no_wait(client):
    keep("2026-02", of_all=figures(received=9))
    keep("2026-03", of_all=figures(received=9, approved=9, half_waited=600))

    waits = [said for said in tips(page(client)) if "minute" in said or "–" in said]

    assert waits == ["February 2026: –", "March 2026: 10 minutes"]


def test_what_the_highest_column_means_stands_on_the_chart(client):
    keep("2026-02", of_all=figures(received=1234, approved=1, half_waited=1800))
    drawing = page(client).split("<svg")[1].split("</svg>")[0]

    assert ">1,234</text>" in drawing


def test_the_highest_column_begins_under_what_it_means():
    drawn = columns("Received", [4, 0, 1], ["a", "b", "c"], ["4", "0", "1"], top="4")

    assert [bar.y for bar in drawn.bars] == [HEAD, HEAD + HEIGHT, HEAD + HEIGHT * 3 / 4]
    assert {bar.y + bar.height for bar in drawn.bars} == {HEAD + HEIGHT}


def test_columns_fill_the_width_but_a_month_alone_is_no_wall():
    alone, many = (columns("Received", [1] * n, ["a"] * n, ["1"] * n, top="1").bars for n in (1, 60))

    assert 0 < alone[0].width < 100 / 8
    assert 99 < many[-1].x + many[-1].width < 100
    assert all(left.x + left.width < right.x for left, right in pairwise(many))


@pytest.mark.parametrize(("labelled", "is_dense"), [(0, False), (8, False), (9, True), (60, True)])
def test_labels_are_dense_where_a_narrow_screen_has_no_room_for_all(labelled, is_dense):
    # What has no label takes no room.
    labels = ["01/26"] * labelled + [""] * 24
    numbers = [1] * len(labels)

    assert columns("Received", numbers, labels, labels, top="1").is_dense is is_dense


def test_a_bar_says_its_whole_name_and_its_share():
    long = "Neither insult nor belittle anybody, in whatever words and of whomever you speak"
    told, untold = shares("Share", [1 / 3, None], [long, "No threats"], ["33 %", "–"]).bars

    assert (told.label, told.said, told.says, told.width) == (long, "33 %", f"{long}: 33 %", 33.333)
    assert untold.width == 0


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "900,000"), ("ar", "٩٠٠٬٠٠٠"), ("ckb", "٩٠٠٬٠٠٠"), ("kmr", "900.000"), ("tr", "900.000")],
)
def test_large_numbers_stand_in_groups_as_the_language_writes_them(client, language, shown):
    keep(of_all=figures(received=900_000, approved=7, rejected=1))

    assert rows_of(page(client, accept_language=language), 0)[0][1] == shown


def test_of_a_language_that_is_kept_back_no_guideline_is_said_to_be_kept(client):
    few, many = figures(received=7, approved=7), figures(received=50, approved=30, rejected=20)
    keep("2026-02", tr=many, ar=many)
    keep("2026-03", tr=few, ar=many)
    shown = page(client, "?language=tr")

    assert "There is nothing to count." not in shown
    assert "Rejected, by guideline" not in shown
    assert rows_of(shown, 0)[0] == ["March 2026", "–", "–", "–", "–", "–"]


def test_a_share_that_is_small_is_not_nought(client):
    keep(of_all=figures(received=9000, approved=8990, rejected=10, looked=8989, guidelines={"abuse": 10}))
    volumes, checks = (rows_of(page(client), table)[0] for table in (0, 5))

    assert volumes[4] == "under 1 %"
    assert checks[2] == "over 99 %"


# The calendar.


@pytest.mark.parametrize("elsewhere", ["Pacific/Auckland", "America/Los_Angeles"])
def test_a_month_is_the_sites_wherever_its_reader_is(settings, elsewhere):
    settings.TIME_ZONE = "Europe/Istanbul"
    moment = datetime(2026, 2, 28, 21, 30, tzinfo=UTC)
    here = (month_of(moment), begin_of(date(2026, 3, 1)), counted_until(moment))

    with timezone.override(elsewhere):
        assert (month_of(moment), begin_of(date(2026, 3, 1)), counted_until(moment)) == here
    assert here[:2] == (date(2026, 3, 1), datetime(2026, 2, 28, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-28T23:00:00Z"),  # the clock goes forward at two
        ("Europe/Berlin", date(2026, 10, 26), "2026-10-25T23:00:00Z"),  # and has gone back the night before
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00:00Z"),  # its midnight does not exist
        ("Atlantic/Azores", date(2026, 10, 25), "2026-10-25T00:00:00Z"),  # its midnight comes twice
    ],
)
def test_a_day_begins_once_when_the_clocks_change(settings, zone, day, begins):
    settings.TIME_ZONE = zone
    begin = begin_of_day(day)

    assert begin.astimezone(UTC) == datetime.fromisoformat(begins)
    for moment in (begin, begin - timedelta(microseconds=1)):
        local = timezone.localtime(moment)
        assert (local.date() >= day) == (moment == begin)


def test_a_report_is_counted_where_nothing_else_has_happened_yet():
    """As on a site that began with what it had elsewhere: its readers report before they write."""
    with time_machine.travel("2026-02-10T12:00:00Z", tick=False):
        [comment] = make_brought_in("approved")
        Comment.objects.get(pk=comment.pk).report(author=make_author(), guideline="abuse")
    with time_machine.travel("2026-03-10T12:00:00Z", tick=False):
        make_rejected()
    with time_machine.travel("2026-04-02T12:00:00Z", tick=False):
        list(count_months())

    reports = CountedMonth.objects.values_list("month", "figures__all__reports")
    assert (date(2026, 2, 1), 1) in list(reports)


# For programs.


def test_every_name_in_the_files_is_explained(client):
    with time_machine.travel("2026-03-10T12:00:00Z", tick=False):
        make_rejected(guidelines=["threats"])
    with time_machine.travel("2026-04-02T12:00:00Z", tick=False):
        list(count_months())
    seal()
    page = (Path(__file__).parent.parent / "docs/transparency.md").read_text()
    explained = set(re.findall(r"`([a-z_]+)`", page))
    header = client.get(CSV).content.decode().splitlines()[0].split(",")
    given = names_in(json.loads(client.get(JSON).content)) | names_in(json.loads(client.get(LOG).content))

    assert given - explained == {"en", "threats"}  # a language, and the code of a guideline
    assert {name for name in header if not name.startswith("rejected_")} - explained == set()
