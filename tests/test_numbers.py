"""The desk's numbers, each counted again by hand."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.models import Comment, Guideline, Verdict
from comments.numbers.appeals import appealed
from comments.numbers.checks import agreements
from comments.numbers.decided import decided
from comments.numbers.times import by_hour, by_moderator, quantile, times
from comments.screening import Screened
from comments.screening import Verdict as Said
from tests.factories import make_author, make_comment, make_discussion, make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db
PAGE = "admin:comments_desk_numbers"


def make_earlier(**facts) -> Comment:
    """It came in two hours ago, so that there was time to decide it."""
    with clock.at(timezone.now() - timedelta(hours=2)):
        return make_comment(**facts)


def make_said(*looks: str, **facts) -> Comment:
    """A comment of which the checks said `look` under these guidelines, and clear under the rest."""
    comment = make_earlier(**facts)
    verdicts = tuple(
        Said(code, "look" if code in looks else "clear", 0.9 if code in looks else 0.0)
        for code in ("abuse", "threats", "promotion")
    )
    comment.screenings.keep(comment=comment, screened=Screened("en", 0.5, verdicts))
    return comment


def decide(comment: Comment, *guidelines: str, by=None, minutes: float = 0, evidence_hidden: bool = False):
    """So many minutes after it came in."""
    with clock.at(comment.received_at + timedelta(minutes=minutes)):
        by = by or make_moderator()
        decisions = comment.decisions
        if guidelines:
            made = decisions.reject(comment=comment, by=by, seen=comment.seen, guidelines=list(guidelines))
        else:
            made = decisions.approve(comment=comment, by=by, seen=comment.seen)
    assert made.evidence_hidden == evidence_hidden
    return made


class TestTimes:
    @pytest.mark.parametrize(
        ("minutes", "share", "expected"),
        [([], 0.5, None), ([7], 0.5, 7), ([7], 0.9, 7), ([1, 2], 0.5, 1), ([1, 2, 3], 0.5, 2)]
        + [(list(range(1, 11)), 0.9, 9), (list(range(1, 12)), 0.9, 10)],
    )
    def test_a_quantile_is_a_wait_that_some_comment_had(self, minutes, share, expected):
        waits = [timedelta(minutes=each) for each in minutes]
        assert quantile(waits, share) == (None if expected is None else timedelta(minutes=expected))

    def test_waits_are_counted_from_when_the_comment_came(self):
        for minutes in (1, 2, 30):
            decide(make_earlier(), minutes=minutes)
        counted = times(decided(30))
        assert (counted.decisions, counted.rejected) == (3, 0)
        assert counted.median == timedelta(minutes=2)
        assert counted.ninetieth == timedelta(minutes=30)

    def test_a_comment_counts_once_by_the_first_decision_that_was_kept(self):
        moderator, comment = make_moderator(), make_earlier()
        decide(comment, by=moderator, minutes=1)
        with clock.at(comment.received_at + timedelta(minutes=1, seconds=5)):
            comment.undo(by=moderator, seen=1)
        decide(comment, "abuse", by=moderator, minutes=4)
        with clock.at(comment.received_at + timedelta(minutes=9)):
            comment.approve(by=make_moderator(), seen=3, explanation="It quotes the minister.")
        assert [(each.outcome, each.wait) for each in decided(30)] == [("rejected", timedelta(minutes=4))]

    def test_what_was_decided_earlier_is_left_out(self):
        with clock.at(timezone.now() - timedelta(days=8)):
            old = make_comment()
        decide(old)
        assert not list(decided(7))
        assert len(list(decided(30))) == 1

    def test_moderators_and_hours_are_told_apart(self, settings):
        settings.TIME_ZONE = "UTC"
        nine = timezone.now().replace(hour=9, minute=0, second=0) - timedelta(days=1)
        first, second = make_moderator(), make_moderator()
        for by, minutes in ((first, 5), (first, 65), (second, 70)):
            with clock.at(nine):
                comment = make_comment()
            decide(comment, by=by, minutes=minutes)
        apart = by_moderator(decided(30))
        assert {by: each.decisions for by, each in apart.items()} == {first.pk: 2, second.pk: 1}
        local = timezone.localtime(nine).hour
        assert [each.decisions for each in by_hour(decided(30))][local : local + 2] == [1, 2]


class TestAgreement:
    def test_looks_and_rejections_are_counted_by_guideline(self):
        decide(make_said("abuse"), "abuse")
        decide(make_said("abuse"), "promotion", "abuse")  # as a further guideline
        decide(make_said("abuse", "threats"), "promotion")
        decide(make_said("abuse"))
        decide(make_said(), "abuse")
        make_said("abuse")  # nobody has decided it
        counted = agreements(30, evidence_hidden=False)
        abuse = counted["abuse"]
        assert (abuse.looks, abuse.looks_rejected, abuse.looks_rejected_under_it) == (4, 3, 2)
        assert (abuse.rejected_under_it, abuse.misses) == (3, 1)
        assert (counted["threats"].looks, counted["threats"].looks_rejected) == (1, 1)
        assert counted["threats"].rejected_under_it == 0
        assert (counted["promotion"].looks, counted["promotion"].misses) == (0, 2)

    def test_what_counts_is_the_screening_that_was_in_front_of_the_moderator(self):
        comment = make_said("abuse")
        decide(comment, "abuse")
        comment.screenings.keep(
            comment=comment, screened=Screened("en", 0.5, (Said("threats", "look", 0.9),))
        )
        assert Verdict.objects.filter(verdict="look", guideline="threats").exists()
        assert "threats" not in agreements(30, evidence_hidden=False)

    def test_an_undone_decision_is_no_decision(self):
        moderator, comment = make_moderator(), make_said("abuse")
        decide(comment, "abuse", by=moderator)
        with clock.at(comment.received_at + timedelta(seconds=5)):
            comment.undo(by=moderator, seen=1)
        assert agreements(30, evidence_hidden=False) == {}


def test_appeals_are_counted_by_the_guideline_appealed():
    for overturned in (True, False, True):
        comment = make_earlier()
        decide(comment, "abuse")
        with clock.at(comment.received_at + timedelta(minutes=5)):
            appeal = comment.appeal()
            if overturned:
                appeal.overturn(by=make_moderator(), seen=1)
            else:
                appeal.confirm(by=make_moderator(), seen=1, guidelines=["promotion"])
    counted = appealed(30)
    assert set(counted) == {"abuse"}
    assert (counted["abuse"].confirmed, counted["abuse"].overturned) == (1, 2)


class TestPage:
    def test_it_is_there_before_anything_was_decided(self, client):
        client.force_login(make_moderator())
        response = client.get(reverse(PAGE))
        assert response.status_code == 200
        assert "Nothing was decided in this period." in response.content.decode()

    def test_it_shows_what_was_counted(self, client):
        client.force_login(make_moderator())
        decide(make_said("abuse"), "abuse", minutes=3)
        make_comment()
        response = client.get(reverse(PAGE))
        facts = dict(response.context["facts"])
        assert facts["Waiting"] == "1"
        assert facts["Half waited at most"] == "3 min"
        checks = next(table for table in response.context["tables"] if table.code == "checks")
        title = str(Guideline.objects.get(pk="abuse"))
        row = next(row for row in checks.rows if row[0] == title)
        assert row == [title, "1", "1", "100 %", "1", "0", "0 %"]
        assert response.content.decode().count('<figure class="chart">') == 2

    @pytest.mark.parametrize("asked", ["8", "", "x", "30'", "-7"])
    def test_a_period_that_is_none_is_the_usual_one(self, client, asked):
        client.force_login(make_moderator())
        assert client.get(reverse(PAGE), {"days": asked}).context["days"] == 30

    def test_moderators_see_their_own_row_and_editors_all(self, client):
        one, other = make_moderator("one"), make_moderator("other")
        decide(make_earlier(), by=one)
        decide(make_earlier(), by=other)
        for reader, expected in ((one, ["one", "All"]), (make_editor(), ["one", "other", "All"])):
            client.force_login(reader)
            tables = client.get(reverse(PAGE)).context["tables"]
            rows = next(table for table in tables if table.code == "moderators").rows
            assert [row[0] for row in rows] == expected

    @pytest.mark.parametrize(
        "code", ["hours", "moderators", "checks", "checks-hidden", "second-readings", "appeals"]
    )
    def test_each_table_comes_as_csv(self, client, code):
        moderator = make_moderator("=cmd")
        client.force_login(moderator)
        decide(make_said("abuse"), "abuse", by=moderator, minutes=2)
        shown = {table.code: table for table in client.get(reverse(PAGE)).context["tables"]}[code]
        response = client.get(reverse("admin:comments_desk_numbers_csv", args=[code]))
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response.content.startswith(b"\xef\xbb\xbf")  # or Excel reads Arabic as something else
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows[0] == list(shown.headings)
        assert [[cell.removeprefix("'") for cell in row] for row in rows[1:]] == [
            list(row) for row in shown.rows
        ]
        assert not any(cell.startswith("=") for row in rows for cell in row)

    def test_a_table_that_is_none_is_not_found(self, client):
        client.force_login(make_moderator())
        assert client.get(reverse("admin:comments_desk_numbers_csv", args=["salaries"])).status_code == 404

    def test_it_is_for_those_who_may_see_comments(self, client):
        client.force_login(make_user(is_staff=True))
        assert client.get(reverse(PAGE)).status_code == 403

    def test_its_queries_do_not_grow(self, client, django_assert_max_num_queries):
        client.force_login(make_editor())
        page, author = make_discussion(), make_author()
        for _ in range(12):
            decide(make_said("abuse", discussion=page, author=author), "abuse")
        with django_assert_max_num_queries(32):
            client.get(reverse(PAGE))
