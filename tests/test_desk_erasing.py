"""Where an editor erases on a request: what leaves is shown first, and only what was shown leaves."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from comments.models import Author, Comment, Erasure, Note, Person, TrailEntry
from comments.models.person_sought import find_person
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_moderator,
    make_user,
)
from tests.giving import given

pytestmark = pytest.mark.django_db

EMAIL = "leyla@example.org"


@pytest.fixture
def editor(client):
    editor = make_editor("nadia")
    client.force_login(editor)
    return editor


def at(name: str = "") -> str:
    return reverse(f"admin:comments_desk_erasing{name}")


def sought(by: str = "email", value: str = EMAIL, **more) -> dict:
    return {"by": by, "sought": value} | more


def confirmed(**more) -> dict:
    """What was looked at just now is what is to leave."""
    fields = sought(**more)
    person = find_person(by=fields["by"], sought=fields["sought"])
    return fields | {"seen": person.kept.digest, "request": "2026/18"}


def test_what_would_leave_is_shown_and_nothing_leaves(client, editor):
    comment = make_comment("My street is Mill Lane.", email=EMAIL)
    make_approved().report(author=make_author(), guideline="abuse", note="He is rude.", email=EMAIL)

    page = client.post(at("_find"), sought()).content.decode()

    assert "My street is Mill Lane." in page
    assert "He is rude." in page
    assert not Erasure.objects.exists()
    assert Comment.objects.get(pk=comment.pk).text


@pytest.mark.parametrize("by", ["email", "account", "receipt", "comment"])
def test_it_is_found_each_way_and_erased(client, editor, by):
    user = make_user("leyla", email=EMAIL)
    comment = make_comment("Mill Lane.", author=Author.objects.of_account(user), email=EMAIL)
    other = make_comment("Harbour Street.")
    value = {
        "email": EMAIL,
        "account": "leyla",
        "receipt": f"https://news.example{comment.receipt.get_absolute_url()}",
        "comment": f"#comment-{comment.pk}",
    }[by]
    assert "Mill Lane." in client.post(at("_find"), sought(by, value)).content.decode()

    response = client.post(at("_erase"), confirmed(by=by, value=value), follow=True)

    comment.refresh_from_db()
    assert (comment.status, comment.erasure.by, comment.erasure.request) == ("erased", editor, "2026/18")
    assert Comment.objects.get(pk=other.pk).text
    assert "Erased for good: 1 comment, 0 reports, 0 notes." in response.content.decode()
    assert EMAIL not in response.content.decode()


def test_one_comment_is_no_more_than_one(client, editor):
    author = make_author()
    comment, other = make_comment(author=author), make_comment(author=author)

    client.post(at("_erase"), confirmed(by="comment", value=str(comment.pk)))

    assert set(Comment.objects.filter(status="erased")) == {comment}
    assert Comment.objects.get(pk=other.pk).author == author


NO_ACCOUNT, NO_RECEIPT = (
    "No account has this user name.",
    "This is no receipt of ours, or its comment is erased.",
)
NO_NUMBER, NO_COMMENT = "This is no number of a comment.", "There is no comment with this number."


@pytest.mark.parametrize(
    ("by", "value", "said"),
    [
        ("email", "nobody", "This is no e-mail address."),
        ("account", "nobody", NO_ACCOUNT),
        ("account", "Nadia", NO_ACCOUNT),  # not the editor's: names are written as they are
        ("receipt", "nothing", NO_RECEIPT),
        ("receipt", "http://[/?#", NO_RECEIPT),
        ("comment", "999999", NO_COMMENT),
        ("comment", "-1", NO_NUMBER),
        ("comment", "٣", NO_NUMBER),
        ("comment", "9" * 30, NO_NUMBER),
        ("comment", "9" * 18, NO_COMMENT),
        ("comment", "1 OR 1=1", NO_NUMBER),
    ],
)
@pytest.mark.parametrize("door", ["_find", "_erase", "_export"])
def test_who_is_not_known_is_said(client, editor, door, by, value, said):
    make_comment()

    answer = client.post(at(door), sought(by, value) | {"seen": "0" * 64, "request": "2026/18"})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Erasure.objects.exists()
    assert not TrailEntry.objects.filter(act="data given").exists()


@pytest.mark.parametrize("door", ["_find", "_export"])
def test_an_address_that_nobody_used_leads_to_nothing(client, editor, door):
    make_comment()

    page = client.post(at(door), sought(value="nobody@example.org") | {"request": "2026/18"}).content.decode()

    assert "Nothing is kept about such a person." in page
    assert not TrailEntry.objects.filter(act="data given").exists()


def test_a_comment_that_is_erased_is_said_to_be(client, editor):
    comment = make_comment()
    token = comment.receipt.token
    comment.erase(by=editor, request="2026/7")

    by_number = client.post(at("_find"), sought("comment", str(comment.pk))).content.decode()
    by_receipt = client.post(at("_find"), sought("receipt", token)).content.decode()

    assert "This comment is erased already." in by_number
    assert NO_RECEIPT in by_receipt


def test_every_account_of_an_address_is_named(client, editor):
    """Two can have one, where staff typed it in for both."""
    for name in ("leyla", "leyla-of-the-sports-desk"):
        make_comment(author=Author.objects.of_account(make_user(name, email=EMAIL)))

    page = client.post(at("_find"), sought()).content.decode()

    assert "<bdi>leyla</bdi>" in page
    assert "<bdi>leyla-of-the-sports-desk</bdi>" in page


@pytest.mark.parametrize(
    "fields",
    [
        {},
        sought("everything"),
        sought(value=""),
        sought(value="x" * 401),
        sought(value="\x00"),
    ],
    ids=["nothing", "an unknown way", "nobody", "too long", "NUL"],
)
@pytest.mark.parametrize("door", ["_find", "_erase", "_export"])
def test_what_names_nobody_is_refused(client, editor, door, fields):
    make_comment(email=EMAIL)

    answer = client.post(at(door), fields | {"seen": "0" * 64, "request": "2026/18"})

    assert answer.status_code == 422
    assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"request": ""}, {"request": "x" * 201}, {"seen": ""}, {"seen": "1"}, {"seen": "G" * 64}]
)
def test_without_a_request_and_a_look_nothing_leaves(client, editor, fields):
    make_comment(email=EMAIL)

    assert client.post(at("_erase"), confirmed() | fields).status_code == 422
    assert not Erasure.objects.exists()


def comes(comment, report, note):
    make_comment("Sent meanwhile.", email=EMAIL)


def goes_and_another_comes(comment, report, note):
    """As many as before, and others."""
    comment.erase(by=None, request="2026/17")
    make_comment("Sent meanwhile.", email=EMAIL)


def becomes_a_report(comment, report, note):
    comment.erase(by=None, request="2026/17")
    make_approved().report(author=make_author(), guideline="abuse", note="Meanwhile.", email=EMAIL)


def is_put_under_a_hold(comment, report, note):
    make_escalated(comment)


def is_reported_and_held(comment, report, note):
    make_escalated(report.comment)


def is_noted(comment, report, note):
    Note.objects.write(by=make_moderator(), author=note.author, text="Meanwhile.")


@pytest.mark.parametrize(
    "what",
    [comes, goes_and_another_comes, becomes_a_report, is_put_under_a_hold, is_reported_and_held, is_noted],
)
@pytest.mark.parametrize("leaving_held", [{}, {"leaving_held": "on"}], ids=["all", "leaving held"])
def test_what_changed_since_it_was_shown_is_shown_first(client, editor, what, leaving_held):
    author = Author.objects.of_account(make_user("leyla", email=EMAIL))
    comment = make_comment(author=author, email=EMAIL)
    report = make_approved().report(author=author, guideline="abuse", note="He is rude.")
    note = Note.objects.write(by=make_moderator(), author=author, text="Calls every day.")
    press = confirmed() | leaving_held
    what(comment, report, note)
    before = Erasure.objects.count()

    response = client.post(at("_erase"), press)

    assert response.status_code == 409
    assert "What is kept is not what you were shown." in response.content.decode()
    assert Erasure.objects.count() == before
    again = client.post(at("_erase"), confirmed() | {"leaving_held": "on"})  # as shown now
    assert again.status_code == 303


def test_what_stays_as_it_was_shown_leaves_at_once(client, editor):
    """A decision on it meanwhile changes nothing of what leaves."""
    comment = make_comment(email=EMAIL)
    press = confirmed()
    comment.approve(by=make_moderator(), seen=0)

    assert client.post(at("_erase"), press).status_code == 303
    assert Erasure.objects.count() == 1


def test_twice_is_harmless(client, editor):
    make_comment(email=EMAIL)
    press = confirmed()
    client.post(at("_erase"), press)

    assert client.post(at("_erase"), press).status_code == 409
    assert Erasure.objects.count() == 1


def test_a_hold_is_said_and_can_be_left(client, editor):
    held = make_escalated(make_comment(email=EMAIL)).comment
    make_comment(email=EMAIL)

    found = client.post(at("_find"), sought())
    refused = client.post(at("_erase"), confirmed())
    assert "Under a legal hold:" in found.content.decode()
    assert (refused.status_code, Erasure.objects.count()) == (409, 0)

    told = client.post(at("_erase"), confirmed() | {"leaving_held": "on"}, follow=True)

    assert f"Left under a legal hold: {held.pk}." in told.content.decode()
    assert Comment.objects.get(pk=held.pk).text


def exported(client, **fields) -> dict:
    response = client.post(at("_export"), sought() | {"request": "2026/9"} | fields)
    assert response["Content-Disposition"] == 'attachment; filename="kept.json"'
    assert "no-store" in response["Cache-Control"]
    return json.loads(response.getvalue())


def test_what_is_kept_is_given_as_a_file(client, editor):
    make_comment("Mill Lane.", email=EMAIL)

    plain, internal = exported(client), exported(client, internal="on")

    assert plain == given(Person.of_email(EMAIL)) | {"made_at": plain["made_at"]}
    assert "checks" not in plain["comments"][0]
    assert "checks" in internal["comments"][0]


def test_what_was_given_is_in_the_record_and_to_whom_is_not(client, editor):
    make_comment("Mill Lane.", email=EMAIL)

    exported(client, internal="on")

    entry = TrailEntry.objects.get(act="data given")
    assert (entry.by, entry.comment) == (editor, None)
    assert entry.details == {"request": "2026/9", "internal": True}


@pytest.mark.parametrize("request_named", ["", "x" * 201])
def test_nothing_is_given_without_a_request(client, editor, request_named):
    make_comment("Mill Lane.", email=EMAIL)

    answer = client.post(at("_export"), sought() | {"request": request_named})

    assert answer.status_code == 422
    assert 'id="give_request"' in answer.content.decode()
    assert not TrailEntry.objects.filter(act="data given").exists()


def test_an_address_stands_in_no_address_of_a_page(client, editor):
    make_comment("Mill Lane.", email=EMAIL)

    page = client.get(at(), sought()).content.decode()

    assert EMAIL not in page
    assert "Mill Lane." not in page


def test_a_card_can_lead_here(client, editor):
    assert 'value="4711"' in client.get(at(), {"comment": "4711"}).content.decode()
    assert 'value="x"' not in client.get(at(), {"comment": "x"}).content.decode()


def test_what_was_erased_lately_is_told(client, editor):
    make_comment().erase(by=editor, request="2026/7")

    page = client.get(at()).content.decode()

    assert "2026/7" in page
    assert "nadia" in page
