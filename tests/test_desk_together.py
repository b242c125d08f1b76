"""Several comments decided at once: a decision each, and what one is refused for does not stop the rest."""

from __future__ import annotations

import pytest

from comments.models import Decision
from tests.desk_pages import HTMX, desk_url, page, selection, together_url
from tests.factories import make_comment, make_discussion, make_moderator, make_rejected

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def three():
    discussion = make_discussion()
    return [make_comment(discussion=discussion, name=name) for name in ("One", "Two", "Three")]


def statuses(comments) -> list[str]:
    for comment in comments:
        comment.refresh_from_db()
    return [comment.status for comment in comments]


def test_the_selected_are_approved_and_the_others_left(client, moderator, three):
    response = client.post(together_url("approve"), selection(*three[:2]), follow=True)

    assert response.redirect_chain[0][1] == 303
    assert statuses(three) == ["approved", "approved", "pending"]
    assert "2 comments approved." in page(response)
    assert Decision.objects.filter(by=moderator).count() == 2


def test_the_selected_are_rejected_under_the_guidelines_chosen(client, moderator, three):
    sent = selection(*three[:2], guideline=["promotion", "relevance"], explanation="Sent many times.")

    client.post(together_url("reject"), sent)

    assert statuses(three) == ["rejected", "rejected", "pending"]
    for decision in Decision.objects.all():
        assert [guideline.pk for guideline in decision.guidelines] == ["promotion", "relevance"]
        assert decision.explanation == "Sent many times."


def test_rejecting_without_a_guideline_is_refused_with_the_selection_kept(client, moderator, three):
    sent = selection(three[0], three[2], explanation="Sent many times.")

    response = client.post(together_url("reject"), sent)

    text = page(response)
    assert response.status_code == 422
    assert statuses(three) == ["pending"] * 3
    assert response.context["selected"] == {three[0].pk, three[2].pk}
    assert text.count("checked aria-label") == 2
    assert "Sent many times." in text


def test_an_unknown_guideline_decides_none_of_them(client, moderator, three):
    response = client.post(together_url("reject"), selection(*three, guideline=["threats", "forged"]))

    assert response.status_code == 422
    assert statuses(three) == ["pending"] * 3


def test_the_stale_are_refused_by_name_and_the_rest_decided(client, moderator, three):
    three[1].approve(by=make_moderator("leyla"), seen=0)

    response = client.post(together_url("reject"), selection(*three, guideline=["threats"]))

    text = page(response)
    assert response.status_code == 409
    assert statuses(three) == ["rejected", "approved", "rejected"]
    assert "2 comments rejected." in text
    assert "\u2068Two\u2069: leyla already decided this comment" in text


def test_htmx_gets_the_same_report(client, moderator, three):
    three[1].approve(by=make_moderator("leyla"), seen=0)

    response = client.post(together_url("approve"), selection(*three), headers=HTMX)

    assert response.status_code == 409
    assert "<html" not in page(response)
    assert "leyla already decided" in page(response)
    assert "Undo all of these" in page(response)


def test_all_of_them_can_be_undone(client, moderator, three):
    offered = client.post(together_url("approve"), selection(*three), follow=True)
    response = client.post(together_url("undo"), selection(*three, seen=1), follow=True)

    assert "Undo all of these" in page(offered)
    assert "3 decisions undone." in page(response)
    assert statuses(three) == ["pending"] * 3
    assert Decision.objects.count() == 6


def test_only_what_stood_on_the_page_is_decided(client, moderator, three):
    sent = selection(three[0]) | {"chosen": [comment.pk for comment in three]}

    client.post(together_url("approve"), sent)

    assert statuses(three) == ["approved", "pending", "pending"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"chosen": ["1"]},
        {"chosen": ["1"], "seen_1": "-1"},
        {"chosen": ["1 OR 1=1"], "seen_1 OR 1=1": "0"},
        {"chosen": ["9" * 40], "seen_" + "9" * 40: "0"},
        {"chosen": ["9" * 5000], "seen_9": "0"},
        {"chosen": ["²"], "seen_²": "0"},
        {"chosen": ["a\x00"], "seen_a\x00": "0"},
    ],
)
def test_a_forged_selection_decides_nothing(client, moderator, three, sent):
    response = client.post(together_url("approve"), sent)

    assert response.status_code == 400
    assert Decision.objects.count() == 0


def test_a_rejected_comment_is_not_approved_in_passing(client, moderator):
    rejected = make_rejected()

    response = client.post(together_url("approve"), selection(rejected, seen=1))

    assert response.status_code == 409
    assert statuses([rejected]) == ["rejected"]


def test_appeals_and_decided_comments_are_judged_one_by_one(client, moderator):
    make_rejected()

    assert 'name="chosen"' not in page(client.get(desk_url("?state=decided")))
