"""What no page of the desk offers and is sent all the same: nothing is decided, or what stood there alone."""

from __future__ import annotations

import pytest

from comments.models import Claim, Comment, Decision
from tests.benchmarks.many_waiting import fill
from tests.desk_pages import act_url, desk_url, page, selection, together_url
from tests.factories import make_comment, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


@pytest.mark.parametrize("act", ["approve", "reject", "later"])
def test_an_erased_comment_is_not_decided(client, moderator, act):
    comment = make_comment()
    comment.erase(by=None, request="2026/1")

    response = client.post(
        act_url(act, comment), {"seen": 0, "guideline": ["threats"], "note": "Half a thou"}
    )

    assert response.status_code in (409, 422)
    assert 'role="alert"' in page(response)
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("seen", ["", "-1", "0.5", "9" * 30, "nan", "0\x00"])
def test_a_forged_seen_decides_nothing(client, moderator, seen):
    comment = make_comment()

    response = client.post(act_url("approve", comment), {"seen": seen})

    assert response.status_code == 400
    assert Decision.objects.count() == 0


def test_a_seen_from_the_future_decides_nothing(client, moderator):
    comment = make_comment()

    assert client.post(act_url("approve", comment), {"seen": 7}).status_code == 409
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("pk", [0, 2**31, 2**63 - 1, 2**63, 10**40])
def test_a_forged_number_is_not_found(client, moderator, pk):
    assert client.post(f"{desk_url()}{pk}/approve/", {"seen": 0}).status_code == 404


def test_whose_hold_was_taken_over_still_decides_and_lets_nobody_go(client, moderator):
    comment, other = make_comment(), make_moderator()
    Claim.objects.take(comment=comment, by=moderator)
    Claim.objects.take_over(comment=comment, by=other)

    response = client.post(act_url("approve", comment), {"seen": 0}, follow=True)

    assert response.status_code == 200
    assert Decision.objects.get().by == moderator
    assert not Claim.objects.filter(comment=comment).exists()


def test_of_a_thousand_in_one_go_ten_are_stale_and_the_rest_is_decided(committed_db, client, moderator):
    fill(1000)
    waiting = list(Comment.objects.awaiting_decision().oldest_first())
    for comment in waiting[::100]:
        comment.approve(by=make_moderator(), seen=0)

    response = client.post(together_url("reject"), selection(*waiting, guideline=["relevance"]))

    assert response.status_code == 409
    assert len(response.context["fault_together"]) == 10
    assert Comment.objects.filter(status="rejected").count() == 990
    assert Decision.objects.filter(by=moderator).count() == 990
