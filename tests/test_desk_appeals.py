"""Appeals are judged by somebody else, who does not see who decided, nor why."""

from __future__ import annotations

import pytest

from comments.models import Appeal
from tests.desk_pages import act_url, card_url, desk_url, page, selection, together_url
from tests.factories import make_comment, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_wait(settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}


@pytest.fixture
def decider():
    return make_moderator("quick-decider")


@pytest.fixture
def appealed(decider, no_wait):
    comment = make_comment("The arches were cracked for years.", name="Berfin")
    comment.reject(
        by=decider, seen=0, guidelines=["vulgarity"], explanation="A crude remark.", words=["cracked"]
    )
    comment.appeal(statement="I meant the stones.")
    return comment


@pytest.fixture
def judge(client):
    judge = make_moderator()
    client.force_login(judge)
    return judge


def test_the_judge_sees_the_statement_and_not_who_decided_or_why(client, judge, appealed):
    for query in ("?state=appeals", "?state=decided", ""):
        response = client.get(card_url(appealed, query))

        text = page(response)
        assert "I meant the stones." in text
        assert "quick-decider" not in text
        assert "A crude remark." not in text
        assert not any(stretch.is_marked for stretch in response.context["card"].stretches)
        assert [line for line in response.context["card"].lines if line.is_chosen] == []


def test_asking_with_an_old_seen_does_not_tell_who_decided(client, judge, appealed):
    response = client.post(act_url("reject", appealed), {"seen": 0, "guideline": ["threats"]})

    assert response.status_code == 409
    assert "quick-decider" not in page(response)


def test_nor_does_asking_for_many_at_once(client, judge, appealed):
    response = client.post(together_url("reject"), selection(appealed, guideline=["threats"]))

    assert response.status_code == 409
    assert "quick-decider" not in page(response)


def test_once_judged_everything_is_shown_again(client, judge, appealed):
    client.post(act_url("approve", appealed), {"seen": 1})

    text = page(client.get(card_url(appealed)))

    assert "quick-decider" in text
    assert "A crude remark." in text


def test_overturning_publishes_and_answers_the_appeal(client, judge, appealed):
    response = client.post(act_url("approve", appealed, "?state=appeals"), {"seen": 1})

    appealed.refresh_from_db()
    assert response.status_code == 303
    assert appealed.is_published
    assert appealed.standing_decision.appeal == Appeal.objects.get()


def test_confirming_rejects_again_under_guidelines_of_ones_own(client, judge, appealed):
    client.post(act_url("reject", appealed, "?state=appeals"), {"seen": 1, "guideline": ["relevance"]})

    decision = appealed.decisions.get(number=2)
    assert decision.guideline_id == "relevance"
    assert decision.appeal == Appeal.objects.get()


def test_confirming_names_a_guideline_too(client, judge, appealed):
    response = client.post(act_url("reject", appealed, "?state=appeals"), {"seen": 1})

    assert response.status_code == 422
    assert appealed.decisions.count() == 1


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_who_decided_cannot_judge(client, appealed, decider, act):
    client.force_login(decider)

    response = client.post(
        act_url(act, appealed, "?state=appeals"), {"seen": 1, "guideline": ["threats"], "explanation": "x"}
    )

    assert response.status_code == 422
    assert "Another moderator has to judge it." in page(response)
    assert appealed.decisions.count() == 1


def test_ones_own_are_marked_in_the_list_and_offer_no_buttons(client, appealed, decider):
    client.force_login(decider)

    row = client.get(desk_url("?state=appeals")).context["rows"][0]
    text = page(client.get(card_url(appealed, "?state=appeals")))

    assert row.is_own_appeal
    assert 'id="reject"' not in text
    assert "button--approve" not in text


def test_somebody_elses_is_not_marked(client, judge, appealed):
    assert not client.get(desk_url("?state=appeals")).context["rows"][0].is_own_appeal
