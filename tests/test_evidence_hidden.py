"""A share of comments is decided without knowing what the checks found, so that their figures are honest."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments.models import Comment, Decision
from comments.numbers.checks import agreements
from tests.desk_pages import act_url, card_url, desk_url, names, page, selection, together_url
from tests.factories import make_comment, make_moderator

pytestmark = pytest.mark.django_db
INSULT = "You are an idiot, Leyla."


@pytest.fixture(autouse=True)
def all_are_drawn(settings):
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 1}


@pytest.fixture
def none_is_drawn(settings):
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 0}


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def shown_of(client, comment) -> dict:
    """What a card tells of the evidence."""
    card = client.get(card_url(comment)).context["card"]
    return {
        "evidence": len(card.evidence),
        "chosen": [line.guideline.pk for line in card.lines if line.is_chosen],
        "verdicts": [line.verdict.verdict for line in card.lines if line.verdict],
        "marks": [stretch.text for stretch in card.stretches if stretch.is_evidence],
    }


def test_the_card_shows_no_evidence_and_chooses_nothing(client, moderator):
    comment = make_comment(INSULT)
    assert comment.newest_screening.verdicts.filter(verdict="look").exists()
    assert shown_of(client, comment) == {"evidence": 0, "chosen": [], "verdicts": [], "marks": []}
    assert "drawn to be decided unaided" in page(client.get(card_url(comment)))


def test_the_row_tells_nothing_either(client, moderator):
    make_comment(INSULT)
    row = client.get(desk_url()).context["rows"][0]
    assert row.evidence == "evidence hidden"
    assert (row.is_to_look_at, row.has_failed, row.failed, row.findings) == (False, False, "", 0)


@pytest.mark.parametrize(
    "query",
    [
        "?state=look",
        "?verdict=look",
        "?guideline=personal_attacks",
        "?sort=riskiest",
        "?sort=clearest",
        "?ready=known",
    ],
)
def test_no_slice_tells_by_holding_it(client, moderator, query):
    make_comment(INSULT)
    assert names(client.get(desk_url(query))) == []
    assert names(client.get(desk_url())) == ["Aram"]


def test_the_plain_list_tells_nothing_by_its_filter(client, moderator):
    make_comment(INSULT)
    listed = client.get(reverse("admin:comments_comment_changelist"), {"guideline": "personal_attacks"})
    assert listed.context["cl"].result_count == 0


def test_other_slices_hold_it(client, moderator):
    comment = make_comment(INSULT)
    for query in (f"?discussion={comment.discussion_id}", "?language=en", f"?author={comment.author_id}"):
        assert names(client.get(desk_url(query))) == ["Aram"]


@pytest.mark.parametrize("act", ["approve", "reject", "approve_together", "reject_together", "verb"])
def test_the_decision_says_that_it_was_made_so(client, moderator, act):
    comment = make_comment(INSULT)
    if act == "verb":
        comment.approve(by=moderator, seen=0)
    elif act.endswith("together"):
        client.post(together_url(act.partition("_")[0]), selection(comment, guideline=["personal_attacks"]))
    else:
        client.post(act_url(act, comment), {"seen": 0, "guideline": ["personal_attacks"]})
    assert Decision.objects.get().evidence_hidden


def test_once_decided_the_evidence_is_shown(client, moderator):
    comment = make_comment(INSULT)
    comment.reject(by=moderator, seen=0, guidelines=["personal_attacks"])
    assert shown_of(client, comment)["evidence"] > 0


def test_an_undoing_saw_no_evidence_and_hides_none(client, moderator):
    comment = make_comment(INSULT)
    comment.approve(by=moderator, seen=0)
    comment.undo(by=moderator, seen=1)
    assert [d.evidence_hidden for d in comment.decisions_in_order] == [True, False]


def test_what_was_not_drawn_is_shown_as_ever(client, moderator, none_is_drawn):
    comment = make_comment(INSULT)
    assert "personal_attacks" in shown_of(client, comment)["chosen"]
    assert names(client.get(desk_url("?state=look"))) == ["Aram"]
    comment.approve(by=moderator, seen=0)
    assert not Decision.objects.get().evidence_hidden


def test_which_are_drawn_follows_the_setting(settings):
    comments = [make_comment() for _ in range(12)]
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 0.5}
    hidden = {comment.pk for comment in comments if comment.is_evidence_hidden}
    assert hidden == {comment.pk for comment in comments if comment.digest[8] < "8"}
    told = set(Comment.objects.all().with_evidence_shown().values_list("pk", flat=True))
    assert told == {comment.pk for comment in comments} - hidden


def test_its_figures_stand_apart(settings):
    make_comment(INSULT).reject(by=make_moderator(), seen=0, guidelines=["personal_attacks"])
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 0}
    make_comment(INSULT).approve(by=make_moderator(), seen=0)
    hidden, seen = (agreements(30, evidence_hidden=hidden)["personal_attacks"] for hidden in (True, False))
    assert (hidden.looks, hidden.looks_rejected, seen.looks, seen.looks_rejected) == (1, 1, 1, 0)


def test_what_was_decided_and_undone_is_no_longer_decided_unaided(client, moderator):
    comment = make_comment(INSULT)
    comment.approve(by=moderator, seen=0)
    comment.undo(by=moderator, seen=1)

    assert not comment.reject(by=moderator, seen=2, guidelines=["personal_attacks"]).evidence_hidden
