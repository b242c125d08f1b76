"""All that is kept of a person: found by account, e-mail or receipt, given to them, or erased."""

from __future__ import annotations

import json

import pytest

from comments import refusals
from comments.models import Author, Comment, Erasure, Person
from tests.factories import make_approved, make_author, make_comment, make_editor, make_escalated, make_user

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
        lambda: Person.of_account(make_user()),
        Person,
    ],
    ids=["no address", "blank", "unknown", "no receipt", "not a receipt", "silent account", "nobody"],
)
def test_who_is_not_known_is_nobody(person):
    erased = make_comment()
    erased.erase(by=None, request="2026/1")  # its receipt has no token: nobody's, too

    assert person().is_nobody
    assert person().erase(by=None, request="2026/2").comments == 0
    assert person().export()["comments"] == []


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

    exported = json.loads(json.dumps(Person.of_account(user).export()))

    assert exported["accounts"][0]["email"] == EMAIL
    assert next(comment["text"] for comment in exported["comments"]) == "The ferry was late again."
    assert len(exported["comments"]) == 2
