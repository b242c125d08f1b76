"""Where an editor erases on a request: what leaves is shown first, and only what was shown leaves."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments.models import Author, Comment, Erasure, Person
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_editor,
    make_escalated,
    make_user,
)

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


def confirmed(seen: int, **more) -> dict:
    return sought(**more) | {"seen": seen, "request": "2026/18"}


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

    response = client.post(at("_erase"), confirmed(1, by=by, value=value), follow=True)

    comment.refresh_from_db()
    assert (comment.status, comment.erasure.by, comment.erasure.request) == ("erased", editor, "2026/18")
    assert Comment.objects.get(pk=other.pk).text
    assert "Erased for good: 1 comment, 0 reports, 0 notes." in response.content.decode()
    assert EMAIL not in response.content.decode()


def test_one_comment_is_no_more_than_one(client, editor):
    author = make_author()
    comment, other = make_comment(author=author), make_comment(author=author)

    client.post(at("_erase"), confirmed(1, by="comment", value=str(comment.pk)))

    assert set(Comment.objects.filter(status="erased")) == {comment}
    assert Comment.objects.get(pk=other.pk).author == author


@pytest.mark.parametrize(
    ("by", "value"),
    [
        ("email", "nobody@example.org"),
        ("account", "nobody"),
        ("receipt", "nothing"),
        ("receipt", "http://[/?#"),
        ("comment", "999999"),
        ("comment", "-1"),
        ("comment", "٣"),
        ("comment", "9" * 30),
        ("comment", "1 OR 1=1"),
    ],
)
def test_who_is_not_known_is_said(client, editor, by, value):
    make_comment()

    page = client.post(at("_find"), sought(by, value)).content.decode()

    assert "Nothing is kept about such a person." in page
    assert client.post(at("_erase"), confirmed(0, by=by, value=value)).status_code == 303
    assert not Erasure.objects.exists()


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

    assert client.post(at(door), fields | {"seen": 1, "request": "2026/18"}).status_code == 422
    assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"request": ""}, {"request": "x" * 201}, {"seen": ""}, {"seen": "-1"}, {"seen": "one"}]
)
def test_without_a_request_and_a_look_nothing_leaves(client, editor, fields):
    make_comment(email=EMAIL)

    assert client.post(at("_erase"), confirmed(1) | fields).status_code == 422
    assert not Erasure.objects.exists()


def test_more_than_was_shown_is_shown_first(client, editor):
    make_comment(email=EMAIL)
    make_comment("Sent meanwhile.", email=EMAIL)

    response = client.post(at("_erase"), confirmed(1))

    assert response.status_code == 409
    assert "Sent meanwhile." in response.content.decode()
    assert not Erasure.objects.exists()


def test_twice_is_harmless(client, editor):
    make_comment(email=EMAIL)
    client.post(at("_erase"), confirmed(1))

    assert client.post(at("_erase"), confirmed(1)).status_code == 409
    assert Erasure.objects.count() == 1


def test_a_hold_is_said_and_can_be_left(client, editor):
    held = make_escalated(make_comment(email=EMAIL)).comment
    make_comment(email=EMAIL)

    found = client.post(at("_find"), sought())
    refused = client.post(at("_erase"), confirmed(2))
    assert "Under a legal hold:" in found.content.decode()
    assert (refused.status_code, Erasure.objects.count()) == (409, 0)

    told = client.post(at("_erase"), confirmed(2) | {"leaving_held": "on"}, follow=True)

    assert f"Left under a legal hold: {held.pk}." in told.content.decode()
    assert Comment.objects.get(pk=held.pk).text


def test_what_is_kept_is_given_as_a_file(client, editor):
    make_comment("Mill Lane.", email=EMAIL)

    response = client.post(at("_export"), sought())

    assert response["Content-Disposition"] == 'attachment; filename="kept.json"'
    assert "no-store" in response["Cache-Control"]
    assert response.json() == Person.of_email(EMAIL).export() | {"made_at": response.json()["made_at"]}
    assert "checks" not in response.json()["comments"][0]
    internal = client.post(at("_export"), sought() | {"internal": "on"}).json()
    assert "checks" in internal["comments"][0]


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
