"""The tabs with an order of their own: reports by what they weigh, appeals by when they were made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import clock
from tests.desk_pages import card_url, desk_url, names, page
from tests.factories import make_approved, make_author, make_discussion, make_moderator, make_rejected
from tests.test_weighing_reports import make_reporter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def make_reported(name: str, *reporters, discussion=None):
    comment = make_approved(name=name, discussion=discussion or make_discussion())
    for reporter in reporters:
        comment.report(author=reporter, guideline="abuse")
    return comment


def all_pages(client, query: str) -> list[list[str]]:
    """The names on each page, led on by the link to the next."""
    pages, address = [], desk_url(query)
    while address:
        response = client.get(address)
        pages.append(names(response))
        following = response.context["next_page"]
        address = desk_url(following) if following else ""
    return pages


def test_reports_that_weigh_more_come_first_and_of_equals_the_oldest(client):
    doubtful, trusted = make_reporter(wrong=3), make_reporter(right=3)
    make_reported("doubted", doubtful)
    make_reported("first", make_author())
    make_reported("second", make_author())
    make_reported("trusted", trusted)
    make_reported("two", make_author(), make_author())

    assert names(client.get(desk_url("?state=reported"))) == ["two", "trusted", "first", "second", "doubted"]


@pytest.mark.parametrize(
    "query", ["?state=reported", "?state=reported&language=en", "?state=reported&verdict=clear"]
)
def test_paging_goes_through_all_reported_ones_once(client, settings, query):
    settings.COMMENTS = settings.COMMENTS | {"QUEUE_PER_PAGE": 2}
    discussion = make_discussion()
    for n in range(5):
        make_reported(f"reported-{n}", *(make_author() for _ in range(1 + n % 2)), discussion=discussion)

    pages = all_pages(client, query)

    flat = [name for names_ in pages for name in names_]
    if "verdict" not in query:
        assert flat == ["reported-1", "reported-3", "reported-0", "reported-2", "reported-4"]
        assert [len(names_) for names_ in pages] == [2, 2, 1]
    assert len(flat) == len(set(flat))


def test_the_next_reported_one_follows_in_that_order(client):
    one, two = make_reported("one", make_author()), make_reported("two", make_author(), make_author())

    context = client.get(card_url(two, "?state=reported")).context

    assert _pk(context["following"]) == one.pk
    assert _pk(client.get(card_url(one, "?state=reported")).context["preceding"]) == two.pk


def _pk(value):
    return getattr(value, "pk", value)


@pytest.mark.parametrize(
    "place", ["x", "1.2", "1.2.3.4", "9" * 19 + ".1.1", "-1.2.3", "1.99999999999999999.3"]
)
def test_a_forged_place_shows_reported_ones_all_the_same(client, place):
    make_reported("one", make_author())

    assert client.get(desk_url(f"?state=reported&after={place}")).status_code == 200


def test_a_report_shows_how_often_its_reporter_was_right(client):
    comment = make_reported("one", make_reporter(right=2, wrong=1))

    text = " ".join(page(client.get(card_url(comment, "?state=reported"))).split())

    assert "of this reader’s 3 answered reports, 2 ended in rejection" in text


def test_appeals_stand_in_the_order_in_which_they_were_made(client, settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0, "QUEUE_PER_PAGE": 1}
    made = {}
    with clock.at(timezone.now() - timedelta(days=9)):
        for name in ("oldest", "older", "young"):
            made[name] = make_rejected(name=name)
    for days, name in ((3, "young"), (2, "oldest"), (1, "older")):
        with clock.at(timezone.now() - timedelta(days=days)):
            made[name].appeal()

    assert all_pages(client, "?state=appeals") == [["young"], ["oldest"], ["older"]]
    assert (
        _pk(client.get(card_url(made["young"], "?state=appeals")).context["following"]) == made["oldest"].pk
    )
