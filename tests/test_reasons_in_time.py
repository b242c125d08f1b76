"""The statement of reasons, after the comment was decided again and again, and in every reader's language."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from comments import clock, notices, refusals
from comments.checks import Finding
from comments.models import Comment, Guideline, GuidelineWording
from comments.reasons.statement import Detection, Later, Restriction, Statement, statements_told
from comments.reasons.told import became
from comments.screening import Screened
from comments.screening import Verdict as Said
from comments.sealing.canonical import plain
from tests.factories import (
    make_article,
    make_comment,
    make_discussion,
    make_editor,
    make_moderator,
    make_opened,
    make_rejected,
)

pytestmark = pytest.mark.django_db
REASON = "Uses an insult for a person or for people."
LANGUAGES = ["en", "ar", "ckb", "kmr", "tr"]


def ago(hours: float):
    return clock.at(timezone.now() - timedelta(hours=hours))


def decide(comment: Comment, hours: float, *guidelines: str) -> None:
    """So many hours ago: rejected under these guidelines, approved without any."""
    with ago(hours):
        comment = Comment.objects.get(pk=comment.pk)
        facts = {"by": make_moderator(), "seen": comment.seen, "explanation": "It quotes him."}
        appeal = comment.open_appeal
        if guidelines:
            (appeal.confirm if appeal else comment.reject)(guidelines=guidelines, **facts)
        else:
            (appeal.overturn if appeal else comment.approve)(**facts)


def appeal(comment: Comment, hours: float) -> None:
    with ago(hours):
        Comment.objects.get(pk=comment.pk).appeal(statement="Read it again.")


def statements(comment: Comment) -> dict[int, Statement]:
    told = statements_told(Comment.objects.get(pk=comment.pk))
    return {decision.number: Statement.of(decision, language="en") for decision in told}


def sent(hours: float, **facts) -> Comment:
    with ago(hours):
        return make_comment(**facts)


def made_at(comment: Comment, number: int):
    return comment.decisions.get(number=number).decided_at


# What became of a decision, as more of them follow.


def test_what_was_overturned_stays_so_when_the_comment_is_rejected_again():
    comment = sent(9)
    decide(comment, 8, "abuse")
    appeal(comment, 7)
    decide(comment, 6)
    decide(comment, 5, "threats")
    first, third = (statements(comment)[number] for number in (1, 3))

    assert (first.later, first.later_at) == (Later.OVERTURNED, made_at(comment, 2))
    assert "overturned it" in became(first)
    assert third.later is None
    assert (third.restriction, third.published_at) == (Restriction.TAKEN_DOWN, made_at(comment, 2))
    assert third.can_ask_again


def test_an_appeal_can_be_overturned_twice():
    comment = sent(9)
    decide(comment, 8, "abuse")
    appeal(comment, 7)
    decide(comment, 6)
    decide(comment, 5, "threats")
    appeal(comment, 4)
    decide(comment, 3)
    told = statements(comment)

    assert {number: (each.later, each.later_at) for number, each in told.items()} == {
        1: (Later.OVERTURNED, made_at(comment, 2)),
        3: (Later.OVERTURNED, made_at(comment, 4)),
    }


def test_what_was_decided_otherwise_was_so_when_it_first_was():
    comment = sent(9)
    decide(comment, 8, "abuse")
    decide(comment, 6)
    decide(comment, 4, "abuse")
    first = statements(comment)[1]

    assert (first.later, first.later_at) == (Later.RECONSIDERED, made_at(comment, 2))
    assert "decided otherwise" in became(first)
    assert not first.can_ask_again


def test_what_was_confirmed_and_then_approved_no_longer_stands():
    comment = sent(9)
    decide(comment, 8, "abuse")
    appeal(comment, 7)
    decide(comment, 6, "threats")
    assert statements(comment)[1].later == Later.CONFIRMED

    decide(comment, 4)
    told = statements(comment)

    assert {number: (each.later, each.later_at) for number, each in told.items()} == {
        number: (Later.RECONSIDERED, made_at(comment, 3)) for number in (1, 2)
    }


def test_the_answer_to_an_appeal_says_when_it_was_asked_for(client):
    comment = sent(9)
    decide(comment, 8, "abuse")
    appeal(comment, 7)
    decide(comment, 6, "threats")
    asked_at = comment.decisions.get(number=1).appealed_by.appealed_at

    assert {each.asked_again_at for each in statements(comment).values()} == {asked_at}
    said = for_programs(client, comment, 2)["appeal"]
    assert said["is_answer_to_one"]
    assert said["asked_at"] == asked_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# What had been public was taken down, wherever that is told.


def make_taken_down(**facts) -> Comment:
    comment = sent(3, **facts)
    decide(comment, 2)
    decide(comment, 1, "threats")
    return comment


def receipt(client, comment: Comment, **headers) -> str:
    return client.get(comment.receipt.get_absolute_url(), headers=headers).content.decode()


def test_the_receipt_says_that_it_was_taken_down(client):
    assert "read it again and taken it down" in receipt(client, make_taken_down())
    with ago(1):
        rejected = make_rejected()
    assert "decided not to publish it" in receipt(client, rejected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_says_that_it_was_taken_down(language):
    with translation.override(language):
        comment = make_opened(email="leyla@example.org")
    comment.approve(by=make_moderator(), seen=0)
    comment.reject(by=make_moderator(), seen=1, guidelines=["threats"])
    notices.deliver_due(now=timezone.now() + timedelta(minutes=1))
    message = mail.outbox[-1]
    with translation.override(language):
        never = translation.gettext("Your comment on “%(page)s” was not published")
        taken_down = translation.gettext("Your comment on “%(page)s” was taken down")

    title = comment.discussion.title
    assert message.subject in (taken_down % {"page": title}, taken_down % {"page": f"\u2068{title}\u2069"})
    assert taken_down != never
    if language == "en":
        for text in (message.body, message.alternatives[0].content):
            assert "was taken down. It is no longer published." in text
            assert "is not published" not in text


# In the language of whoever reads.


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_words_the_guideline_as_the_statement_does(client, language):
    with ago(1):
        comment = make_rejected(
            discussion=make_discussion(make_article(language="ckb")), guidelines=["threats"]
        )
    wording = Guideline.objects.get(code="threats").wording(language)
    speaking = {"accept-language": language}

    shown = receipt(client, comment, **speaking)
    reasons = client.get(address(comment), headers=speaking).content.decode()

    for page in (shown, reasons):
        block = page.split('<div class="receipt__guideline"')[1].split("</div>")[0]
        assert f'lang="{language}"' in block
        assert wording.title in translation_of(block)
        assert wording.text in translation_of(block)


def translation_of(markup: str) -> str:
    return markup.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")


def test_who_reads_a_language_that_came_later_has_the_english_of_the_day(client):
    """Never a later wording: it was rejected under the one that was in force."""
    with ago(48):
        brief = {"code": "brevity", "language": "en", "title": "Be brief", "text": "Do."}
        Guideline.objects.publish(by=make_editor(), **brief)
    with ago(1):
        comment = make_rejected(guidelines=["brevity"])
    GuidelineWording.objects.create(guideline_id="brevity", language="tr", title="Kısa yazın", text="Yazın.")

    shown = receipt(client, comment, **{"accept-language": "tr"})

    assert "Be brief" in shown
    assert "Kısa yazın" not in shown


def make_found() -> Comment:
    with ago(1):
        comment = make_comment("Your bridge is a fig leaf, you fig.")
        verdict = Said("abuse", "look", 0.9, findings=(Finding("abuse", 31, 34, REASON),))
        comment.screenings.keep(comment=comment, screened=Screened("en", 0.5, (verdict,)))
        comment.reject(by=make_moderator(), seen=0, guidelines=["abuse"])
    return comment


def address(comment: Comment, number: int = 1, name: str = "reasons") -> str:
    return reverse(f"comments:{name}", args=[comment.receipt.token, number])


def for_programs(client, comment: Comment, number: int = 1, **headers) -> dict:
    return json.loads(client.get(address(comment, number, "reasons_json"), headers=headers).content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_are_told_the_language_and_what_checks_said_in_it(client, language):
    said = for_programs(client, make_found(), **{"accept-language": language})
    with translation.override(language):
        reason = translation.gettext(REASON)

    assert said["language"] == language
    assert [mark["reason"] for mark in said["ground"]["marked"]] == [reason]
    assert (reason == REASON) == (language == "en")


@pytest.mark.parametrize(
    ("words", "detection"),
    [
        ({"abuse": "clear"}, Detection.COULD_NOT_CHECK),
        ({"abuse": "failed"}, Detection.COULD_NOT_CHECK),
        ({"abuse": "look"}, Detection.POINTED_ELSEWHERE),
    ],
)
def test_a_ground_that_no_check_covers_was_not_found_clear(words, detection):
    with ago(48):
        Guideline.objects.publish(
            by=make_editor(), code="brevity", language="en", title="Be brief", text="Do."
        )
    with ago(2):
        comment = make_comment()
        verdicts = tuple(
            Said(code, word, 0.9, reason="No word list." if word == "failed" else "")
            for code, word in words.items()
        )
        comment.screenings.keep(comment=comment, screened=Screened("en", 0.5, verdicts))
    decide(comment, 1, "brevity")

    assert statements(comment)[1].detection == detection


# What is illegal.


def test_what_is_rejected_as_illegal_says_why(client):
    call_command("publish_legal_guideline", by=make_editor("nadia").username)
    comment = sent(3)
    moderator = make_moderator()

    for said in ("", "  \n"):
        with pytest.raises(refusals.LegalGroundRequired):
            comment.reject(by=moderator, seen=0, guidelines=["abuse", "legal"], explanation=said)
    assert comment.decisions.count() == 0

    with ago(1):
        why = "Penal code, section 185: an insult."
        comment.reject(by=moderator, seen=0, guidelines=["legal"], explanation=why)
    shown = client.get(address(comment)).content.decode()
    assert "We hold that it is illegal." in shown
    assert why in shown
    assert for_programs(client, comment)["ground"]["kind"] == "law"


def test_an_appeal_of_what_is_illegal_is_confirmed_with_a_reason_too():
    call_command("publish_legal_guideline", by=make_editor("nadia").username)
    with ago(2):
        comment = make_rejected()
    asked = comment.appeal(statement="Read it again.")

    with pytest.raises(refusals.LegalGroundRequired):
        asked.confirm(by=make_moderator(), seen=1, guidelines=["legal"])


def test_there_are_six_months_to_ask_again():
    """From being told, as the Digital Services Act has it: 184 days where they are longest."""
    with ago(1):
        comment = make_rejected()
    [decision] = statements_told(comment)
    statement = Statement.of(decision, language="en")

    assert statement.ask_again_until - decision.decided_at > timedelta(days=184)


# What programs are told is written down.


def names_in(value) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(names_in, value))
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set()


def test_every_name_in_the_document_is_explained(client):
    comment = make_found()
    decide(comment, 0.5)
    said = for_programs(client, comment)
    page = (Path(__file__).parent.parent / "docs" / "transparency.md").read_text()
    explained = set(re.findall(r"`([a-z_]+)`", page))

    assert said["later"]["what"] == "reconsidered"
    assert names_in(said) - explained == set()


def test_programs_are_told_what_was_looked_at_and_that_it_was_hidden(client, settings):
    assert for_programs(client, make_found())["automation"]["evidence_hidden"] is False
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 1}

    said = for_programs(client, make_found())["automation"]

    assert said == {
        "detection": "pointed to the ground",
        "looked": ["abuse"],
        "evidence_hidden": True,
        "decided_by_program": False,
    }


def test_programs_are_told_every_time_that_people_are(client, settings):
    comment = sent(9)
    decide(comment, 8, "abuse")
    appeal(comment, 7)
    decide(comment, 6, "threats")
    first, second = (plain(made_at(comment, number)) for number in (1, 2))
    until = plain(made_at(comment, 2) + timedelta(days=settings.COMMENTS.get("APPEAL_DAYS", 185)))

    told, answer = (for_programs(client, comment, number) for number in (1, 2))

    assert (told["decided_at"], told["appeal"]["first_decided_at"]) == (first, first)
    assert told["later"] == {"what": "confirmed", "at": second}
    assert (answer["decided_at"], answer["appeal"]["first_decided_at"]) == (second, first)
    assert (answer["later"], answer["redress"]["until"]) == (None, until)


def test_a_rejection_that_was_undone_is_no_part_of_what_came_before():
    moderator = make_moderator()
    comment = sent(9)
    decide(comment, 8)
    with ago(7):
        comment = Comment.objects.get(pk=comment.pk)
        comment.reject(by=moderator, seen=1, guidelines=["abuse"])
        comment.undo(by=moderator, seen=2)
    decide(comment, 5, "threats")
    told = statements(comment)

    assert list(told) == [4]
    assert told[4].restriction == Restriction.TAKEN_DOWN
    assert told[4].published_at == made_at(comment, 1)
