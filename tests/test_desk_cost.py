"""What a key press at the desk may cost, in queries. Milliseconds hang on the machine: see `make bench`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import QueueEntry
from tests.desk_pages import HTMX, act_url, card_url, context_url, desk_url, selection, together_url
from tests.factories import make_approved, make_author, make_comment, make_moderator

BEGINS_AND_ENDS = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")  # of transactions: hardly a cost


@contextmanager
def at_most(most: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as context:
        yield
    asked = [query["sql"] for query in context if not query["sql"].startswith(BEGINS_AND_ENDS)]
    assert len(asked) <= most, "\n".join(sql[:200] for sql in asked)


@pytest.fixture
def waiting(db) -> list:
    """Fifty, each with evidence, of authors who have written before."""
    authors = [make_author() for _n in range(5)]
    for author in authors:
        make_approved(author=author)
    texts = [f"You idiot. Number {n} street{n} house{n * 7} and {n * n}th garden." for n in range(50)]
    return [make_comment(text, author=authors[n % 5]) for n, text in enumerate(texts)]


@pytest.fixture
def moderator(client, db):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def test_all_of_them_have_evidence(waiting):
    assert QueueEntry.objects.filter(state="waiting", verdict="look").count() == 50


def test_the_first_page(client, moderator, waiting):
    with at_most(36):
        assert len(client.get(desk_url()).context["rows"]) == 50


def test_opening_a_card(client, moderator, waiting):
    with at_most(20):
        assert client.get(card_url(waiting[20]), headers=HTMX).status_code == 200


def test_what_stands_beside_a_card_and_the_counts(client, moderator, waiting):
    """Asked for once the card is there: nobody waits for them."""
    with at_most(15):
        assert client.get(context_url(waiting[20]), headers=HTMX).status_code == 200


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_a_decision_with_the_next_card(client, moderator, waiting, act):
    sent = {"seen": 0, "guideline": ["abuse"]}

    with at_most(31):
        response = client.post(act_url(act, waiting[20]), sent, headers=HTMX)

    assert response.context["card"].comment == waiting[21]


def test_an_undoing(client, moderator, waiting):
    waiting[20].approve(by=moderator, seen=0)

    with at_most(35):
        response = client.post(act_url("undo", waiting[20]), {"seen": 1}, headers=HTMX)

    assert response.status_code == 200


def test_fifty_decided_together(client, moderator, waiting):
    with at_most(50 * 5 + 30):
        response = client.post(together_url("approve"), selection(*waiting), headers=HTMX)

    assert response.status_code == 200
