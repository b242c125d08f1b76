"""What is over is found once: in the second hundred as little is looked at as in the first."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from comments.erasing import retention
from comments.models import Author, Comment, Decision
from tests.factories import make_author, make_discussion, make_moderator
from tests.work import work

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=400)


def make_many(number: int) -> None:
    discussion, author, by = make_discussion(), make_author(), make_moderator()
    facts = {"discussion": discussion, "author": author, "name": "Aram", "text": "It floods."}
    facts |= {"salt": "s", "digest": "d", "network": "n"}
    comments = Comment.objects.bulk_create(
        Comment(received_at=LONG_AGO + timedelta(seconds=each // 3), **facts) for each in range(number)
    )
    decided = {"number": 1, "outcome": "rejected", "by": by, "guideline_id": "abuse", "decided_at": LONG_AGO}
    Decision.objects.bulk_create(Decision(comment=comment, **decided) for comment in comments)
    Author.objects.bulk_create(Author(kind="browser", key=f"{author.key}-{each}") for each in range(number))
    Author.objects.update(made_at=LONG_AGO)


def gone_through(due: retention.Retention) -> None:
    for few in due._few():
        assert len(few) <= retention.AT_ONCE


@pytest.fixture
def as_among_very_many(db):
    """Few rows PostgreSQL sorts, whatever there is to find them in order by."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")


@pytest.mark.usefixtures("as_among_very_many")
@pytest.mark.parametrize("name", ["rejected comments", "networks", "authors who left nothing"])
def test_looking_takes_as_long_as_there_is_much(name, monkeypatch, settings):
    settings.COMMENTS = settings.COMMENTS | {"RETAIN_REJECTED_DAYS": 90, "RETAIN_NETWORK_DAYS": 90}
    monkeypatch.setattr(retention, "AT_ONCE", 5)
    monkeypatch.setattr(retention, "_sealed_with_network", lambda keys: set())

    costs = []
    for number in (50, 50, 100):
        make_many(number)
        (due,) = (each for each in retention.retentions() if each.name == name)
        costs.append(work(partial(gone_through, due)))

    few, more, many = costs
    assert many - more < 2.2 * (more - few)
