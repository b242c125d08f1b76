"""What is escalated, at the desk: out of the queue, on its group's page, and back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments.models import Escalation
from tests.desk_pages import act_url, card_url, desk_url, names, page
from tests.factories import (
    make_answerer,
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
)

pytestmark = pytest.mark.django_db

ESCALATED = reverse("admin:comments_desk_escalated")
NOTE = "He says where she lives."


def escalate_url(comment, query: str = "") -> str:
    return reverse("admin:comments_desk_escalate", args=[comment.pk]) + query


def pass_back_url(escalation) -> str:
    return reverse("admin:comments_desk_pass_back", args=[escalation.pk])


def lift_url(escalation) -> str:
    return reverse("admin:comments_desk_lift_hold", args=[escalation.pk])


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def test_a_moderator_escalates_and_goes_on_with_the_slice(client, moderator):
    comment = make_comment(name="Aram")
    make_comment(name="Leyla", discussion=comment.discussion)
    assert "He says" not in page(client.get(escalate_url(comment)))

    response = client.post(
        escalate_url(comment, "?language=en"), {"group": "Security", "kind": "threat", "note": NOTE}
    )

    assert response.status_code == 303
    assert response["Location"] == desk_url("?language=en")
    assert comment.open_escalation.by == moderator
    assert names(client.get(desk_url())) == ["Leyla"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"note": ""}, 422),
        ({"note": "\x00"}, 422),
        ({"kind": "gossip"}, 422),
        ({"group": "Moderators"}, 422),
        ({}, 422),
    ],
)
def test_what_is_missing_is_refused_and_nothing_typed_is_lost(client, moderator, fields, status):
    sent = {"group": "Legal", "kind": "legal", "note": NOTE} | fields if fields else {"note": NOTE}

    response = client.post(escalate_url(make_comment()), sent)

    assert response.status_code == status
    assert not Escalation.objects.exists()
    if "note" not in fields:
        assert NOTE in page(response)


def test_what_is_with_a_group_already_is_not_escalated_again(client, moderator):
    comment = make_escalated().comment

    response = client.post(escalate_url(comment), {"group": "Security", "kind": "threat", "note": NOTE})

    assert response.status_code == 409
    assert "with Legal already" in page(response)


@pytest.mark.parametrize("make", [make_comment, make_approved])
def test_its_group_sees_it_with_the_note(client, make):
    escalation = make_escalated(make("I know where you live."), group="Security")
    client.force_login(make_answerer("Security"))

    text = page(client.get(ESCALATED))

    assert escalation.note in text
    assert "I know where you live." in text
    assert 'class="tab__count">1<' in page(client.get(desk_url()))


def test_another_group_sees_nothing_of_it(client):
    escalation = make_escalated(group="Security")
    client.force_login(make_answerer("Legal"))

    assert escalation.note not in page(client.get(ESCALATED))
    assert client.post(pass_back_url(escalation), {"note": "x"}).status_code == 404
    assert escalation.note not in page(client.get(card_url(escalation.comment)))


def test_moderators_have_no_such_page_and_see_where_it_went_and_no_buttons(client, moderator):
    comment = make_escalated(group="Security").comment

    text = page(client.get(card_url(comment)))

    assert client.get(ESCALATED).status_code == 403
    assert "Escalated to Security" in text
    assert NOTE not in text
    for button in ("button--approve", 'id="reject"', 'id="explanation"', escalate_url(comment)):
        assert button not in text
    assert ESCALATED not in text


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_nor_can_they_decide_it(client, moderator, act):
    comment = make_escalated().comment

    response = client.post(act_url(act, comment), {"seen": 0, "guideline": ["threats"]})

    assert response.status_code == 422
    assert "escalated to Legal" in page(response)
    assert not comment.decisions.exists()


def test_an_editor_decides_it_from_its_card(client):
    comment = make_escalated(make_approved()).comment
    client.force_login(make_editor())

    text = page(client.get(card_url(comment)))
    response = client.post(act_url("reject", comment), {"seen": 1, "guideline": ["threats"]})

    assert NOTE in text
    assert response.status_code == 303


def test_its_group_passes_it_back_and_the_moderators_read_why(client):
    escalation = make_escalated()
    client.force_login(make_answerer())

    refused = client.post(pass_back_url(escalation), {"note": " "})
    response = client.post(pass_back_url(escalation), {"note": "Reported to the police."})

    assert (refused.status_code, response.status_code) == (422, 303)
    client.force_login(make_moderator())
    text = page(client.get(card_url(escalation.comment)))
    assert "Reported to the police." in text
    assert "Under a legal hold" in text
    assert "button--approve" in text
    assert len(client.get(desk_url()).context["rows"]) == 1


def test_passing_back_twice_is_refused(client):
    escalation = make_escalated()
    client.force_login(make_answerer())
    client.post(pass_back_url(escalation), {"note": "x"})

    assert client.post(pass_back_url(escalation), {"note": "x"}).status_code == 409


def test_an_editor_lifts_the_hold_of_what_was_passed_back(client):
    escalation = make_escalated()
    escalation.resolve(by=make_answerer(), note="Reported to the police.")
    client.force_login(make_editor())

    assert "Reported to the police." in page(client.get(f"{ESCALATED}?state=held"))
    assert client.post(lift_url(escalation), {"reason": ""}).status_code == 422
    assert client.post(lift_url(escalation), {"reason": "The case is closed."}).status_code == 303
    assert client.post(lift_url(escalation), {"reason": "x"}).status_code == 409
    assert "Reported to the police." not in page(client.get(f"{ESCALATED}?state=held"))


@pytest.mark.parametrize("make", [make_moderator, make_answerer])
def test_nobody_else_lifts_it(client, make):
    escalation = make_escalated()
    client.force_login(make())

    assert client.post(lift_url(escalation), {"reason": "x"}).status_code == 403
    assert escalation.comment.is_on_hold


@pytest.mark.parametrize("url", [pass_back_url, lift_url])
def test_nothing_happens_by_get(client, url):
    escalation = make_escalated()
    client.force_login(make_editor())

    response = client.get(url(escalation))

    assert response["Location"] == ESCALATED
    assert escalation.comment.open_escalation
    assert escalation.comment.is_on_hold


def test_without_groups_nothing_can_be_escalated(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"ESCALATION_GROUPS": ()}

    text = page(client.get(escalate_url(make_comment())))

    assert "no group to escalate to" in text
    assert "<textarea" not in text


def test_a_reported_comment_that_is_escalated_leaves_the_reports(client, moderator):
    comment = make_approved()
    comment.report(author=make_author(), guideline="threats")
    make_escalated(comment)

    assert client.get(desk_url("?state=reported")).context["rows"] == []
