"""One record with every kind of event, some at the borders of months, and what the public is told of it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import asdict
from datetime import datetime

import pytest

from comments import clock
from comments.models import Comment
from comments.screening import Screened
from comments.screening import Verdict as Said
from comments.transparency.counting import Figures
from comments.transparency.keeping import count_months
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
)
from tests.histories import make_brought_in
from tests.test_transparency import CSV, JSON, PAGE, figures, keep

pytestmark = pytest.mark.django_db

MARCH = asdict(
    Figures(
        received=9,  # all but the one that came a minute before
        approved=5,
        rejected=3,
        taken_down=1,
        guidelines={"abuse": 2, "threats": 1, "promotion": 2},
        half_waited=240,
        ninetieth_waited=1800,
        looked=1,
        reports=3,
        reports_kept=2,
        reports_removed=1,
        appeals=2,
        overturned=1,
    )
)
FEBRUARY = asdict(Figures(received=1))
APRIL = asdict(Figures(approved=1, half_waited=1, ninetieth_waited=1, confirmed=1))


def at(moment: str):
    return clock.at(datetime.fromisoformat(f"{moment}+00:00"))


def sent(moment: str, discussion, *, looks: bool = False) -> Comment:
    with at(moment):
        comment = make_comment("The northern road floods every spring.", discussion=discussion)
        words = "look" if looks else "clear"
        comment.screenings.keep(comment=comment, screened=Screened("en", 0.5, (Said("abuse", words, 0.5),)))
    return comment


@pytest.fixture
def record(settings, db):
    """In Istanbul, where March begins at nine in the evening of 28 February UTC, and ends as early."""
    settings.TIME_ZONE = "Europe/Istanbul"
    english = make_discussion(make_article(language="en"))
    moderators = [make_moderator(f"judge-{n}") for n in range(2)]
    first, second = moderators

    def approve(comment, moment, *, seen=0):
        with at(moment):
            comment.approve(by=first, seen=seen, explanation="It quotes him.")

    def reject(comment, moment, *guidelines, seen=0):
        with at(moment):
            comment.reject(by=first, seen=seen, guidelines=list(guidelines))

    before_midnight = sent("2026-02-28T20:59:00", english)
    approve(before_midnight, "2026-02-28T21:05:00")

    overturned = sent("2026-02-28T21:00:00", english, looks=True)
    reject(overturned, "2026-02-28T21:10:00", "abuse")
    with at("2026-03-05T08:00:00"):
        appeal = overturned.appeal(statement="Read it again.")
    with at("2026-03-06T08:00:00"):
        appeal.overturn(by=second, seen=1)

    confirmed = sent("2026-03-03T10:00:00", english)
    reject(confirmed, "2026-03-03T10:30:00", "threats", "abuse")
    with at("2026-03-31T20:59:00"):
        appeal = confirmed.appeal(statement="Read it again.")
    with at("2026-03-31T21:01:00"):
        appeal.confirm(by=second, seen=1, guidelines=["threats"])

    removed = sent("2026-03-04T09:00:00", english)
    approve(removed, "2026-03-04T09:01:00")
    with at("2026-03-10T09:00:00"):
        removed.report(author=make_author(), guideline="promotion")
    reject(removed, "2026-03-11T09:00:00", "promotion", seen=1)

    stayed = sent("2026-03-04T10:00:00", english)
    approve(stayed, "2026-03-04T10:02:00")
    with at("2026-03-11T10:00:00"):
        for _ in range(2):
            stayed.report(author=make_author(), guideline="abuse")
    approve(stayed, "2026-03-12T10:00:00", seen=1)

    undone = sent("2026-03-05T10:00:00", english)
    reject(undone, "2026-03-05T10:01:00", "abuse")
    with at("2026-03-05T10:01:20"):
        undone.undo(by=first, seen=1)
    approve(undone, "2026-03-05T10:04:00", seen=2)

    withdrawn = sent("2026-03-06T10:00:00", english)
    approve(withdrawn, "2026-03-06T10:03:00")
    with at("2026-03-07T10:00:00"):
        Comment.objects.get(pk=withdrawn.pk).withdraw()

    erased = sent("2026-03-08T10:00:00", english)
    reject(erased, "2026-03-08T10:05:00", "promotion")
    with at("2026-03-09T10:00:00"):
        erased.erase(by=make_editor(), request="2026/18")

    never_decided = sent("2026-03-20T10:00:00", make_discussion(make_article(language="tr")))
    with at("2026-03-20T11:00:00"):
        never_decided.withdraw()

    last_second = sent("2026-03-31T20:59:59", english)
    approve(last_second, "2026-03-31T21:00:00")

    with at("2026-03-02T10:00:00"):
        make_brought_in("approved", "rejected", "")
    with at("2026-05-02T12:00:00"):
        list(count_months(now=datetime.fromisoformat("2026-05-02T12:00:00+00:00")))


def test_every_figure_of_every_month_is_as_counted_by_hand(client, record):
    months = {each["month"]: each for each in json.loads(client.get(JSON).content)["months"]}

    assert months["2026-02"]["all"] == FEBRUARY
    assert months["2026-03"]["all"] == MARCH
    assert months["2026-04"]["all"] == APRIL
    assert months["2026-03"]["until"] == "2026-03-31T21:00:00.000000Z"
    assert months["2026-03"]["is_final"]
    assert list(months) == ["2026-05", "2026-04", "2026-03", "2026-02"]


def test_the_csv_is_the_same_as_the_json(client, record):
    rows = list(csv.DictReader(io.StringIO(client.get(CSV).content.decode())))
    of_all = {row["month"]: row for row in rows if row["language"] == "all"}
    document = json.loads(client.get(JSON).content)["months"]

    assert [month["month"] for month in document] == list(of_all)
    for month in document:
        row = of_all[month["month"]]
        for name, value in month["all"].items():
            if name != "guidelines":
                assert row[name] == ("" if value is None else str(value)), name
        codes = {name.removeprefix("rejected_") for name in row if name.startswith("rejected_")}
        assert {code: int(row[f"rejected_{code}"]) for code in codes if row[f"rejected_{code}"] != "0"} == (
            month["all"]["guidelines"]
        )


def rows_of(page: str, table: int) -> list[list[str]]:
    """The cells of one of the page's tables, without its head."""
    found = re.findall(r"<table.*?</table>", page, re.DOTALL)[table]
    rows = re.findall(r"<tr.*?</tr>", found, re.DOTALL)[1:]
    return [
        [
            html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def test_the_page_is_the_same_as_the_json(client, record):
    page = client.get(PAGE + "?month=2026-03").content.decode()
    volumes, waits, guidelines, reports, appeals, checks = (rows_of(page, n) for n in range(6))

    assert volumes == [
        ["March 2026", "9", "5", "3", "38 %", "1"],
        ["February 2026", "1", "0", "0", "–", "0"],
    ]
    assert waits == [["March 2026", "4 minutes", "30 minutes"], ["February 2026", "–", "–"]]
    assert sorted(row[1] for row in guidelines) == ["1", "2", "2"]
    assert sorted(row[2] for row in guidelines) == ["25 %", "50 %", "50 %"]
    assert reports[0] == ["March 2026", "3", "2", "1"]
    assert appeals[0] == ["March 2026", "2", "0", "1", "100 %"]
    assert checks[0] == ["March 2026", "1", "13 %", "0"]


def test_languages_in_which_few_wrote_are_in_the_total_alone(client, record):
    document = json.loads(client.get(JSON).content)["months"]

    assert next(each for each in document if each["month"] == "2026-03")["languages"] == {
        "en": None,
        "tr": None,
    }


# However many months there are.


def test_without_a_month_every_door_says_so(client):
    assert "<table" not in client.get(PAGE).content.decode()
    assert json.loads(client.get(JSON).content)["months"] == []
    assert len(client.get(CSV).content.decode().splitlines()) == 1


def test_of_one_month_everything_is_shown_and_nothing_led_to(client):
    keep("2026-03", of_all=figures(received=1, approved=1, half_waited=60, ninetieth_waited=60))
    page = client.get(PAGE).content.decode()

    assert len(rows_of(page, 0)) == 1
    assert "?month=2026-02" not in page
    assert len(json.loads(client.get(JSON).content)["months"]) == 1


def test_of_five_years_every_month_is_reached_and_in_the_files(client):
    names = [f"{year}-{month:02d}" for year in range(2022, 2027) for month in range(1, 13)]
    for number, name in enumerate(names):
        keep(name, of_all=figures(received=1000 + number))
    seen, address = [], PAGE
    while address:
        page = client.get(address).content.decode()
        seen += [row[1] for row in rows_of(page, 0)]
        older = re.search(r'href="(\?month=[0-9-]+)">Earlier months', page)
        address = PAGE + older[1] if older else ""

    assert seen == [f"{1000 + number:,}" for number in reversed(range(60))]
    assert len(json.loads(client.get(JSON).content)["months"]) == 60
    assert len(client.get(CSV).content.decode().splitlines()) == 61


@pytest.mark.parametrize("begins", range(11, 15))
def test_no_month_leads_to_one_in_which_the_language_is_not_counted(client, begins):
    """As readers of a new language would go back to the time before it."""
    names = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
    for number, name in enumerate(names):
        languages = {"tr": figures(received=50)} if number >= begins else {}
        keep(name, of_all=figures(received=100), en=figures(received=50), **languages)
    ways, seen = ["?month=2026-12&amp;language=tr"], set()

    while ways:
        way = html.unescape(ways.pop())
        answer = client.get(PAGE + way)
        assert answer.status_code == 200, way
        seen.add(way)
        page = answer.content.decode()
        ways += (
            {html.unescape(each) for each in re.findall(r'href="(\?month=[^"]+)"', page)} - seen - set(ways)
        )

    assert {f"?month={name}&language=tr" for name in names[begins:]} <= seen
    assert f"?month={names[begins - 1]}&language=tr" not in seen
