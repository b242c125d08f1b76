"""The public log: every decision once it is final, in bounded steps, leading to no comment and no person."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import clock
from comments.models import Comment, Decision, Guideline
from comments.transparency.counting import counted
from comments.transparency.log import PER_PAGE, Appealed, Kind, NoSuchPlace, page_of_log
from tests.factories import (
    make_approved,
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_rejected,
    make_user,
)
from tests.histories import make_brought_in, make_history

pytestmark = pytest.mark.django_db
PAGE, JSON = reverse("comments:log"), reverse("comments:log_json")
HIDDEN = "Sesquipedal"


def ago(**span):
    return clock.at(timezone.now() - timedelta(**span))


def kinds(**asked) -> list[Kind]:
    return [entry.kind for entry in page_of_log(**asked).entries]


def page(client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def for_programs(client, query: str = "") -> dict:
    return json.loads(client.get(JSON + query).content)


def make_decisions(number: int) -> None:
    """So many, some of them at the very same moment."""
    comments = [make_comment() for _ in range(number)]
    by = make_moderator()
    for place, comment in enumerate(comments):
        with ago(hours=2, minutes=-(place // 3)):
            if place % 3:
                comment.approve(by=by, seen=0)
            else:
                comment.reject(by=by, seen=0, guidelines=["abuse", "threats"])


def make_appealed(*, overturn: bool, judged_ago: timedelta = timedelta(hours=1)) -> Comment:
    with ago(hours=3):
        comment = make_rejected(by=make_moderator())
    with ago(hours=2):
        appeal = comment.appeal(statement="Read it again.")
    with clock.at(timezone.now() - judged_ago):
        if overturn:
            appeal.overturn(by=make_moderator(), seen=1)
        else:
            appeal.confirm(by=make_moderator(), seen=1, guidelines=["threats"])
    return comment


# What is in it.


def test_every_decision_that_stands_is_in_it_and_no_other():
    make_history(11, comments=25)
    make_brought_in("approved", "rejected", at=timezone.now() - timedelta(days=1))
    newest_first = Decision.objects.order_by("-decided_at", "-pk")
    undone = set(newest_first.exclude(undoes=None).values_list("undoes", flat=True))
    by_hand = [
        each.pk for each in newest_first if each.by_id and each.outcome != "undone" and each.pk not in undone
    ]
    found, before = [], None
    while True:
        part = page_of_log(before=before, size=7)
        found += [entry.number for entry in part.entries]
        before = part.next_before
        if before is None:
            break

    assert found == by_hand
    assert found


def test_what_was_decided_is_told_apart():
    with ago(hours=5):
        comment = make_comment()
        comment.approve(by=make_moderator(), seen=0)
    with ago(hours=4):
        comment.reject(by=make_moderator(), seen=1, guidelines=["abuse", "threats"])
    make_appealed(overturn=True)
    make_appealed(overturn=False)

    assert sorted(kinds()) == sorted(
        [
            Kind.APPROVED,
            Kind.TAKEN_DOWN,
            Kind.REJECTED,
            Kind.OVERTURNED,
            Kind.REJECTED,
            Kind.CONFIRMED,
        ]
    )


def test_an_approval_of_what_was_decided_before_is_told_apart(client):
    """Or the log would hold more comments approved than were ever received."""
    with ago(hours=6):
        comment = make_approved()
    with ago(hours=5):
        comment.report(author=make_author(), guideline="abuse")
        comment.approve(by=make_moderator(), seen=1)
    with ago(hours=4):
        comment = make_rejected()
    with ago(hours=3):
        comment.approve(by=make_moderator(), seen=1, explanation="It quotes him.")

    assert kinds() == [Kind.RECONSIDERED, Kind.REJECTED, Kind.KEPT, Kind.APPROVED]
    assert [each["outcome"] for each in for_programs(client)["decisions"]][2] == "kept after a report"
    for said in ("Approved after all", "Kept after a report"):
        assert said in page(client)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_counts_the_log_has_the_figures(seed):
    make_history(seed)
    until = timezone.now()
    told = Counter(kinds(size=1000))
    said = counted(until - timedelta(days=400), until)["all"]

    assert {
        Kind.APPROVED: said["approved"],
        Kind.REJECTED: said["rejected"],
        Kind.TAKEN_DOWN: said["taken_down"],
        Kind.CONFIRMED: said["confirmed"],
        Kind.OVERTURNED: said["overturned"],
    } == {kind: told[kind] for kind in Kind if kind not in (Kind.KEPT, Kind.RECONSIDERED)}
    assert told[Kind.APPROVED]
    assert told[Kind.TAKEN_DOWN]


def test_a_decision_is_in_it_when_it_can_no_longer_be_undone(client):
    make_approved()

    assert kinds() == []
    assert "There is no decision to show." in page(client)
    with ago(seconds=31):
        make_approved()
    assert kinds() == [Kind.APPROVED]


def test_what_was_undone_never_was():
    moderator = make_moderator()
    with ago(hours=1):
        comment = make_approved(by=moderator)
        comment.undo(by=moderator, seen=1)

    assert kinds() == []


def test_an_import_is_not_in_it():
    with ago(hours=1):
        make_brought_in("approved", "rejected", "")

    assert Decision.objects.count() == 2
    assert kinds() == []


@pytest.mark.parametrize(("overturn", "expected"), [(True, Appealed.OVERTURNED), (False, Appealed.CONFIRMED)])
def test_an_appeal_stands_in_it_once_it_is_judged(overturn, expected):
    make_appealed(overturn=overturn)
    _answer, first = page_of_log().entries

    assert first.appealed == expected


def test_who_judges_an_appeal_does_not_find_it_here(client):
    """The only rejection with an appeal that waits would say under which guideline it was, and by whom."""
    with ago(hours=3):
        comment = make_rejected()
    before = page(client)
    with ago(hours=2):
        comment.appeal(statement="Read it again.")

    assert page(client) == before
    assert page_of_log().entries[0].appealed == Appealed.NO


def test_a_judged_appeal_waits_for_the_undo_window_too():
    make_appealed(overturn=True, judged_ago=timedelta(seconds=5))
    [first] = page_of_log().entries

    assert first.appealed == Appealed.NO


def test_guidelines_read_as_they_did_then(client):
    with ago(hours=1):
        make_rejected(guidelines=["threats", "abuse"])
    before = Guideline.objects.get(code="threats").wording("en").title
    Guideline.objects.get(code="threats").word(
        by=make_editor(), language="en", title="Reworded", text="Reworded since.", seen=1
    )
    [entry] = page_of_log().entries

    assert entry.guidelines == ("threats", "abuse")
    assert entry.wordings[0].title == before
    assert before in page(client)
    assert "Reworded" not in page(client)


# What is not in it.


def make_every_end() -> list[Comment]:
    facts = {"name": HIDDEN, "discussion": make_discussion(make_article(headline=HIDDEN))}
    by = make_moderator(HIDDEN.lower() + "-moderator")
    with ago(hours=3):
        comments = [make_comment(f"{HIDDEN} words {n}.", **facts) for n in range(4)]
        for comment in comments:
            comment.approve(by=by, seen=0)
            comment.report(author=make_author(), guideline="abuse", note=HIDDEN)
            comment.reject(by=by, seen=1, guidelines=["abuse"], explanation=HIDDEN, words=[HIDDEN])
    with ago(hours=2):
        appeal = comments[1].appeal(statement=HIDDEN)
    with ago(hours=1):
        appeal.overturn(by=make_moderator(), seen=2, explanation=HIDDEN)
    comments[2].withdraw()
    comments[3].erase(by=make_user(), request=HIDDEN)
    return comments


def test_neither_words_nor_names_nor_pages_are_in_it(client):
    comments = make_every_end()

    for shown in (page(client), json.dumps(for_programs(client))):
        assert HIDDEN.lower() not in shown.lower()
        for comment in comments:
            assert comment.discussion.url not in shown
            assert comment.digest not in shown
            assert f"#comment-{comment.pk}" not in shown
    assert set(for_programs(client)["decisions"][0]) == {
        "row",
        "at",
        "outcome",
        "guidelines",
        "appealed",
        "by",
    }


def test_moderators_are_named_where_the_site_says_so(client, settings):
    with ago(hours=1):
        make_approved(by=make_user("nora-signs-in", first_name="Nora", last_name="<Sahin>"))
        make_rejected(by=make_user("aram-signs-in"))
    assert "Nora" not in page(client)
    settings.COMMENTS = settings.COMMENTS | {"PUBLIC_LOG_NAMES": True}

    shown = page(client)

    assert "Nora &lt;Sahin&gt;" in shown
    assert "signs-in" not in shown  # never what somebody signs in with
    assert sorted(str(each["by"]) for each in for_programs(client)["decisions"]) == ["None", "Nora <Sahin>"]


# Places.


def test_it_is_read_in_steps(client):
    make_decisions(PER_PAGE + 2)
    first = for_programs(client)
    second = for_programs(client, first["next"].removeprefix(JSON))

    assert len(first["decisions"]) == PER_PAGE
    assert len(second["decisions"]) == 2
    assert second["next"] is None
    rows = [each["row"] for each in first["decisions"] + second["decisions"]]
    assert len(set(rows)) == PER_PAGE + 2
    assert 'rel="next"' in page(client)


def test_where_there_is_nowhere_to_turn_no_place_for_it_is_announced(client):
    turning = 'class="comments-pages"'

    assert turning not in page(client)
    make_decisions(PER_PAGE)
    assert turning not in page(client)
    make_decisions(1)
    assert turning in page(client)


def test_what_is_decided_meanwhile_moves_nothing():
    make_decisions(8)
    first = page_of_log(size=4)
    with ago(minutes=1):
        make_approved()

    assert page_of_log(before=first.next_before, size=4).entries == page_of_log(size=9).entries[5:]


def test_it_can_be_entered_at_a_month(client):
    with ago(days=70):
        month = f"{make_rejected().standing_decision.decided_at:%Y-%m}"
    with ago(hours=1):
        make_approved()

    assert [each["outcome"] for each in for_programs(client, f"?month={month}")["decisions"]] == ["rejected"]
    assert [each["outcome"] for each in for_programs(client)["decisions"]] == ["approved", "rejected"]


@pytest.mark.parametrize(
    "query",
    [
        "?before=",
        "?before=0",
        "?before=-1",
        "?before=1.5",
        "?before=x",
        "?before=%00",
        "?before=٣",
        "?before=999999999",
        "?before=9223372036854775807",
        "?before=9223372036854775808",
        "?before=" + "9" * 4000,
        "?before=1%20OR%201=1",
        "?month=",
        "?month=2026-13",
        "?month=0000-01",
        "?month=" + "1" * 4000,
        "?month=2026-11&before=x",
    ],
)
def test_a_forged_place_is_not_found(client, query):
    with ago(hours=1):
        make_approved()

    assert client.get(PAGE + query).status_code == 404
    assert client.get(JSON + query).status_code == 404


def test_a_month_at_the_end_of_time_is_no_fault(client):
    with ago(hours=1):
        make_approved()

    assert client.get(PAGE + "?month=2999-12").status_code == 200
    assert client.get(PAGE + "?month=1900-01").status_code == 200
    assert client.get(PAGE + "?month=9999-12").status_code == 404


def test_a_decision_that_is_not_told_is_no_place():
    """Or whoever asks for one number after the other would learn what is being decided."""
    moderator = make_moderator()
    comment = make_approved(by=moderator)
    fresh = comment.standing_decision.pk
    comment.undo(by=moderator, seen=1)
    undone = Decision.objects.order_by("-pk").first().pk
    [brought_in] = make_brought_in("approved", at=timezone.now() - timedelta(days=1))

    for number in (fresh, undone, brought_in.standing_decision.pk, 12345):
        with pytest.raises(NoSuchPlace):
            page_of_log(before=number)


# What it costs.


def test_it_costs_the_same_however_much_stands_on_it(client):
    costs = []
    for number in (2, 9, PER_PAGE + 5):
        make_history(number, comments=4)
        make_decisions(number)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        costs.append(len(queries))

    assert max(costs) <= 9


def test_a_step_is_a_range_of_an_index():
    make_decisions(6)
    with CaptureQueriesContext(connection) as queries:
        page_of_log(before=page_of_log(size=3).next_before, size=3)
    [step] = [
        each["sql"] for each in queries if "stood_before" in each["sql"] and " OR " in each["sql"].upper()
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {step}")
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")  # of six rows, any plan would do
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {step}")
        plan = "\n".join(str(row) for row in cursor.fetchall())

    assert "decision_made_here" in plan
    assert "TEMP B-TREE" not in plan
    bounds = [part for part in step.split("WHERE")[-1].split(" AND ") if '"decided_at" <=' in part]
    assert len(bounds) == 1  # by a second one SQLite may enter the index far from the place


@pytest.mark.parametrize("address", [PAGE, JSON])
def test_who_has_it_already_is_sent_nothing(client, address):
    with ago(hours=1):
        make_approved()
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    with ago(minutes=5):
        make_rejected()

    assert again.status_code == 304
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert ("private" in first["Cache-Control"]) == (address == PAGE)


@pytest.mark.parametrize("address", [PAGE, JSON])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_sent_to_it(client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "kmr", "tr"])
def test_it_is_told_in_every_language(client, language):
    with ago(hours=1):
        make_rejected()
    shown = client.get(PAGE, headers={"accept-language": language}).content.decode()

    assert f'<html lang="{language}"' in shown
    assert ("Every decision" in shown) == (language == "en")
    assert Guideline.objects.get(code="promotion").wording(language).title in shown
