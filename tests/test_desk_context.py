"""The desk shows what waits with nearly the same words, and what was decided of them."""

from __future__ import annotations

import pytest

from comments.models import Comment
from tests.desk_pages import act_url, card_url, desk_url, names, page, selection, together_url
from tests.factories import make_approved, make_comment, make_discussion, make_moderator, make_rejected
from tests.test_fingerprints import CAMPAIGN, VARIANT

pytestmark = pytest.mark.django_db

OTHERWISE = "decides otherwise"


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def test_the_card_lists_near_duplicates_that_wait(client, moderator):
    comment = make_comment(CAMPAIGN)
    make_comment(VARIANT, name="Berfin")
    make_comment(CAMPAIGN, name="Karim")

    shown = page(client.get(card_url(comment)))

    assert "Near-duplicates waiting: 2" in shown
    assert "Berfin" in shown
    assert "Karim" in shown


def test_a_row_says_how_many_others_are_the_same(client, moderator):
    make_comment(CAMPAIGN)
    make_comment(VARIANT)
    make_comment()

    rows = client.get(desk_url()).context["rows"]

    assert [row.same for row in rows] == ["1", "1", ""]


def test_counting_the_same_stops_where_it_would_get_dear(client, moderator, monkeypatch):
    monkeypatch.setattr("comments.desk.likeness.COUNTED", 2)
    for _number in range(4):
        make_comment(CAMPAIGN)

    assert "+" in client.get(desk_url()).context["rows"][0].same


def test_a_row_says_how_others_of_its_words_were_decided(client, moderator):
    """So that who decides several at once is told too when that is otherwise than before."""
    make_rejected(CAMPAIGN)
    make_rejected(VARIANT)
    make_approved("The library on the corner closes at noon on every second Friday.")
    make_comment(CAMPAIGN, name="First")
    make_comment("The library on the corner closes at noon on every second Friday!", name="Second")
    make_comment(name="Third")

    rows = {row.comment.name: row.precedent for row in client.get(desk_url()).context["rows"]}

    assert rows == {"First": "same, rejected ×2", "Second": "same, approved ×1", "Third": ""}


def test_a_row_says_so_where_they_were_decided_differently(client, moderator):
    make_rejected(CAMPAIGN)
    make_approved(VARIANT)
    make_comment(CAMPAIGN)

    shown = page(client.get(desk_url()))

    assert "same, approved ×1, rejected ×1" in shown


def test_no_row_gives_away_what_is_to_be_judged_unaided(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 1, "UNDO_SECONDS": 0}
    make_rejected(CAMPAIGN)
    make_comment(CAMPAIGN)
    assert "same, rejected" not in page(client.get(desk_url()))


def test_no_row_gives_away_what_is_under_appeal(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    make_rejected(CAMPAIGN).appeal()
    make_comment(CAMPAIGN)

    assert "same, rejected" not in page(client.get(desk_url()))


def test_a_slice_holds_near_duplicates_alone(client, moderator):
    comment = make_comment(CAMPAIGN, name="First")
    make_comment(VARIANT, name="Second")
    make_comment(name="Other")

    response = client.get(desk_url(f"?like={comment.pk}"))

    assert names(response) == ["First", "Second"]
    assert "nearly the same words" in page(response)


def test_near_duplicates_are_decided_together(client, moderator):
    comment, variant, other = make_comment(CAMPAIGN), make_comment(VARIANT), make_comment()

    response = client.post(
        together_url("reject", f"?like={comment.pk}"),
        selection(comment, variant, guideline=["promotion"]),
        follow=True,
    )

    assert names(response) == []
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == [
        "rejected",
        "rejected",
        "pending",
    ]
    assert other.status == "pending"


def test_a_slice_of_what_was_decided_alike(client, moderator):
    comment = make_comment(CAMPAIGN)
    make_rejected(VARIANT, name="Rejected")
    make_approved(name="Other")

    assert names(client.get(desk_url(f"?state=decided&like={comment.pk}"))) == ["Rejected"]


@pytest.mark.parametrize("like", ["999999999", "x", "-1", "1' OR 1=1", "9" * 40, "%00"])
def test_a_slice_like_nothing_is_harmless(client, moderator, like):
    make_comment(CAMPAIGN)

    assert client.get(desk_url(f"?like={like}")).status_code == 200
    assert client.get(desk_url(f"?state=appeals&like={like}")).status_code == 200


def test_a_slice_like_an_erased_comment_is_empty(client, moderator):
    comment = make_comment(CAMPAIGN)
    make_comment(CAMPAIGN)
    comment.erase(by=None, request="2026/1")

    assert names(client.get(desk_url(f"?like={comment.pk}"))) == []


def test_the_card_tells_how_the_same_words_were_decided(client, moderator):
    comment, judge = make_comment(CAMPAIGN), make_moderator("zilan")
    make_rejected(VARIANT, by=judge, guidelines=["promotion", "relevance"])

    shown = page(client.get(card_url(comment)))

    assert "Similar decided: 1" in shown
    assert "zilan" in shown
    assert "A comment with nearly these words was rejected." in shown


def test_a_moderator_is_warned_before_approving_what_was_rejected(client, moderator):
    comment = make_comment(CAMPAIGN)
    make_rejected(CAMPAIGN)

    card = client.get(card_url(comment)).context["card"]

    assert OTHERWISE in card.likeness.precedent
    assert card.likeness.only_rejected


def test_a_moderator_is_warned_before_rejecting_what_was_approved(client, moderator):
    comment = make_comment(CAMPAIGN)
    make_approved(CAMPAIGN)
    make_approved(VARIANT)

    card = client.get(card_url(comment)).context["card"]

    assert card.likeness.precedent.startswith("2 comments with nearly these words were approved.")
    assert card.likeness.only_approved


def test_a_divided_precedent_warns_of_neither(client, moderator):
    comment = make_comment(CAMPAIGN)
    make_approved(CAMPAIGN)
    make_rejected(VARIANT)

    shown = page(client.get(card_url(comment)))

    assert "1 were approved and 1 rejected" in shown
    assert OTHERWISE not in shown


def test_the_warning_is_no_wall(client, moderator):
    comment = make_comment(CAMPAIGN)
    make_rejected(CAMPAIGN)

    client.post(act_url("approve", comment), {"seen": 0})

    comment.refresh_from_db()
    assert comment.is_published


def test_who_judges_an_appeal_does_not_see_precedents(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    judge = make_moderator("zilan")
    comment = make_rejected(CAMPAIGN, by=judge)
    make_rejected(CAMPAIGN, by=judge)
    comment.appeal()

    shown = page(client.get(card_url(comment)))

    assert "zilan" not in shown
    assert OTHERWISE not in shown
    assert "Hidden until the appeal is judged." in shown


def test_who_decides_without_evidence_does_not_see_precedents(client, moderator, settings):
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 1}
    comment = make_comment(CAMPAIGN)
    make_rejected(CAMPAIGN, by=make_moderator("zilan"))

    shown = page(client.get(card_url(comment)))

    assert comment.is_evidence_hidden
    assert "zilan" not in shown
    assert OTHERWISE not in shown
    assert "Hidden until this comment is decided." in shown


def test_what_is_under_appeal_is_not_shown_as_a_precedent(client, moderator, settings):
    """Whoever saw it here could judge the appeal knowing who decided, and why."""
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0}
    make_rejected(CAMPAIGN, by=make_moderator("zilan")).appeal()

    assert "zilan" not in page(client.get(card_url(make_comment(CAMPAIGN))))


def test_the_card_shows_the_paragraph_that_the_words_speak_of(client, moderator):
    discussion = make_discussion(text="The council met on Monday.\n\nThe northern road floods every spring.")

    shown = client.get(card_url(make_comment("That road has flooded for years", discussion=discussion)))
    unread = client.get(card_url(make_comment("Thanks!", discussion=discussion)))

    assert shown.context["card"].best_paragraph == "The northern road floods every spring."
    assert "Best-matching paragraph" in page(shown)
    assert "Best-matching paragraph" not in page(unread)


def test_a_short_comment_has_no_company(client, moderator):
    comment = make_comment("Thanks!")
    make_comment("Thanks!")

    shown = page(client.get(card_url(comment)))

    assert "Near-duplicates" not in shown
    assert "same ×" not in shown
