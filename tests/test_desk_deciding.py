"""Approving, rejecting and undoing at the desk: what is recorded, where it leads, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import clock
from comments.models import Decision
from tests.desk_pages import HTMX, act_url, card_url, desk_url, page
from tests.factories import make_approved, make_author, make_comment, make_moderator, make_rejected

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def two():
    with clock.at(timezone.now() - timedelta(minutes=9)):
        first = make_comment("You are an idiot, Aram. 👍 The bridge is old.", name="First")
    return first, make_comment(name="Second", discussion=first.discussion)


def outcomes(comment) -> list[str]:
    return list(comment.decisions.order_by("number").values_list("outcome", flat=True))


def test_approving_leads_to_the_next_comment(client, moderator, two):
    first, second = two

    response = client.post(act_url("approve", first), {"seen": 0})

    assert response.status_code == 303
    assert response["Location"] == card_url(second) + "#desk-card"
    assert first.decisions.get().by == moderator
    first.refresh_from_db()
    assert first.is_published


def test_the_slice_is_kept_from_one_comment_to_the_next(client, moderator, two):
    first, second = two
    query = f"?discussion={first.discussion_id}&language=en"

    response = client.post(act_url("approve", first, query), {"seen": 0})

    assert response["Location"] == card_url(second, query) + "#desk-card"


def test_after_the_last_comment_comes_the_first_again(client, moderator, two):
    first, second = two

    response = client.post(act_url("approve", second), {"seen": 0})

    assert response["Location"].startswith(card_url(first))


def test_deciding_the_only_comment_leads_to_the_empty_queue(client, moderator):
    response = client.post(act_url("approve", make_comment()), {"seen": 0})

    assert response["Location"] == desk_url()


def test_rejecting_names_guidelines_explains_and_marks_words(client, moderator, two):
    first, _second = two

    response = client.post(
        act_url("reject", first),
        {
            "seen": 0,
            "guideline": ["personal_attacks", "relevance"],
            "explanation": "Speak to the matter.",
            "span": "11-16",
            "quotes": "👍 The bridge\n\nold",
        },
    )

    decision = first.decisions.get()
    assert response.status_code == 303
    assert [guideline.pk for guideline in decision.guidelines] == ["personal_attacks", "relevance"]
    assert decision.explanation == "Speak to the matter."
    marked = [first.text[words.start : words.end] for words in decision.marked_words.order_by("pk")]
    assert marked == ["idiot", "👍 The bridge", "old"]


def test_an_explanation_begun_for_a_rejection_is_not_sent_with_an_approval(client, moderator, two):
    client.post(act_url("approve", two[0]), {"seen": 0, "explanation": "You are rude."})

    assert two[0].decisions.get().explanation == ""


def test_a_rejection_without_a_guideline_is_refused_and_everything_typed_is_kept(client, moderator, two):
    first, _second = two

    response = client.post(
        act_url("reject", first), {"seen": 0, "explanation": "Too rude.", "quotes": "idiot", "span": "0-3"}
    )

    text = page(response)
    assert response.status_code == 422
    assert "A rejection names at least one guideline." in text
    assert "Too rude." in text
    assert 'value="0-3" checked' in text
    assert outcomes(first) == []


def test_a_guideline_chosen_stays_chosen_when_refused(client, moderator, two):
    response = client.post(
        act_url("reject", two[0]), {"seen": 0, "guideline": ["vulgarity"], "quotes": "not in the text"}
    )

    chosen = [line.guideline.pk for line in response.context["card"].lines if line.is_chosen]
    assert response.status_code == 422
    assert chosen == ["vulgarity"]
    assert "do not stand in the comment" in page(response)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"seen": 0, "guideline": ["no-such"]}, 422),
        ({"seen": 0, "guideline": ["threats", "no-such"]}, 422),
        ({"seen": 0, "guideline": ["threats"], "span": "5-99999"}, 422),
        ({"seen": 0, "guideline": ["threats"], "span": "forged"}, 400),
        ({"seen": 0, "guideline": ["threats"], "explanation": "a\x00b"}, 400),
        ({"guideline": ["threats"]}, 400),
        ({"seen": "-1", "guideline": ["threats"]}, 400),
        ({"seen": "many", "guideline": ["threats"]}, 400),
        ({"seen": "9" * 30, "guideline": ["threats"]}, 400),
        ({"seen": 7, "guideline": ["threats"]}, 409),
    ],
)
def test_forged_rejections_change_nothing(client, moderator, two, sent, status):
    response = client.post(act_url("reject", two[0]), sent)

    assert response.status_code == status
    assert response.context["fault"]
    assert Decision.objects.count() == 0


def test_who_comes_second_is_told_who_decided_what_and_keeps_their_words(client, moderator, two):
    first, _second = two
    other = make_moderator("leyla")
    first.approve(by=other, seen=0)

    response = client.post(
        act_url("reject", first), {"seen": 0, "guideline": ["vulgarity"], "explanation": "Half a reas"}
    )

    text = page(response)
    assert response.status_code == 409
    assert "leyla already decided this comment: approved at" in text
    assert "Half a reas" in text
    assert [line.guideline.pk for line in response.context["card"].lines if line.is_chosen] == ["vulgarity"]
    assert outcomes(first) == ["approved"]


def test_a_withdrawn_comment_is_not_decided(client, moderator, two):
    first, _second = two
    first.withdraw()

    response = client.post(act_url("approve", first), {"seen": 0})

    assert response.status_code == 422
    assert outcomes(first) == []


def test_undo_brings_back_what_was_before(client, moderator, two):
    first, _second = two
    client.post(act_url("approve", first), {"seen": 0})

    response = client.post(act_url("undo", first), {"seen": 1}, follow=True)

    first.refresh_from_db()
    assert first.status == "pending"
    assert outcomes(first) == ["approved", "undone"]
    assert "Undone." in page(response)
    assert response.context["card"].comment == first


def test_what_was_just_decided_can_be_undone_from_the_next_page(client, moderator, two):
    first, _second = two

    response = client.post(act_url("approve", first), {"seen": 0}, follow=True)

    assert act_url("undo", first) in page(response)
    assert "Approved: \u2068First\u2069’s comment." in page(response)


def test_undo_is_offered_no_longer_than_it_is_possible(client, moderator, two, settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    first, _second = two

    response = client.post(act_url("approve", first), {"seen": 0}, follow=True)
    refused = client.post(act_url("undo", first), {"seen": 1})

    assert act_url("undo", first) not in page(response)
    assert refused.status_code == 422
    assert "The time to undo is over." in page(refused)
    assert outcomes(first) == ["approved"]


def test_only_who_decided_can_undo(client, moderator, two):
    first, _second = two
    first.approve(by=make_moderator(), seen=0)

    response = client.post(act_url("undo", first), {"seen": 1})

    assert response.status_code == 422
    assert outcomes(first) == ["approved"]


def test_undo_with_an_old_page_is_refused(client, moderator, two):
    first, _second = two
    first.approve(by=moderator, seen=0)

    response = client.post(act_url("undo", first), {"seen": 0})

    assert response.status_code == 409
    assert outcomes(first) == ["approved"]


def test_keeping_a_reported_comment_answers_the_reports(client, moderator):
    comment = make_approved()
    comment.report(author=make_author(), guideline="threats")

    response = client.post(act_url("approve", comment, "?state=reported"), {"seen": 1})

    assert response.status_code == 303
    comment.refresh_from_db()
    assert comment.is_published
    assert not comment.is_reported


def test_a_reported_comment_can_be_rejected(client, moderator):
    comment = make_approved()
    comment.report(author=make_author(), guideline="threats")

    client.post(act_url("reject", comment, "?state=reported"), {"seen": 1, "guideline": ["threats"]})

    comment.refresh_from_db()
    assert comment.status == "rejected"


def test_approving_what_was_rejected_takes_a_reason(client, moderator):
    comment = make_rejected()

    refused = client.post(act_url("approve", comment, "?state=decided"), {"seen": 1})
    taken = client.post(
        act_url("approve", comment, "?state=decided"), {"seen": 1, "explanation": "We read it wrongly."}
    )

    assert refused.status_code == 422
    assert "Say why it is approved now." in page(refused)
    assert taken.status_code == 303
    assert comment.standing_decision.explanation == "We read it wrongly."


def test_htmx_gets_the_next_card_and_the_changed_row_alone(client, moderator, two):
    first, second = two

    response = client.post(act_url("approve", first), {"seen": 0}, headers=HTMX)

    text = page(response)
    assert response.status_code == 200
    assert "<html" not in text
    assert (
        f'id="desk-card" class="pane card" aria-labelledby="desk-card-heading" data-comment="{second.pk}"'
        in text
    )
    assert f'<template data-done="{first.pk}"><span class="row__status row__status--approved">' in text
    assert 'id="desk-said"' in text
    assert 'id="desk-list"' not in text
    assert response["HX-Replace-Url"] == card_url(second)


def test_htmx_gets_a_new_list_when_the_next_card_stands_outside_it(client, moderator, two):
    first, second = two
    last_row = f"{int(first.received_at.timestamp() * 1_000_000)}.{first.pk}"

    response = client.post(act_url("approve", first), {"seen": 0, "last": last_row}, headers=HTMX)

    assert 'id="desk-list"' in page(response)
    assert f'id="row-{second.pk}"' in page(response)


def test_htmx_is_refused_with_the_card_alone(client, moderator, two):
    response = client.post(act_url("reject", two[0]), {"seen": 0, "explanation": "Kept."}, headers=HTMX)

    assert response.status_code == 422
    assert "<html" not in page(response)
    assert "Kept." in page(response)
    assert 'role="alert"' in page(response)


def test_opening_a_card_by_htmx_leaves_the_list_alone(client, moderator, two):
    response = client.get(card_url(two[1]), headers=HTMX)

    assert 'id="desk-list"' not in page(response)
    assert 'id="desk-context"' in page(response)
