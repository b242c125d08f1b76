"""An address is found however it was written, and by no other."""

from __future__ import annotations

import unicodedata

import pytest
from django.urls import reverse

from comments.addresses import LONGEST, settled_address
from comments.models import Comment, Person, Report
from tests.factories import make_approved, make_article, make_author, make_comment, make_user
from tests.readers import send, ticket

pytestmark = pytest.mark.django_db
SETTLED = "leyla@xn--mnchen-3ya.example"
WAYS = {
    "as typed": "leyla@münchen.example",
    "capitals": "LEYLA@MÜNCHEN.example",
    "in parts": unicodedata.normalize("NFD", "leyla@münchen.example"),
    "as servers write it": SETTLED,
    "so in capitals": SETTLED.upper(),
}


@pytest.mark.parametrize("sought", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("sent", WAYS.values(), ids=WAYS)
def test_what_was_sent_with_it_is_found(client, sent, sought):
    article, other = make_article(), make_approved()
    send(client, article, email=sent)
    form = {"guideline": "abuse", "note": "Rude.", "email": sent, "ticket": ticket()}
    client.post(reverse("comments:report", args=[other.pk]), form)

    person = Person.of_email(sought)

    assert person.comments.get().email.lower() == SETTLED
    assert person.reports.get().email.lower() == SETTLED


def test_what_was_kept_before_is_found_as_it_was_typed():
    comment = make_comment(email="leyla@münchen.example")
    report = make_approved().report(author=make_author(), guideline="abuse", email="leyla@münchen.example")

    person = Person.of_email(SETTLED)

    assert (person.comments.get(), person.reports.get()) == (comment, report)


def test_so_is_the_account_that_has_proven_it():
    user = make_user(email="leyla@münchen.example")

    for sought in WAYS.values():
        assert list(Person.of_email(sought).accounts) == [user]


@pytest.mark.parametrize(
    "sought", ["leyla@munchen.example", "leyla@muenchen.example", "leyla+1@münchen.example"]
)
def test_another_address_is_another(sought):
    make_comment(email=SETTLED)

    assert Person.of_email(sought).is_nobody


@pytest.mark.parametrize(
    "address", ["", "leyla", "leyla@", "leyla@ü..example", "leyla@" + "ü" * 70 + ".example"]
)
def test_what_is_no_address_is_left_as_it_is(address):
    assert settled_address(address) == address


def test_one_that_would_be_too_long_is_left_as_it_is(client):
    address = "leyla@" + ".".join(["ü" * 40] * 6)
    assert len(address) <= LONGEST
    article = make_article()

    assert send(client, article, email=address).status_code in (303, 422)
    assert len(settled_address(address)) <= LONGEST
    assert not Comment.objects.exclude(email__in=["", address]).exists()
    assert not Report.objects.exists()
