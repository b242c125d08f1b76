"""The public figures: each counted again by hand, kept for good, telling of nobody, cheap to look at."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.models import Comment, CountedMonth, Decision
from comments.tasks import count_months as task
from comments.transparency.counting import Figures, counted
from comments.transparency.disclosing import FEWEST, Disclosed
from comments.transparency.keeping import count_months, counted_until, differences
from comments.transparency.months import begin_of, month_after, month_before, month_named, month_of
from tests.factories import (
    make_approved,
    make_article,
    make_comment,
    make_discussion,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.histories import counted_by_hand, make_brought_in, make_history, months_between
from tests.sealing import seal
from tests.test_racing import at_once

pytestmark = pytest.mark.django_db
PAGE, CSV, JSON = (reverse(f"comments:transparency{end}") for end in ("", "_csv", "_json"))


def figures(**facts) -> dict:
    return asdict(Figures(**facts))


def keep(
    month: str = "2026-03", *, is_final: bool = True, of_all: dict | None = None, **languages
) -> CountedMonth:
    """A month as if it had been counted."""
    first = month_named(month)
    return CountedMonth.objects.create(
        month=first,
        until=begin_of(month_after(first)),
        is_final=is_final,
        definition=1,
        figures={"all": of_all or figures(received=100, approved=60, rejected=30), "languages": languages},
    )


def page(client, query: str = "", **headers) -> str:
    response = client.get(PAGE + query, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


# What is counted.


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_what_is_counted_by_hand(seed):
    make_history(seed)
    now = timezone.now()

    for month in months_between((now - timedelta(days=75)).date(), now.date()):
        since, until = begin_of(month), begin_of(month_after(month))
        by_hand = counted_by_hand(since, until)
        said = counted(since, until)
        assert said["all"] == figures(**by_hand.pop(None, {"guidelines": {}}))
        assert said["languages"] == {tag: figures(**of_tag) for tag, of_tag in sorted(by_hand.items())}


def test_the_histories_hold_everything_that_is_counted():
    """Or the test above would hold for figures that are never there."""
    for seed in range(3):
        make_history(seed)
    said = counted(datetime(2000, 1, 1, tzinfo=UTC), timezone.now())["all"]

    assert [name for name, value in said.items() if not value and name != "by_program"] == []


def test_no_program_decides():
    make_history(1, comments=10)
    make_brought_in("approved", "rejected")

    assert counted(datetime(2000, 1, 1, tzinfo=UTC), timezone.now())["all"]["by_program"] == 0


def test_what_an_import_brings_is_left_out():
    make_brought_in("approved", "rejected", "")

    assert counted(datetime(2000, 1, 1, tzinfo=UTC), timezone.now() + timedelta(days=1)) == {
        "all": figures(),
        "languages": {},
    }


def test_an_erasure_changes_no_figure():
    comments = make_history(2, comments=12)
    since, until = datetime(2000, 1, 1, tzinfo=UTC), timezone.now()
    before = counted(since, until)
    for comment in comments:
        comment.erase(by=make_user(), request="2026/2")

    assert counted(since, until) == before


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2026-02-28T20:59:59Z", date(2026, 2, 1)),
        ("2026-02-28T21:00:00Z", date(2026, 3, 1)),  # in Istanbul, March has begun
        ("2025-12-31T20:59:59Z", date(2025, 12, 1)),
        ("2025-12-31T21:00:00Z", date(2026, 1, 1)),
    ],
)
def test_a_month_is_one_of_the_sites_calendar(settings, moment, month):
    settings.TIME_ZONE = "Europe/Istanbul"
    moment = datetime.fromisoformat(moment)

    assert month_of(moment) == month
    assert begin_of(month) <= moment < begin_of(month_after(month))


@pytest.mark.parametrize(
    "name", ["2026-00", "2026-13", "0000-01", "2026-1", "26-01", "2026-01-01", "", "٢٠٢٦-٠١", " 2026-01"]
)
def test_a_month_that_is_none_is_none(name):
    assert month_named(name) is None


def test_months_follow_each_other():
    month = date(2024, 11, 1)
    for _ in range(30):
        assert month_before(month_after(month)) == month
        month = month_after(month)
    assert month == date(2027, 5, 1)


# What is kept.


def test_days_that_are_over_are_counted_and_no_other():
    with time_machine.travel("2026-03-10T12:00:00Z", tick=False):
        make_comment()
        assert counted_until() == datetime(2026, 3, 10, tzinfo=UTC)
        [month] = count_months()
        assert month.figures["all"]["received"] == 0
    with time_machine.travel("2026-03-11T00:30:00Z", tick=False):
        assert counted_until() == datetime(2026, 3, 10, tzinfo=UTC)  # not settled yet
        assert list(count_months()) == []
    with time_machine.travel("2026-03-11T02:00:00Z", tick=False):
        [month] = count_months()
        assert month.figures["all"]["received"] == 1
        assert not month.is_final


def test_a_month_that_is_over_is_counted_once():
    with time_machine.travel("2026-03-10T12:00:00Z", tick=False):
        make_approved()
    with time_machine.travel("2026-05-02T12:00:00Z", tick=False):
        first = [(each.month, each.is_final) for each in count_months()]
        again = list(count_months())
    with time_machine.travel("2026-05-03T12:00:00Z", tick=False):
        later = [each.month for each in count_months()]

    assert first == [(date(2026, 5, 1), False), (date(2026, 4, 1), True), (date(2026, 3, 1), True)]
    assert again == []
    assert later == [date(2026, 5, 1)]
    assert CountedMonth.objects.get(month=date(2026, 3, 1)).figures["all"]["approved"] == 1


def test_a_month_counted_by_older_rules_is_counted_again():
    with time_machine.travel("2026-03-10T12:00:00Z", tick=False):
        make_approved()
    with time_machine.travel("2026-05-02T12:00:00Z", tick=False):
        list(count_months())
        CountedMonth.objects.filter(month=date(2026, 3, 1)).update(definition=0, figures={})
        assert [each.month for each in count_months()] == [date(2026, 3, 1)]


def test_where_nothing_happened_nothing_is_counted():
    assert list(count_months()) == []
    call_command("count_months")


def test_what_is_kept_can_be_held_against_the_record(capsys):
    with time_machine.travel("2026-03-10T12:00:00Z", tick=False):
        make_approved()
    with time_machine.travel("2026-05-02T12:00:00Z", tick=False):
        call_command("count_months")
        call_command("count_months", check=True)
        assert list(differences()) == []
        month = CountedMonth.objects.get(month=date(2026, 3, 1))
        month.figures["all"]["approved"] = 400
        month.save()

        with pytest.raises(CommandError, match="Not what the record says: 2026-03"):
            call_command("count_months", check=True)
        call_command("count_months", again=True)
        call_command("count_months", check=True)

    assert "Counted: 2026-05, 2026-04, 2026-03." in capsys.readouterr().out


def test_the_worker_counts_a_long_past_a_few_months_at_a_time():
    with time_machine.travel("2025-01-10T12:00:00Z", tick=False):
        make_comment()
    with time_machine.travel("2026-01-10T12:00:00Z", tick=False):
        numbers = [task.call() for _ in range(6)]

    assert numbers == [3, 3, 3, 3, 1, 0]


def test_a_decision_that_can_still_be_undone_is_not_counted(settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 6 * 3600}
    with time_machine.travel("2026-03-10T20:00:00Z", tick=False):
        make_approved()
    with time_machine.travel("2026-03-11T02:30:00Z", tick=False):
        list(count_months())
    early = CountedMonth.objects.get().figures["all"]["approved"]
    with time_machine.travel("2026-03-11T07:30:00Z", tick=False):
        list(count_months())

    assert (early, CountedMonth.objects.get().figures["all"]["approved"]) == (0, 1)


def test_two_who_count_at_once_count_the_same(committed_db):
    make_history(4, comments=6, days=40)

    both = at_once(lambda: len(list(count_months())), lambda: len(list(count_months())))

    assert all(isinstance(number, int) for number in both), both
    assert list(differences()) == []
    assert list(count_months()) == []


def test_a_count_that_was_broken_off_goes_on_where_it_was():
    with time_machine.travel("2026-01-10T12:00:00Z", tick=False):
        make_comment()
    with time_machine.travel("2026-04-10T12:00:00Z", tick=False):
        next(count_months())  # and the process is gone
        rest = [each.month for each in count_months()]

    assert rest == [date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1)]


# What is kept back.


@pytest.mark.parametrize(
    ("sizes", "kept_back"),
    [
        ({}, set()),
        ({"en": 3}, {"en"}),
        ({"en": FEWEST}, set()),
        ({"en": 500, "ar": FEWEST - 1}, {"ar", "en"}),  # else the total would give it away
        ({"en": 500, "ar": 40, "ckb": 1}, {"ar", "ckb"}),
        ({"en": 500, "ar": 40, "ckb": 19, "tr": 1}, {"ckb", "tr"}),
        ({"en": 500, "ar": 40, "ckb": 9, "tr": 1}, {"ckb", "tr", "ar"}),
        ({"en": 500, "ar": 40, "": 30}, set()),
    ],
)
def test_a_language_in_which_few_wrote_is_kept_back_and_cannot_be_worked_out(sizes, kept_back):
    month = Disclosed.of(keep(**{tag: figures(received=size, approved=size) for tag, size in sizes.items()}))

    assert {tag for tag, said in month.languages.items() if said is None} == kept_back
    assert month.all.received == 100


@pytest.mark.parametrize(
    ("received", "decided", "is_kept_back"), [(100, 1, True), (1, 100, True), (100, 0, False), (0, 0, True)]
)
def test_few_decisions_among_many_comments_are_few(received, decided, is_kept_back):
    month = Disclosed.of(keep(ar=figures(received=received, rejected=decided)))

    assert (month.languages["ar"] is None) == is_kept_back


def test_what_is_kept_back_is_nowhere(client):
    secret = figures(received=7, rejected=3, guidelines={"threats": 3}, half_waited=424242)
    keep(en=figures(received=60, approved=60), ar=figures(received=33, approved=33), ckb=secret)

    for address in (f"{PAGE}?language=ckb", PAGE, CSV, JSON):
        shown = client.get(address).content.decode()
        assert "424242" not in shown
        assert "4 days" not in shown  # the same wait in words: 4.9 days
    assert json.loads(client.get(JSON).content)["months"][0]["languages"]["ckb"] is None
    assert "Too few comments came in" in page(client, "?language=ckb")


# What is shown.


def test_the_page_shows_the_figures(client):
    keep(
        of_all=figures(
            received=1234,
            approved=900,
            rejected=300,
            taken_down=20,
            guidelines={"threats": 80, "abuse": 240},
            half_waited=240,
            ninetieth_waited=7200,
            looked=400,
            reports=31,
            reports_kept=21,
            reports_removed=9,
            appeals=12,
            confirmed=6,
            overturned=2,
        )
    )
    shown = page(client)

    for said in ("March 2026", "1,234", "4 minutes", "2 hours", "25 %", "No threats", "75 %", "33 %"):
        assert said in shown
    assert shown.count('<figure class="chart">') == 6
    assert shown.count("<table") == 6


def test_nothing_counted_is_said(client):
    assert "Nothing has been counted yet." in page(client)
    assert json.loads(client.get(JSON).content) == {"months": [], "seals": []}


def test_a_month_counted_by_older_rules_is_not_shown(client):
    keep()
    CountedMonth.objects.update(definition=0, figures={"all": {"gone": 1}, "languages": {}})

    assert "Nothing has been counted yet." in page(client)
    assert json.loads(client.get(JSON).content)["months"] == []


def test_a_month_that_goes_on_is_said_to(client):
    keep(is_final=False)

    assert "So far: until" in page(client)
    assert "March 2026, so far" in page(client)


def test_twelve_months_are_shown_and_the_others_led_to(client):
    for year in (2025, 2026):
        for month in range(1, 13):
            keep(f"{year}-{month:02d}")

    newest = page(client)
    older = page(client, "?month=2025-12")

    assert "January 2026" in newest
    assert "December 2025" not in newest
    assert 'href="?month=2025-12"' in newest
    assert "January 2025" in older


@pytest.mark.parametrize(
    "query",
    [
        "?month=",
        "?month=2026-02",  # of which nothing was counted
        "?month=2026-13",
        "?month=9999-12",
        "?month=0000-01",
        "?month=-1",
        "?month=2026-03%00",
        "?month=" + "9" * 5000,
        "?language=xx",
        "?language=%00",
        "?language=" + "e" * 5000,
        "?language=en'--",
        "?language=*",
        "?language=all",
    ],
)
def test_what_is_not_there_is_not_found(client, query):
    keep(en=figures(received=50))

    assert client.get(PAGE + query).status_code == 404


def test_pages_that_name_no_language_have_their_own_figures(client):
    keep(**{"": figures(received=41), "en": figures(received=59)})

    assert "No language given" in page(client)
    assert "41" in page(client, "?language=")


def test_a_language_of_whatever_name_is_escaped(client):
    tag = "<b>&x"
    keep(**{tag: figures(received=41), "en": figures(received=59)})

    assert "<b>&x" not in page(client)
    assert "&lt;b&gt;" in page(client)
    assert "41" in page(client, "?language=%3Cb%3E%26x")


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "kmr", "tr"])
def test_it_is_told_in_every_language(client, language):
    keep(en=figures(received=50), ar=figures(received=50))
    shown = page(client, **{"accept-language": language})

    assert f'<html lang="{language}"' in shown
    assert ("١٠٠" in shown) == (language in ("ar", "ckb"))
    assert ("Month by month" in shown) == (language == "en")


@pytest.mark.parametrize("speaking", ["en", "ar"])
def test_the_language_that_is_shown_is_marked_and_kept(client, speaking):
    keep("2026-03", en=figures(received=51), ar=figures(received=52))
    keep("2026-02", en=figures(received=51), ar=figures(received=52))
    shown = page(client, "?language=ar", **{"accept-language": speaking})
    of_all = page(client, **{"accept-language": speaking})

    assert '<a href="?month=2026-03&amp;language=ar" aria-current="page">' in shown
    assert '<a href="?month=2026-03&amp;language=en">' in shown
    assert 'href="?month=2026-02&amp;language=ar"' in shown
    assert '<a href="?month=2026-03" aria-current="page">' in of_all
    assert 'href="?month=2026-02"' in of_all


def test_the_table_is_the_same_as_csv(client):
    keep(
        "2026-03",
        of_all=figures(received=90, approved=60, rejected=20, guidelines={"threats": 20}, half_waited=61),
        en=figures(received=50, approved=40),
        ar=figures(received=40, approved=20, rejected=20, guidelines={"threats": 20}),
    )
    response = client.get(CSV)
    rows = {row["language"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"month,")  # no byte-order mark, which programs would take for a name
    assert (rows["all"]["month"], rows["all"]["received"], rows["all"]["half_waited"]) == (
        "2026-03",
        "90",
        "61",
    )
    assert (rows["ar"]["rejected_threats"], rows["en"]["rejected_threats"]) == ("20", "0")
    assert rows["all"]["by_program"] == "0"
    assert rows["all"]["ninetieth_waited"] == ""
    assert rows["all"]["kept_back"] == "no"


def test_a_formula_is_none_in_the_csv(client):
    signs = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
    keep(**{f"{sign}1+1": figures(received=50) for sign in signs})
    rows = list(csv.DictReader(io.StringIO(client.get(CSV).content.decode(), newline="")))

    assert {row["language"] for row in rows} == {"all", *(f"'{sign}1+1" for sign in signs)}


def test_files_are_the_same_in_every_language(client):
    keep(en=figures(received=50), ar=figures(received=50))
    for address in (CSV, JSON):
        answers = {
            client.get(address, headers={"accept-language": tag}).content for tag in ("en", "ar", "ckb")
        }
        assert len(answers) == 1


def test_the_newest_seals_stand_on_it(client):
    make_rejected()
    seal()
    newest = seal_line = json.loads(client.get(JSON).content)["seals"][0]

    shown = page(client)

    assert f"seal {newest['seal']} {seal_line['digest']}" in shown
    assert f"--seen {newest['seal']}:{newest['digest']}" in shown


def test_where_the_export_is_can_be_told(client, settings):
    make_rejected()
    seal()
    assert "The export, and what verifies it" not in page(client)
    settings.COMMENTS = settings.COMMENTS | {"EXPORT_URL": "https://news.example/record/"}

    assert 'href="https://news.example/record/"' in page(client)


# What it costs.


def test_looking_at_it_counts_nothing(client):
    """However many comments there are: what is read is a row for each month."""
    make_history(3, comments=5)
    list(count_months())
    seal()

    for address in (PAGE, CSV, JSON):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        asked = " ".join(query["sql"] for query in queries)
        for table in (Comment, Decision):
            assert f'"{table._meta.db_table}"' not in asked
        assert len(queries) <= 6


def test_more_months_cost_no_more_queries(client, django_assert_num_queries):
    counts = []
    for year in (2024, 2025, 2026):
        for month in range(1, 13):
            keep(f"{year}-{month:02d}", of_all=figures(received=9, guidelines={"threats": 3}, rejected=3))
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))

    assert len(set(counts)) == 1


@pytest.mark.parametrize("address", [PAGE, CSV, JSON])
def test_who_has_it_already_is_sent_nothing(client, address):
    keep()
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    CountedMonth.objects.all().delete()
    changed = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_a_page_that_says_who_is_signed_in_is_kept_by_no_shared_cache(client):
    keep()

    assert "private" in client.get(PAGE)["Cache-Control"]
    assert "public" in client.get(CSV)["Cache-Control"]
    assert "Set-Cookie" not in client.get(JSON)


@pytest.mark.parametrize("address", [PAGE, CSV, JSON])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_sent_to_it(client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("address", ["/", "/comments/guidelines/"])
def test_it_is_linked(client, address):
    assert f'href="{PAGE}"' in client.get(address).content.decode()


def test_no_reader_and_no_moderator_is_named(client):
    moderator = make_moderator("Sesquipedalian")
    with clock.at(timezone.now() - timedelta(days=3)):
        comment = make_comment("Sesquipedalian words.", name="Sesquipedal", discussion=make_discussion())
        comment.reject(by=moderator, seen=0, guidelines=["abuse"], explanation="Sesquipedalian.")
    list(count_months())

    for address in (PAGE, CSV, JSON):
        assert "Sesquipedal" not in client.get(address).content.decode()


def test_the_article_is_named_nowhere(client):
    with clock.at(timezone.now() - timedelta(days=3)):
        make_rejected(discussion=make_discussion(make_article(headline="Sesquipedalian")))
    list(count_months())

    assert "Sesquipedalian" not in page(client)
