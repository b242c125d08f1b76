"""The optional guideline: published by a command, judged by people, and rejected under like any other."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from comments.guidelines import CODES, DEFAULT_WORDINGS
from comments.models import Guideline
from tests.desk_pages import act_url, card_url, page, selection, together_url
from tests.factories import make_comment, make_editor, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def legal() -> Guideline:
    call_command("publish_legal_guideline", by=make_editor("nadia").username)
    return Guideline.objects.get(code="legal")


def test_a_site_starts_without_it():
    assert not Guideline.objects.exclude(code__in=CODES).exists()


@pytest.mark.parametrize("language", DEFAULT_WORDINGS)
def test_it_is_worded_in_each_language(legal, language):
    wording = legal.wording(language)

    assert (wording.language, wording.version, wording.worded_by.username) == (language, 1, "nadia")


def test_no_check_covers_it_and_it_is_yours_to_judge(client, legal):
    client.force_login(make_moderator())
    comment = make_comment()

    line = client.get(card_url(comment)).context["card"].lines[-1]

    assert (line.guideline, line.verdict, line.is_chosen) == (legal, None, False)
    assert "yours to judge" in page(client.get(card_url(comment)))


def test_a_comment_is_rejected_under_it(legal):
    comment = make_comment()

    comment.reject(by=make_moderator(), seen=0, guidelines=["legal"], explanation="Section 185.")

    assert comment.standing_decision.guideline == legal


def test_the_desk_asks_for_the_law_and_keeps_what_was_chosen(client, legal):
    client.force_login(make_moderator())
    comment = make_comment()
    sent = {"seen": 0, "guideline": ["legal"], "span": "0-3"}

    refused = client.post(act_url("reject", comment), sent)
    assert refused.status_code == 422
    assert "say which law it breaks, and how" in page(refused)
    chosen = [line.guideline.pk for line in refused.context["card"].lines if line.is_chosen]
    assert chosen == ["legal"]
    assert not comment.decisions.exists()

    client.post(act_url("reject", comment), sent | {"explanation": "Section 185: an insult."})
    assert comment.standing_decision.explanation == "Section 185: an insult."


def test_of_several_together_none_is_rejected_as_illegal_without_a_reason(client, legal):
    client.force_login(make_moderator())
    comments = [make_comment() for _ in range(3)]
    sent = selection(*comments, guideline=["legal"])

    refused = client.post(together_url("reject"), sent)
    assert refused.status_code == 422
    assert page(refused).count("say which law it breaks, and how") == 1
    assert refused.context["selected"] == {comment.pk for comment in comments}

    client.post(together_url("reject"), sent | {"explanation": "Section 185: an insult."})
    assert [comment.standing_decision.guideline for comment in comments] == [legal] * 3


def test_it_is_published_once(legal):
    with pytest.raises(CommandError, match="exists"):
        call_command("publish_legal_guideline", by="nadia")


@pytest.mark.parametrize(("by", "message"), [("nobody", "no user"), ("moderator", "may not")])
def test_only_an_editor_publishes_it(by, message):
    make_moderator("moderator")

    with pytest.raises(CommandError, match=message):
        call_command("publish_legal_guideline", by=by)
    assert not Guideline.objects.filter(code="legal").exists()
