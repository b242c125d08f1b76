"""All that is kept of a person: found by account, e-mail or receipt, given to them, or erased."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import clock, notices, refusals
from comments.models import (
    Appeal,
    Author,
    Claim,
    Comment,
    Erasure,
    LeftForLater,
    Note,
    Person,
    QueueEntry,
    RowErasure,
    SealedRow,
    TrailEntry,
    person_export,
)
from comments.sealing.closing import seal_trail
from tests.factories import (
    make_approved,
    make_article,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_rejected,
    make_suspended,
    make_user,
)
from tests.full_record import refused
from tests.giving import given
from tests.readers import send, ticket
from tests.sealing import behind_the_triggers, found
from tests.test_permanence_in_erasure import contents

pytestmark = pytest.mark.django_db

EMAIL = "leyla@example.org"


def of_account(user, text: str = "The ferry was late again.", **facts) -> Comment:
    return make_comment(text, author=Author.objects.of_account(user), **facts)


def keys(comments) -> set[int]:
    return {comment.pk for comment in comments}


def test_an_account_leads_to_what_was_sent_while_signed_in():
    user = make_user()
    mine = {of_account(user).pk, of_account(user).pk}
    make_comment(email=EMAIL)

    assert keys(Person.of_account(user).comments) == mine


def test_an_address_leads_to_its_accounts_and_to_what_it_was_typed_with():
    typed = make_comment(email="Leyla@Example.org")
    mine = of_account(make_user(email=EMAIL))
    make_comment(author=typed.author)  # of whoever typed the address, who need not have it

    assert keys(Person.of_email(f" {EMAIL} ").comments) == keys([typed, mine])


def test_a_receipt_leads_to_its_author():
    author = make_author()
    first, second = make_comment(author=author), make_comment(author=author)
    make_comment()

    assert keys(Person.of_receipt(first.receipt.token).comments) == keys([first, second])


@pytest.mark.parametrize(
    "person",
    [
        lambda: Person.of_email(""),
        lambda: Person.of_email("  "),
        lambda: Person.of_email("nobody@example.org"),
        lambda: Person.of_receipt(""),
        lambda: Person.of_receipt("x" * 500),
        lambda: Person.of_receipt("http://[/?#"),
        lambda: Person.of_receipt("\x00"),
        lambda: Person.of_email("a\x00@example.org"),
        Person,
    ],
    ids=[
        "no address",
        "blank",
        "unknown",
        "no receipt",
        "not a receipt",
        "no address either",
        "NUL",
        "NUL in an address",
        "nobody",
    ],
)
def test_who_is_not_known_is_nobody(person):
    erased = make_comment()
    erased.erase(by=None, request="2026/1")  # its receipt has no token: nobody's, too

    assert person().is_nobody
    assert person().erase(by=None, request="2026/2").comments == 0
    assert given(person())["comments"] == []


def test_erasing_a_person_erases_all_their_comments_and_nobody_elses():
    user, editor = make_user(), make_editor()
    mine, another = [of_account(user), of_account(user)], make_comment()

    erased = Person.of_account(user).erase(by=editor, request="2026/18")

    assert (erased.comments, erased.held) == (2, ())
    assert keys(Comment.objects.filter(status="erased")) == keys(mine)
    assert Comment.objects.get(pk=another.pk).text == another.text
    assert set(Erasure.objects.values_list("request", "by")) == {("2026/18", editor.pk)}


def test_a_hold_on_one_refuses_all():
    user = make_user()
    of_account(user)
    held = make_escalated(of_account(user)).comment

    with pytest.raises(refusals.UnderLegalHold, match=str(held.pk)):
        Person.of_account(user).erase(by=make_editor(), request="2026/18")

    assert not Erasure.objects.exists()


def test_what_is_held_can_be_left():
    user = make_user()
    free, held = of_account(user), make_escalated(of_account(user)).comment

    erased = Person.of_account(user).erase(by=make_editor(), request="2026/18", leaving_held=True)

    assert (erased.comments, erased.held) == (1, (held.pk,))
    assert keys(Comment.objects.filter(status="erased")) == {free.pk}
    assert keys(Person.of_account(user).held) == {held.pk}


def test_an_export_is_json_and_holds_what_was_sent():
    user = make_user(email=EMAIL, first_name="Leyla")
    of_account(user, "The ferry was late again.", name="Leyla", email=EMAIL)
    make_approved(author=Author.objects.of_account(user))
    Author.objects.of_account(user).read_in("ckb")

    exported = given(Person.of_account(user))

    assert [known["language"] for known in exported["known_as"]] == ["ckb"]
    assert exported["accounts"][0]["email"] == EMAIL
    assert next(comment["text"] for comment in exported["comments"]) == "The ferry was late again."
    assert len(exported["comments"]) == 2


# What hangs on others' comments, or on none.


def reported_by(author, **facts):
    return make_approved().report(author=author, guideline="abuse", **facts)


def test_what_they_reported_of_others_goes_too():
    author, editor = make_author(), make_editor()
    report = reported_by(author, note="She lives next door.", email=EMAIL)
    make_comment(author=author)

    erased = Person.of_email(EMAIL).erase(by=editor, request="2026/18")

    report.refresh_from_db()
    assert (erased.comments, erased.reports) == (0, 1)
    assert (report.author, report.note, report.email) == (None, "", "")
    assert report.comment.text  # of somebody else
    assert TrailEntry.objects.filter(act="report erased", by=editor, comment=None).count() == 1


def test_a_browser_that_only_reported_with_the_address_is_not_known_again():
    browser = make_author("the-cookie")
    reported_by(browser, note="Rude.", email=EMAIL)

    Person.of_email(EMAIL).erase(by=None, request="2026/18")

    assert Author.objects.of_browser("the-cookie") != browser


def test_whoever_else_reported_with_the_address_is_known_on():
    author = Author.objects.of_account(make_user())
    reported_by(author, note="Rude.", email=EMAIL)

    Person.of_email(EMAIL).erase(by=None, request="2026/18")

    author.refresh_from_db()
    assert author.user


def test_notes_about_them_go_too():
    author, moderator = make_author(), make_moderator()
    comment = make_comment(author=author)
    note = Note.objects.write(by=moderator, author=author, text="He lives by the harbour.")
    list(seal_trail())

    erased = Person.of_receipt(comment.receipt.token).erase(by=None, request="2026/18")

    note.refresh_from_db()
    assert (erased.notes, note.text) == (1, "")
    assert SealedRow.objects.get(kind="note").salt == ""
    assert found() == []


@pytest.mark.parametrize("sealed", ["before", "after", "both"])
def test_the_record_verifies_whenever_it_was_sealed(sealed):
    author = make_author()
    make_approved(author=author, email=EMAIL)
    reported_by(author, note="Rude.", email=EMAIL)
    if sealed != "after":
        list(seal_trail())

    Person(authors=frozenset({author.pk})).erase(by=make_user(), request="2026/18")
    if sealed != "before":
        list(seal_trail())

    assert found() == []


def test_an_erasure_of_one_row_is_found_when_nobody_recorded_it():
    report = reported_by(make_author(), note="Rude.")
    list(seal_trail())

    behind_the_triggers(f"UPDATE comments_report SET note = '', author_id = NULL WHERE id = {report.pk}")

    assert any("has lost its words, and nobody erased them" in sentence for sentence in found())


def test_twice_is_harmless():
    author = make_author()
    comment = make_comment(author=author, email=EMAIL)
    reported_by(author, email=EMAIL)
    person = Person.of_email(EMAIL)
    person.erase(by=None, request="2026/18")

    erased = person.erase(by=None, request="2026/19")

    assert (erased.comments, erased.reports, erased.notes, erased.held) == (0, 0, 0, ())
    assert set(Erasure.objects.values_list("request", flat=True)) == {"2026/18"}
    assert person.is_nobody
    assert comment.pk


def test_a_report_of_a_held_comment_is_held():
    author = make_author()
    report = reported_by(author, note="He threatens her.")
    make_escalated(report.comment)
    person = Person(authors=frozenset({author.pk}))

    with pytest.raises(refusals.UnderLegalHold):
        person.erase(by=None, request="2026/18")
    erased = person.erase(by=None, request="2026/18", leaving_held=True)

    report.refresh_from_db()
    assert (erased.reports, erased.held) == (0, (report.comment_id,))
    assert report.note


@pytest.mark.parametrize("kind", ["report", "note"])
def test_the_database_refuses_the_erasure_of_a_held_row(kind):
    if kind == "report":
        row = reported_by(make_author(), note="He threatens her.")
    else:
        row = Note.objects.write(by=make_user(), comment=make_comment(), text="He threatens her.")
    make_escalated(row.comment)

    with refused("a legal hold on the comment is in force"):
        RowErasure.objects.create(kind=kind, key=str(row.pk), request="2026/18")


@pytest.mark.parametrize("kind", ["comment", "sealedrow", "decision", ""])
def test_the_database_knows_which_rows_are_erased_alone(kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        RowErasure.objects.create(kind=kind, key="1", request="2026/18")


def test_a_request_that_cannot_be_stored_erases_nothing():
    comment = make_comment(email=EMAIL)
    for request in ("x" * 201, "2026\x00", "\ud800"):
        with pytest.raises(refusals.TextRefused):
            Person.of_email(EMAIL).erase(by=None, request=request)

    comment.refresh_from_db()
    assert comment.text


# By what they are known again.


def test_who_left_nothing_is_not_known_again():
    browser = make_author("the-cookie")
    comment = make_comment(author=browser)
    browser.read_in("ckb")
    comment.erase(by=None, request="2026/18")

    browser.refresh_from_db()
    assert "the-cookie" not in browser.key
    assert browser.language == ""
    assert Author.objects.of_browser("the-cookie") != browser


def test_who_left_something_else_is_known_on():
    browser = make_author("the-cookie")
    make_comment(author=browser)
    make_comment(author=browser).erase(by=None, request="2026/18")

    assert Author.objects.of_browser("the-cookie") == browser


def test_an_account_of_which_one_comment_goes_is_known_on():
    user = make_user()
    comment = of_account(user)
    comment.erase(by=None, request="2026/18")

    assert Author.objects.of_account(user).user == user


def test_an_account_of_which_everything_goes_can_be_deleted():
    user = make_user()
    of_account(user)

    Person.of_account(user).erase(by=None, request="2026/18")

    user.delete()
    assert not Author.objects.filter(user__isnull=False).exists()


def test_a_block_outlives_an_erasure_and_ends_as_it_would_have():
    user = make_user()
    comment = of_account(user)
    make_suspended(comment)

    Person.of_account(user).erase(by=None, request="2026/18")

    with pytest.raises(refusals.Suspended):
        of_account(user)
    assert Author.objects.of_account(user).user == user


def test_a_comment_that_is_being_answered_goes_and_the_answer_stays():
    parent = make_approved(email=EMAIL)
    answer = make_approved(in_reply_to=parent, discussion=parent.discussion)

    Person.of_email(EMAIL).erase(by=None, request="2026/18")

    answer.refresh_from_db()
    assert (answer.text != "", answer.in_reply_to_id) == (True, parent.pk)
    with pytest.raises(refusals.ReplyRefused):
        make_comment(in_reply_to=parent, discussion=parent.discussion)


def test_nothing_of_it_waits_for_anybody():
    """Held, set aside, appealed and reported: no list of the desk leads to it any more."""
    moderator = make_moderator()
    with clock.at(timezone.now() - timedelta(days=1)):
        comment = make_rejected(by=moderator)
    comment.appeal(statement="It was a joke.")
    Claim.objects.take(comment=comment, by=moderator)
    later = make_comment(email=EMAIL)
    LeftForLater.objects.leave(comment=later, by=moderator, seen=0)

    comment.erase(by=None, request="2026/18")
    later.erase(by=None, request="2026/18")

    assert not Claim.objects.exists()
    assert not LeftForLater.objects.exists()
    assert not QueueEntry.objects.exists()
    assert not Appeal.objects.open().exists()
    assert not Comment.objects.under_appeal().exists()
    with pytest.raises(refusals.NotDecidable):
        comment.approve(by=make_moderator(), seen=1)


def test_an_export_says_nothing_of_what_can_still_be_undone():
    comment = make_rejected(email=EMAIL)

    (exported,) = given(Person.of_email(EMAIL))["comments"]

    assert (exported["state"], exported["decisions"]) == ("pending", [])
    assert exported["text"] == comment.text


def test_an_export_tells_decisions_words_and_reports():
    with clock.at(timezone.now() - timedelta(days=1)):
        comment = make_comment("You are a fool.", email=EMAIL)
        comment.reject(
            by=make_moderator("karim"),
            seen=0,
            guidelines=["abuse", "threats"],
            explanation="You called her a fool.",
            words=["fool"],
        )
    comment.appeal(statement="I meant it kindly.")
    reported_by(make_author(), note="Rude.", email=EMAIL)

    exported = given(Person.of_email(EMAIL))

    (decision,) = exported["comments"][0]["decisions"]
    assert decision["guidelines"] == ["abuse", "threats"]
    assert (decision["explanation"], decision["words"]) == ("You called her a fool.", ["fool"])
    assert exported["comments"][0]["appeals"][0]["statement"] == "I meant it kindly."
    assert exported["reports"][0]["note"] == "Rude."
    assert "karim" not in json.dumps(exported)  # who decided is somebody else's data


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_an_export_of_many_is_whole(monkeypatch, number):
    """At the borders of what is read at a time, too."""
    monkeypatch.setattr(person_export, "AT_ONCE", 2)
    author = make_author()
    mine = [make_comment(author=author, email=EMAIL).pk for _ in range(number)]
    reports = [reported_by(author).comment_id for _ in range(number)]

    exported = given(Person(authors=frozenset({author.pk})))

    assert [comment["id"] for comment in exported["comments"]] == mine
    assert [report["comment"] for report in exported["reports"]] == reports


def test_an_export_holds_a_few_rows_at_a_time(monkeypatch):
    monkeypatch.setattr(person_export, "AT_ONCE", 2)
    author = make_author()
    mine = [make_comment(author=author).pk for _ in range(7)]

    parts = list(Person(authors=frozenset({author.pk})).export(by=None, request="2026/9"))

    assert max(part.count('"digest"') for part in parts) == 2
    assert sum(part.count('"digest"') for part in parts) == len(mine)


def test_more_comments_cost_no_more_queries_each_time(monkeypatch):
    costs = []
    for number in (3, 9):
        author = make_author()
        for _ in range(number):
            make_comment(author=author)
        with CaptureQueriesContext(connection) as queries:
            given(Person(authors=frozenset({author.pk})))
        costs.append(len(queries))

    assert len(set(costs)) == 1


def test_what_is_erased_while_it_is_written_is_left_out(monkeypatch):
    monkeypatch.setattr(person_export, "AT_ONCE", 1)
    author = make_author()
    first, second = (make_comment(f"Sentence {n}.", author=author) for n in range(2))
    parts = Person(authors=frozenset({author.pk})).export(by=None, request="2026/9")
    written = []
    for part in parts:
        written.append(part)
        if "Sentence 0." in part:
            second.erase(by=None, request="2026/8")

    assert [comment["id"] for comment in json.loads("".join(written))["comments"]] == [first.pk]


def test_that_something_was_given_is_recorded_and_sealed_and_leads_to_nobody():
    editor, comment = make_editor(), make_comment(email=EMAIL)
    person = Person.of_email(EMAIL)

    given(person, by=editor, request=" 2026/9 ")
    list(seal_trail())

    entry = TrailEntry.objects.get(act="data given")
    assert (entry.by, entry.comment) == (editor, None)
    assert entry.details == {"request": "2026/9", "internal": False}
    assert found() == []
    person.erase(by=editor, request="2026/18")
    assert TrailEntry.objects.get(act="data given").details == entry.details
    assert comment.pk


def test_what_moderators_noted_is_exported_only_where_it_is_asked_for():
    comment = make_comment("You are an idiot.", email=EMAIL)
    Note.objects.write(by=make_moderator(), comment=comment, text="Third time this week.")

    person = Person.of_email(EMAIL)
    plain, internal = given(person), given(person, internal=True)

    assert "Third time" not in json.dumps(plain)
    assert internal["comments"][0]["notes"][0]["text"] == "Third time this week."
    assert "checks" in internal["comments"][0]


def test_an_export_gives_no_power_over_the_comments():
    comment = make_comment(email=EMAIL)

    assert comment.receipt.token not in json.dumps(given(Person.of_email(EMAIL), internal=True))


@pytest.mark.parametrize(
    "written", ["{token}", "  {token} ", "https://news.example/comments/receipt/{token}/?a=1"]
)
def test_a_receipt_is_known_by_its_address_too(written):
    comment = make_comment()

    assert keys(Person.of_receipt(written.format(token=comment.receipt.token)).comments) == {comment.pk}


def test_nothing_by_which_a_reader_could_be_found_is_left_in_any_table(client):
    """As a browser sends it: queue, search, mails, tasks, sessions and cache included."""
    article, other = make_article(), make_approved()
    send(client, article, name="Leyla Haddad", text="Zwrqxfish is my word for it.", email=EMAIL)
    client.post(
        reverse("comments:report", args=[other.pk]),
        {"guideline": "abuse", "note": "Zwrqxfish, again.", "email": EMAIL, "ticket": ticket()},
    )
    comment = Comment.objects.get(email=EMAIL)
    comment.screen()
    notices.deliver_due()
    list(seal_trail())
    traces = ["zwrqxfish", "leyla", "haddad", EMAIL, comment.network, comment.author.key]
    traces += [comment.receipt.token, comment.salt, comment.form_key]
    assert all(trace.lower() in contents().lower() for trace in traces)

    Person.of_receipt(comment.receipt.token).erase(by=make_user(), request="2026/18")

    left = [line for line in contents().splitlines() for trace in traces if trace.lower() in line.lower()]
    assert left == []
    assert found() == []
