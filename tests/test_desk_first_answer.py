"""A key is answered with the card alone; what stands beside it, and the counts, are asked for next."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments.desk.cards import Card
from comments.desk.rows import row_of, rows
from comments.models import Claim, Comment
from tests.desk_pages import HTMX, act_url, card_url, context_url, desk_url, page
from tests.factories import make_approved, make_author, make_comment, make_moderator, make_rejected
from tests.test_fingerprints import CAMPAIGN

pytestmark = pytest.mark.django_db
THREAT = "I will kill you tomorrow, and the northern road still floods every single spring."


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def make_reply():
    answered = make_approved("What I answer.")
    return make_comment(in_reply_to=answered, discussion=answered.discussion)


def test_the_first_answer_keeps_a_place_for_the_context_and_says_where_it_is(client, moderator):
    first, second = make_comment(), make_reply()

    for answer in (
        client.post(act_url("approve", first, "?language=en"), {"seen": 0}, headers=HTMX),
        client.get(card_url(second, "?language=en"), headers=HTMX),
    ):
        text = page(answer)
        assert 'id="desk-context"' in text
        assert 'aria-busy="true"' in text
        assert f'hx-get="{context_url(second, "?language=en")}" hx-trigger="load"' in text
        assert "What I answer." not in text
        assert 'id="desk-tabs"' not in text


def test_what_follows_is_the_context_and_the_counts(client, moderator):
    comment = make_reply()

    answer = client.get(context_url(comment), headers=HTMX)

    text = page(answer)
    assert "What I answer." in text
    assert "aria-busy" not in text
    assert 'id="desk-tabs"' in text
    assert 'id="desk-card"' not in text
    assert {tab["code"]: tab["count"] for tab in answer.context["tabs"]}["waiting"] == "1"


def test_its_own_address_shows_all_of_the_card(client, moderator):
    comment = make_comment()

    answer = client.get(context_url(comment, "?language=en"))

    assert answer.status_code == 302
    assert answer["Location"] == card_url(comment, "?language=en") + "#desk-card"


def test_of_what_is_not_there_nothing_is_shown(client, moderator):
    assert client.get(reverse("admin:comments_desk_context", args=[404]), headers=HTMX).status_code == 404


def test_a_page_that_is_loaded_holds_everything_at_once(client, moderator):
    make_reply()

    text = page(client.get(desk_url()))

    assert "What I answer." in text
    assert "aria-busy" not in text


def test_a_refusal_brings_everything_along(client, moderator):
    """The note that was typed stands in the context."""
    comment = make_comment()

    answer = client.post(act_url("note", comment), {"seen": 0, "note": "N" * 1001}, headers=HTMX)

    text = page(answer)
    assert answer.status_code == 422
    assert "N" * 1001 in text
    assert "aria-busy" not in text


def test_when_nothing_is_left_the_counts_come_at_once(client, moderator):
    comment = make_comment()

    text = page(client.post(act_url("approve", comment), {"seen": 0}, headers=HTMX))

    assert "Nothing is waiting." in text
    assert 'id="desk-tabs"' in text
    assert "aria-busy" not in text


def test_what_warns_before_deciding_does_not_wait_for_the_context(client, moderator):
    make_rejected(CAMPAIGN)
    first, author = make_comment(), make_author()
    comment = make_comment(CAMPAIGN, author=author)
    author.hold(comment=comment, by=moderator, seen=0, note="Tries what gets through.")

    for answer in (
        client.get(card_url(comment), headers=HTMX),
        client.post(act_url("approve", first), {"seen": 0}, headers=HTMX),
    ):
        text = page(answer)
        assert "Approving decides otherwise." in text
        assert "held for review" in text
        assert "aria-busy" in text


def test_what_was_written_anew_is_told_on_the_card(client, moderator):
    earlier = make_rejected()
    facts = {"author": earlier.author, "discussion": earlier.discussion, "in_place_of": earlier}
    comment, other = make_comment("The northern road floods in May.", **facts), make_comment()

    assert 'href="#desk-written-anew"' in page(client.get(card_url(comment), headers=HTMX))
    assert 'href="#desk-written-anew"' not in page(client.get(card_url(other), headers=HTMX))


@pytest.mark.parametrize("hidden", [0, 1])
@pytest.mark.parametrize("masks", [False, True])
def test_a_row_made_from_its_card_is_the_row_of_the_list(client, moderator, settings, hidden, masks):
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": hidden}
    make_rejected(THREAT)
    make_comment(THREAT)
    author = make_author()
    comment = make_comment(THREAT, author=author)
    author.hold(comment=comment, by=moderator, seen=0, note="Tries what gets through.")
    Claim.objects.take(comment=comment, by=make_moderator("leyla"))
    comment.approve(by=moderator, seen=0)
    comment.undo(by=moderator, seen=1)
    shown = Comment.objects.with_evidence().get(pk=comment.pk)

    made = row_of(Card(shown, reader=moderator), masks=masks)

    assert made == rows([shown], reader=moderator, masks=masks)[0]
    assert (made.seen, made.same, made.standing) == (2, "1", "held for review")
    assert bool(made.findings) == (not hidden)
    assert bool(made.masked) == (masks and not hidden)


def test_a_row_made_from_its_card_knows_whose_appeal_it_is(moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    comment = make_rejected(by=moderator)
    comment.appeal()
    shown = Comment.objects.with_evidence().get(pk=comment.pk)

    made = row_of(Card(shown, reader=moderator))

    assert made == rows([shown], reader=moderator)[0]
    assert made.is_own_appeal
