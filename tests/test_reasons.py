"""The statement of reasons: complete, true to the rows of its day, told in time and to nobody else."""

from __future__ import annotations

import html
import json
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from comments import clock, notices
from comments.checks import Finding
from comments.models import Comment, Guideline, Opening
from comments.reasons.statement import Detection, Later, Restriction, Source, Statement, statements_told
from comments.reasons.told import became, sections
from comments.screening import Screened
from comments.screening import Verdict as Said
from tests.factories import make_author, make_comment, make_editor, make_moderator, make_opened, make_user

pytestmark = pytest.mark.django_db

WORDS = "Your bridge is a fig leaf, you fig."
REPORTER = "Sesquipedalian"


def ago(**span):
    return clock.at(timezone.now() - timedelta(**span))


def make_read(*looks: str, failed: tuple[str, ...] = (), **facts) -> Comment:
    """A comment of which the checks said `look` under these guidelines."""
    comment = make_comment(WORDS, **facts)
    words = dict.fromkeys(looks, "look") | dict.fromkeys(failed, "failed")
    verdicts = tuple(
        Said(
            code,
            words.get(code, "clear"),
            0.9,
            findings=(Finding(code, 31, 34, "Uses an insult for a person or for people."),)
            if code in looks
            else (),
            reason="There is no word list." if code in failed else "",
        )
        for code in ("personal_attacks", "threats", "promotion")
    )
    comment.screenings.keep(comment=comment, screened=Screened("en", 0.5, verdicts))
    return comment


def reject(comment: Comment, *guidelines: str, by=None, **facts):
    return comment.reject(
        by=by or make_moderator(),
        seen=comment.seen,
        guidelines=list(guidelines or ["personal_attacks"]),
        **facts,
    )


def make_told(*looks: str, **facts) -> Comment:
    with ago(hours=1):
        comment = make_read(*looks)
        reject(comment, **facts)
    return comment


def make_taken_down(*, reported: bool, **facts) -> Comment:
    with ago(hours=3):
        comment = make_read(**facts)
        comment.approve(by=make_moderator(), seen=0)
    with ago(hours=2):
        if reported:
            comment.report(
                author=make_author(REPORTER), guideline="abuse", note=REPORTER, email="r@example.org"
            )
    with ago(hours=1):
        reject(comment)
    return comment


def make_confirmed() -> Comment:
    with ago(hours=3):
        comment = make_read("personal_attacks")
        reject(comment, by=make_moderator("first"))
    with ago(hours=2):
        appeal = comment.appeal(statement="I meant the fruit.")
    with ago(hours=1):
        appeal.confirm(by=make_moderator("second"), seen=1, guidelines=["threats"], explanation="It is one.")
    return comment


def statement_of(comment: Comment, **facts) -> Statement:
    return Statement.of(statements_told(comment)[0], language="en", **facts)


def told(statement: Statement) -> str:
    return "\n".join(sentence for section in sections(statement) for sentence in section.sentences)


def address(comment: Comment, number: int = 1, name: str = "reasons") -> str:
    return reverse(f"comments:{name}", args=[comment.receipt.token, number])


def page(client, comment: Comment, number: int = 1) -> str:
    response = client.get(address(comment, number))
    assert response.status_code == 200
    return response.content.decode()


def for_programs(client, comment: Comment, number: int = 1) -> dict:
    return json.loads(client.get(address(comment, number, "reasons_json")).content)


# What is said.


def test_a_rejection_before_publication_says_so():
    statement = statement_of(make_told())

    assert statement.restriction == Restriction.NOT_PUBLISHED
    assert statement.published_at is None
    assert "It is not published." in told(statement)
    assert "every comment is read before it is published" in told(statement)
    assert "whole comment, wherever the site can be read, and has no end" in told(statement)


def test_a_published_comment_that_is_rejected_was_taken_down():
    comment = make_taken_down(reported=False)
    statement = statement_of(comment)

    assert statement.restriction == Restriction.TAKEN_DOWN
    assert statement.published_at == comment.decisions_in_order[0].decided_at
    assert statement.source == Source.OWN_INITIATIVE
    assert "It had been public since" in told(statement)
    assert "of our own accord" in told(statement)


def test_it_is_public_since_it_was_first_approved_and_not_since_it_was_kept():
    with ago(hours=5):
        comment = make_read()
        comment.approve(by=make_moderator(), seen=0)
    with ago(hours=4):
        comment.report(author=make_author(), guideline="abuse")
    with ago(hours=3):
        comment.approve(by=make_moderator(), seen=1)
    with ago(hours=1):
        reject(comment)
    statement = statement_of(comment)

    assert statement.published_at == comment.decisions_in_order[0].decided_at
    assert statement.source == Source.OWN_INITIATIVE  # the report had been answered


def test_a_report_is_named_and_the_reporter_is_not(client):
    comment = make_taken_down(reported=True)

    assert statement_of(comment).source == Source.REPORT
    for text in (page(client, comment, 2), json.dumps(for_programs(client, comment, 2))):
        assert "A reader had reported it." in text
        assert REPORTER not in text
        assert "r@example.org" not in text


def test_a_report_that_came_after_the_decision_is_none_of_it():
    """As can be where a rejection was undone: the next decision answers the report, the first did not."""
    moderator = make_moderator()
    with ago(hours=3):
        comment = make_read()
        comment.approve(by=make_moderator(), seen=0)
    with ago(hours=2):
        reject(comment, by=moderator)
        comment.undo(by=moderator, seen=2)
        comment.report(author=make_author(), guideline="abuse")
    with ago(hours=1):
        reject(comment)
    [last] = statements_told(comment)
    undone = comment.decisions_in_order[1]

    assert Statement.of(last, language="en").source == Source.REPORT
    assert Statement.of(undone, language="en").source == Source.OWN_INITIATIVE


@pytest.mark.parametrize(
    ("looks", "failed", "detection"),
    [
        (("personal_attacks",), (), Detection.POINTED_TO_IT),
        (("personal_attacks", "promotion"), (), Detection.POINTED_TO_IT),
        (("promotion",), (), Detection.POINTED_ELSEWHERE),
        ((), ("personal_attacks",), Detection.COULD_NOT_CHECK),
        ((), ("promotion",), Detection.FOUND_NOTHING),
        ((), (), Detection.FOUND_NOTHING),
    ],
)
def test_what_the_checks_had_said_is_told(looks, failed, detection):
    with ago(hours=1):
        comment = make_read(*looks, failed=failed)
        reject(comment)
    statement = statement_of(comment)

    assert statement.detection == detection
    assert statement.looked == tuple(sorted(looks))
    assert "A person decided it." in told(statement)
    assert "without seeing" not in told(statement)


def test_evidence_that_was_hidden_is_told(settings):
    settings.COMMENTS = settings.COMMENTS | {"EVIDENCE_HIDDEN_SHARE": 1}

    assert "without seeing what they had found" in told(statement_of(make_told("personal_attacks")))


def test_a_later_reading_by_the_checks_changes_nothing():
    comment = make_told()
    verdicts = (Said("personal_attacks", "look", 0.9),)
    comment.screenings.keep(comment=comment, screened=Screened("en", 0.5, verdicts))

    assert statement_of(Comment.objects.get()).detection == Detection.FOUND_NOTHING


def test_the_guideline_reads_as_it_did_then(client):
    comment = make_told()
    guideline = Guideline.objects.get(code="personal_attacks")
    before = guideline.wording("en")
    guideline.word(by=make_editor(), language="en", title="Reworded", text="Reworded since.", seen=1)
    guideline.retire(by=make_editor())

    shown = page(client, comment)

    assert before.title in shown
    assert before.text in shown
    assert "Reworded" not in shown
    assert for_programs(client, comment)["ground"]["guidelines"][0]["version"] == 1


def test_the_words_and_the_explanation_are_the_reasons(client):
    comment = make_told("personal_attacks", explanation="Leave out the last <b>.", words=["you fig"])
    shown, said = page(client, comment), for_programs(client, comment)

    assert "Leave out the last &lt;b&gt;." in shown
    assert "you fig" in shown
    assert "No single words were marked" not in shown
    assert said["ground"]["explanation"] == "Leave out the last <b>."
    assert {"words": "you fig", "by": "moderator", "reason": ""} in said["ground"]["marked"]
    assert "check" in {mark["by"] for mark in said["ground"]["marked"]}


def test_where_nothing_was_marked_or_explained_that_is_said(client):
    assert "No single words were marked" in page(client, make_told())


def test_what_is_illegal_names_its_legal_ground():
    Guideline.objects.publish(
        by=make_editor(), code="legal", language="en", title="Keep within the law", text="No libel."
    )
    with ago(hours=1):
        comment = make_read()
    reject(comment, "legal", explanation="Penal code, section 185.")
    later = timezone.now() + timedelta(minutes=1)
    [decision] = statements_told(comment, now=later)
    statement = Statement.of(decision, language="en", now=later)

    assert statement.is_about_law
    assert [wording.text for wording in statement.wordings] == ["No libel."]


# Redress.


def test_asking_again_has_an_end():
    comment = make_told()
    statement = statement_of(comment)

    assert statement.can_ask_again
    assert "free of charge" in told(statement)
    assert statement.ask_again_until == statement.decision.decided_at + timedelta(days=185)


def test_when_the_time_is_over_that_is_said(settings):
    settings.COMMENTS = settings.COMMENTS | {"APPEAL_DAYS": 0}

    assert "The time to ask us to decide again ended" in told(statement_of(make_told()))


def test_who_has_asked_already_is_told_when():
    with ago(hours=2):
        comment = make_read()
        reject(comment)
    comment.appeal(statement="Read it again.")
    statement = statement_of(Comment.objects.get())

    assert not statement.can_ask_again
    assert "You asked us on" in told(statement)


def test_a_confirmed_rejection_goes_on_with_the_first(client):
    comment = make_confirmed()
    newest, first = statements_told(comment)
    second = Statement.of(newest, language="en")

    assert second.is_on_appeal
    assert second.first_decided_at == first.decided_at
    assert "confirmed the rejection" in told(second)
    assert "is final with us" in told(second)
    assert [wording.guideline_id for wording in second.wordings] == ["threats"]
    assert second.detection == Detection.POINTED_ELSEWHERE  # of the ground that counts now
    assert Statement.of(first, language="en").later == Later.CONFIRMED
    assert "confirmed it" in page(client, comment, 1)


def test_an_appeal_of_what_was_taken_down_still_says_that_it_was():
    comment = make_taken_down(reported=True)
    appeal = comment.appeal(statement="Read it again.")
    with clock.at(timezone.now() - timedelta(seconds=1)):
        appeal.confirm(by=make_moderator(), seen=2, guidelines=["threats"])
    later = timezone.now() + timedelta(minutes=2)
    [newest, _first] = statements_told(comment, now=later)
    statement = Statement.of(newest, language="en", now=later)

    assert (statement.restriction, statement.source) == (Restriction.TAKEN_DOWN, Source.REPORT)


def test_an_overturned_rejection_says_that_it_no_longer_stands(client):
    with ago(hours=3):
        comment = make_read()
        reject(comment)
    with ago(hours=2):
        appeal = comment.appeal(statement="Read it again.")
    with ago(hours=1):
        appeal.overturn(by=make_moderator(), seen=1)

    assert statement_of(comment).later == Later.OVERTURNED
    assert "It no longer stands" in page(client, comment)


def test_what_was_overturned_is_told_when_it_can_no_longer_be_undone():
    with ago(hours=3):
        comment = make_read()
        reject(comment)
    with ago(hours=2):
        appeal = comment.appeal(statement="Read it again.")
    appeal.overturn(by=make_moderator(), seen=1)

    assert became(statement_of(comment)) == ""
    assert statement_of(comment, now=timezone.now() + timedelta(minutes=1)).later == Later.OVERTURNED


def test_what_is_decided_otherwise_shows_nowhere_while_it_can_be_undone():
    comment = make_told()
    before = told(statement_of(comment))

    comment.approve(by=make_moderator(), seen=1, explanation="It was meant well.")

    assert told(statement_of(comment)) == before
    assert "Until" in before


def test_a_withdrawn_comment_keeps_its_statement(client):
    with ago(hours=1):
        comment = make_read()
        comment.approve(by=make_moderator(), seen=0)
        reject(comment)
    comment.withdraw()
    statement = statement_of(Comment.objects.get())

    assert statement.later == Later.WITHDRAWN
    assert not statement.can_ask_again
    assert "You took your comment back" in page(client, comment, 2)


# When and to whom.


def test_it_is_told_when_the_decision_can_no_longer_be_undone(client):
    comment = make_comment()
    reject(comment)

    assert client.get(address(comment)).status_code == 404
    assert client.get(address(comment, name="reasons_json")).status_code == 404
    assert address(comment) not in client.get(comment.receipt.get_absolute_url()).content.decode()


def test_what_was_undone_has_none(client):
    moderator = make_moderator()
    with ago(hours=1):
        comment = make_comment()
        reject(comment, by=moderator)
        comment.undo(by=moderator, seen=1)

    assert statements_told(Comment.objects.get()) == []
    assert client.get(address(comment)).status_code == 404


def test_an_erased_comment_has_no_page_and_its_statement_no_words(client):
    comment = make_told("personal_attacks", explanation=f"You wrote {WORDS}", words=["you fig"])
    where = address(comment)
    comment.erase(by=make_user(), request="2026/1")
    comment = Comment.objects.get()
    statement = statement_of(comment)

    assert client.get(where).status_code == 404
    assert statement.marked == ()
    assert statement.decision.explanation == ""
    assert "It is not published." in told(statement)


@pytest.mark.parametrize("number", [0, 2, 3, 99, 10**12, 10**30])
def test_there_is_a_page_for_each_rejection_and_no_other(client, number):
    comment = make_told()

    assert client.get(address(comment, number)).status_code == 404


@pytest.mark.parametrize("token", ["x", "\x00", "ا", "x" * 3000])
def test_a_token_that_is_nobodys_opens_nothing(client, token):
    make_told()

    assert client.get(reverse("comments:reasons", args=[token, 1])).status_code == 404


def test_an_approval_has_no_statement(client):
    comment = make_taken_down(reported=False)

    assert client.get(address(comment, 1)).status_code == 404
    assert client.get(address(comment, 2)).status_code == 200


def test_the_receipt_leads_to_every_statement(client):
    comment = make_confirmed()
    shown = client.get(comment.receipt.get_absolute_url()).content.decode()

    assert f'href="{address(comment, 1)}"' in shown
    assert f'href="{address(comment, 2)}"' in shown


@pytest.mark.parametrize("name", ["reasons", "reasons_json"])
def test_it_is_kept_by_no_cache_and_no_search_engine(client, name):
    response = client.get(address(make_told(), name=name))

    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_it(client, method):
    assert getattr(client, method)(address(make_told())).status_code == 405


# For programs.


def test_programs_are_told_the_same(client):
    comment = make_taken_down(reported=True)
    said = for_programs(client, comment, 2)

    assert said["restriction"] == "taken down"
    assert said["published_at"] == comment.decisions_in_order[0].decided_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert said["source"] == "report"
    assert said["territory"] == "everywhere"
    assert said["ends_at"] is None
    assert said["automation"] == {
        "detection": "found nothing",
        "looked": [],
        "evidence_hidden": False,
        "decided_by_program": False,
    }
    assert said["ground"]["kind"] == "guidelines"
    assert said["ground"]["codes"] == ["personal_attacks"]
    assert said["redress"]["can_ask_again"]
    assert said["redress"]["at"] == f"http://127.0.0.1:8000{comment.receipt.get_absolute_url()}"
    assert said["row"] == f"decision {comment.standing_decision.pk}"
    assert said["told"]["source"] == ["A reader had reported it. Who reports a comment is told to nobody."]


# By mail.


def mailed(comment: Comment):
    notices.deliver_due(now=timezone.now() + timedelta(minutes=1))
    return mail.outbox[-1]


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "kmr", "tr"])
def test_the_mail_says_all_of_it_and_none_of_the_readers_words(language):
    with translation.override(language):
        comment = make_opened(WORDS, email="leyla@example.org")
    reject(comment, explanation="It is about a person.", words=["you fig"])
    message = mailed(comment)
    html = message.alternatives[0].content
    later = timezone.now() + timedelta(minutes=1)
    with translation.override(language):
        [decision] = statements_told(comment, now=later)
        said = sections(Statement.of(decision, language=language, now=later))

    for section in said:
        for sentence in (section.title, *section.sentences):
            assert sentence in message.body
            assert sentence in html
    assert address(comment) in message.body
    assert address(comment) in html
    for text in (message.body, html):
        assert "fig leaf" not in text
        assert "you fig" not in text


def test_the_mail_of_an_approval_has_no_reasons():
    comment = make_opened(WORDS, email="leyla@example.org")
    comment.approve(by=make_moderator(), seen=0)

    assert "reasons" not in mailed(comment).body


# What a site says of redress.


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("Write to the press council.", "tr", "Write to the press council."),
        ({"en": "The press council.", "tr": "Basın konseyi."}, "tr", "Basın konseyi."),
        ({"en": "The press council."}, "tr", "The press council."),
        ({"kmr": "Encûmena çapemeniyê."}, "kmr", "Encûmena çapemeniyê."),
        ({"tr": "Basın konseyi."}, "en", "court"),
        ({}, "en", "court"),
        ("", "en", "court"),
    ],
)
def test_further_redress_is_the_sites_to_word(settings, said, language, expected):
    settings.COMMENTS = settings.COMMENTS | {"FURTHER_REDRESS": said}

    with translation.override(language):
        assert expected in told(statement_of(make_told()))


def test_a_court_is_named_whatever_else_the_site_names(settings):
    settings.COMMENTS = settings.COMMENTS | {"FURTHER_REDRESS": "Write to the press council."}

    said = told(statement_of(make_told()))

    assert "you can go to a court" in said
    assert "certified body for out-of-court dispute settlement" in said
    assert said.endswith("Write to the press council.")


@pytest.mark.parametrize("body", ["Fair Words, Bridge Street 7.", {"en": "Fair Words, Bridge Street 7"}])
def test_the_body_for_settling_it_out_of_court_is_named(client, settings, body):
    settings.COMMENTS = settings.COMMENTS | {"DISPUTE_BODY": body}
    comment = make_told()

    said, redress = told(statement_of(comment)), for_programs(client, comment)["redress"]

    assert "you can turn to a certified body: Fair Words, Bridge Street 7." in said
    assert "Where the Digital Services Act" not in said
    assert redress["dispute_body"].startswith("Fair Words, Bridge Street 7")
    assert (redress["court"], redress["further"]) == (True, None)


# All that is asked for, of every kind of rejection, wherever it is told and in every language.


def make_rejected_at_once(**facts) -> Comment:
    with ago(hours=1):
        comment = make_read("personal_attacks", **facts)
        reject(comment, explanation="Write of what they did.")
    return comment


def make_taken_back_from_view(**facts) -> Comment:
    return make_taken_down(reported=False, **facts)


def make_taken_down_on_a_report(**facts) -> Comment:
    return make_taken_down(reported=True, **facts)


def make_confirmed_on_appeal(**facts) -> Comment:
    with ago(hours=3):
        comment = make_read("personal_attacks", **facts)
        reject(comment)
    with ago(hours=2):
        appeal = comment.appeal(statement="I meant the fruit.")
    with ago(hours=1):
        appeal.confirm(by=make_moderator(), seen=1, guidelines=["personal_attacks"])
    return comment


KINDS = {
    make_rejected_at_once: ("not published", "own initiative", "pointed to the ground", True),
    make_taken_back_from_view: ("taken down", "own initiative", "found nothing", True),
    make_taken_down_on_a_report: ("taken down", "report", "found nothing", True),
    make_confirmed_on_appeal: ("not published", "own initiative", "pointed to the ground", False),
}


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "kmr", "tr"])
@pytest.mark.parametrize("make", KINDS)
def test_every_rejection_is_reasoned_in_full_wherever_it_is_told(client, settings, make, language):
    settings.COMMENTS = settings.COMMENTS | {"DISPUTE_BODY": "Fair Words, Bridge Street 7"}
    with translation.override(language):
        comment = make(email="leyla@example.org")
    notices.deliver_due()
    Opening.objects.open(comment.notices.get(kind="receipt"))
    number = comment.decisions_in_order[-1].number
    wording = Guideline.objects.get(code="personal_attacks").wording(language)
    with translation.override(language):
        statement = Statement.of(statements_told(comment)[0], language=language)
        sentences = [sentence for section in sections(statement) for sentence in section.sentences]

    speaking = {"accept-language": language}
    shown = html.unescape(client.get(address(comment, number), headers=speaking).content.decode())
    program = json.loads(client.get(address(comment, number, "reasons_json"), headers=speaking).content)
    mailed(comment)
    message = [each for each in mail.outbox if each.to == ["leyla@example.org"]][-1]

    for text in (shown, message.body, html.unescape(message.alternatives[0].content)):
        assert [sentence for sentence in sentences if sentence not in text] == []
        assert wording.title in text
        assert wording.text in text
        assert "Fair Words, Bridge Street 7" in text
    assert sentences == [
        sentence
        for section in ("decision", "source", "automation", "redress")
        for sentence in program["told"][section]
    ]
    restriction, source, detection, can_ask_again = KINDS[make]
    assert (program["restriction"], program["source"]) == (restriction, source)
    assert bool(program["published_at"]) == (restriction == "taken down")
    assert (program["part"], program["territory"], program["ends_at"]) == (
        "whole comment",
        "everywhere",
        None,
    )
    assert program["automation"]["detection"] == detection
    assert program["automation"]["decided_by_program"] is False
    assert program["ground"]["kind"] == "guidelines"
    assert program["ground"]["guidelines"][0]["text"] == wording.text
    assert program["redress"]["can_ask_again"] is can_ask_again
    assert program["redress"]["until"]
    assert program["redress"]["court"]


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "kmr", "tr"])
def test_a_page_is_there_in_every_language(client, language):
    comment = make_taken_down(reported=True)
    response = client.get(address(comment, 2), headers={"accept-language": language})

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()
