"""Editors word, order, retire and add guidelines; what was said before stays and is said by whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments import refusals
from comments.models import Guideline, GuidelineWording, TrailEntry
from comments.receipt_shown import ShownReceipt
from tests.desk_pages import page
from tests.factories import (
    make_article,
    make_comment,
    make_editor,
    make_moderator,
    make_rejected,
    make_user,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_desk_guidelines")
ADD = reverse("admin:comments_desk_guideline_add")


def address(act: str, code: str = "threats", *more) -> str:
    return reverse(f"admin:comments_desk_guideline{act}", args=[code, *more])


def threats() -> Guideline:
    return Guideline.objects.get(pk="threats")


def word(text: str, *, title: str = "No threats", language: str = "en", seen: int = 1, by=None):
    return threats().word(by=by or make_editor(), language=language, title=title, text=text, seen=seen)


def in_force() -> list[str]:
    return list(Guideline.objects.in_force().in_order().values_list("pk", flat=True))


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def test_new_words_are_published_at_once_and_the_old_ones_stay(client):
    word("Wish nobody harm.")

    assert "Wish nobody harm." in page(client.get(reverse("comments:guidelines")))
    assert "Wish nobody harm." in page(client.get(make_article().get_absolute_url()))
    assert list(threats().wordings.filter(language="en").values_list("version", flat=True)) == [1, 2]


def test_a_decision_keeps_the_words_that_were_in_force(settings):
    settings.COMMENTS = {**settings.COMMENTS, "UNDO_SECONDS": 0}
    before = make_rejected(guidelines=["threats"])
    old = threats().wording("en").text
    word("Wish nobody harm.")
    after = make_rejected(guidelines=["threats"])

    assert told(before) == [old]
    assert told(after) == ["Wish nobody harm."]


def test_a_decision_keeps_its_words_when_another_language_is_added(settings):
    settings.COMMENTS = {**settings.COMMENTS, "UNDO_SECONDS": 0}
    guideline = Guideline.objects.publish(
        by=make_editor(),
        code="spoilers",
        language="en",
        title="No spoilers",
        text="Keep the end to yourself.",
    )
    comment = make_rejected(guidelines=["spoilers"])
    guideline.word(
        by=make_editor(), language="tr", title="Sonu söylemek yok", text="Sonunu söylemeyin.", seen=0
    )

    wording = guideline.wording("tr", at=comment.standing_decision.decided_at)

    assert wording.text == "Keep the end to yourself."
    assert guideline.wording("tr").text == "Sonunu söylemeyin."


def test_who_worded_it_and_when_is_on_record():
    editor = make_editor()

    wording = word("Wish nobody harm.", by=editor)

    assert wording.worded_by == editor
    entry = TrailEntry.objects.get(act="guideline worded")
    assert (entry.by, entry.details) == (editor, {"guideline": "threats", "language": "en", "version": 2})


def test_of_two_editors_the_second_is_told_and_loses_nothing(client, editor):
    word("Theirs.", by=make_user(first_name="Leyla"))

    answer = client.post(address("_word", "threats", "en"), {"title": "Mine", "text": "Mine too.", "seen": 1})

    text = page(answer)
    assert answer.status_code == 409
    assert "Leyla worded it anew while you wrote." in text
    assert "Mine too." in text
    assert "Theirs." in text
    assert threats().newest_wording("en").text == "Theirs."
    again = {"title": "Mine", "text": "Mine too.", "seen": answer.context["form"]["seen"].value()}
    assert client.post(address("_word", "threats", "en"), again).status_code == 303
    assert threats().newest_wording("en").text == "Mine too."


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Give the guideline a title."),
        ({"title": "t" * 81}, "81 characters long"),
        ({"title": "\u200b"}, "Give the guideline a title."),
        ({"text": ""}, "Say what the guideline asks of readers."),
        ({"text": "w" * 2001}, "The text is too long."),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
        ({"seen": "many"}, "Nothing was published yet."),
    ],
)
def test_bad_words_are_refused_and_kept(client, editor, fields, said):
    sent = {"title": "No threats", "text": "Wish nobody harm.", "seen": 1} | fields

    answer = client.post(address("_word", "threats", "en"), sent)

    assert answer.status_code == 422
    assert said in page(answer)
    assert GuidelineWording.objects.filter(guideline="threats", language="en").count() == 1


def test_the_same_words_again_are_no_new_version():
    now = threats().wording("en")

    with pytest.raises(refusals.WordingRefused):
        word(now.text, title=now.title)


def test_markup_in_a_guideline_is_shown_as_text(client):
    word("<script>alert(1)</script>")

    text = page(client.get(reverse("comments:guidelines")))

    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text


def test_a_new_guideline_is_yours_to_judge(client, editor):
    sent = {"code": "spoilers", "language": "en", "title": "No spoilers", "text": "Keep the end to yourself."}

    assert client.post(ADD, sent).status_code == 303

    assert in_force()[-1] == "spoilers"
    comment = make_comment()
    assert not comment.newest_screening.verdicts.filter(guideline="spoilers").exists()
    card = page(client.get(reverse("admin:comments_desk_card", args=[comment.pk])))
    assert "No spoilers" in card
    assert "yours to judge" in card
    comment.reject(by=editor, seen=0, guidelines=["spoilers"])
    assert comment.standing_decision.guideline_id == "spoilers"


@pytest.mark.parametrize(
    "code", ["", "x", "No spoilers", "1st", "spoilers!", "ü", "s" * 41, "threats", "a\x00"]
)
def test_a_code_that_cannot_be_one_is_refused_and_kept(client, editor, code):
    sent = {"code": code, "language": "en", "title": "No spoilers", "text": "Keep the end to yourself."}

    answer = client.post(ADD, sent)

    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == "Keep the end to yourself."
    assert len(in_force()) == 7


def test_a_retired_guideline_leaves_readers_and_moderators_and_can_be_brought_back(client, editor):
    rejected = make_rejected(guidelines=["threats"])

    assert client.post(address("_retire")).status_code == 303

    words = threats().wording("en").text
    assert words not in page(client.get(reverse("comments:guidelines")))
    assert not make_comment().newest_screening.verdicts.filter(guideline="threats").exists()
    with pytest.raises(refusals.UnknownGuideline):
        make_comment().reject(by=editor, seen=0, guidelines=["threats"])
    assert rejected.standing_decision.guideline.wording("en").text == words
    assert client.post(address("_bring_back")).status_code == 303
    assert in_force()[-1] == "threats"
    assert words in page(client.get(reverse("comments:guidelines")))
    shown = page(client.get(address("")))
    assert "<li>retired <time" in shown
    assert "<li>brought back <time" in shown


def test_retiring_and_bringing_back_twice_is_harmless():
    editor = make_editor()
    for _ in range(2):
        threats().retire(by=editor)
    for _ in range(2):
        threats().bring_back(by=editor)

    acts = list(TrailEntry.objects.filter(comment=None).order_by("pk").values_list("act", flat=True))
    assert acts == ["guideline retired", "guideline restored"]


def test_the_last_guideline_cannot_be_retired(client, editor):
    for code in in_force()[1:]:
        Guideline.objects.get(pk=code).retire(by=editor)
    (last,) = in_force()

    answer = client.post(address("_retire", last))

    assert answer.status_code == 409
    assert "only guideline in force" in page(answer)
    assert in_force() == [last]


def test_guidelines_are_moved_one_place_at_a_time(client, editor):
    first, second, *rest = in_force()

    answer = client.post(address("_move", first), {"to": "down", "order": [first, second, *rest]})

    assert answer.status_code == 303
    assert in_force() == [second, first, *rest]


def test_an_order_that_others_changed_meanwhile_is_not_put_in_place(client, editor):
    before = in_force()
    Guideline.objects.get(pk=before[-1]).retire(by=editor)

    answer = client.post(address("_move", before[0]), {"to": "down", "order": before})

    assert answer.status_code == 409
    assert in_force() == before[:-1]


@pytest.mark.parametrize("order", [[], ["threats"], ["threats", "threats"], ["nothing"]])
def test_a_forged_order_changes_nothing(client, editor, order):
    before = in_force()

    assert client.post(address("_move", "threats"), {"to": "up", "order": order}).status_code == 409
    assert in_force() == before


@pytest.mark.parametrize(
    ("role", "look", "edit"),
    [
        (None, 302, 302),
        (lambda: make_user(is_staff=True), 403, 403),
        (make_moderator, 200, 403),
        (make_editor, 200, 303),
    ],
)
def test_who_may_see_guidelines_at_the_desk_and_who_may_change_them(client, role, look, edit):
    if role:
        client.force_login(role())

    assert client.get(LIST).status_code == look
    assert client.get(address("")).status_code == look
    words = {"title": "No threats", "text": "Wish nobody harm.", "seen": 1}
    refused = 403 if edit == 302 else edit  # not sent on: what was typed is given back
    assert client.post(address("_word", "threats", "en"), words).status_code == refused
    assert client.post(address("_move", "threats"), {"order": in_force(), "to": "up"}).status_code == edit
    assert client.post(address("_retire")).status_code == edit
    assert client.post(address("_bring_back")).status_code == edit
    new = {"code": "spoilers", "language": "en", "title": "No spoilers", "text": "Keep it."}
    assert client.post(ADD, new).status_code == refused


def test_a_language_or_code_that_is_none_is_not_found(client, editor):
    words = {"title": "No threats", "text": "Wish nobody harm.", "seen": 0}

    assert client.post(address("_word", "threats", "xx"), words).status_code == 404
    assert client.get(address("", "nothing")).status_code == 404
    assert client.get(address("") + "?language=xx").status_code == 200


def told(comment) -> list[str]:
    """What the author is told that the guidelines say."""
    return [wording.text for wording in ShownReceipt.of(comment).wordings]
