"""Closing an account takes what is its reader's, and nothing of whoever has an address that they entered."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.core.mail import EmailMessage

from comments.models import Author, MailChoice
from comments.models.bearer import email_keys
from newsroom.accounts import AccountAdapter
from newsroom.closing import close
from newsroom.models import AccountMail, User
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db
MINE, ANOTHERS = "leyla@example.org", "rojda@example.org"


@pytest.fixture
def reader() -> User:
    """With an address that is proven, and one that they have entered and nobody has verified."""
    user = make_user("leyla", email=MINE)
    EmailAddress.objects.create(user=user, email=MINE, verified=True, primary=True)
    EmailAddress.objects.create(user=user, email=ANOTHERS, verified=False, primary=False)
    return user


@pytest.fixture
def unproven() -> User:
    """Signed up with another's address."""
    user = make_user("leyla", email=ANOTHERS)
    EmailAddress.objects.create(user=user, email=ANOTHERS, verified=False, primary=True)
    return user


def test_mails_on_their_way_go_with_the_account_whatever_their_address(reader, rf):
    adapter = AccountAdapter(rf.get("/"))
    adapter.send_mail(
        "account/email/email_confirmation",
        ANOTHERS,
        {"user": reader, "activate_url": "https://news.example/key"},
    )
    AccountMail.objects.post(EmailMessage("You have an account", "…", to=[MINE]))

    close(reader)

    assert not AccountMail.objects.exists()


def test_what_is_told_of_a_changed_password_goes_too(reader, rf):
    with request_context(rf.get("/")):
        AccountAdapter().send_notification_mail(
            "account/email/password_changed", reader, email="old@example.org"
        )
    assert AccountMail.objects.get().address == "old@example.org"

    close(reader)

    assert not AccountMail.objects.exists()


def test_a_mail_that_the_addresss_own_reader_waits_for_stays(unproven):
    AccountMail.objects.post(EmailMessage("A link", "…", to=[ANOTHERS]), user=make_user("rojda"))

    close(unproven)

    assert AccountMail.objects.get().address == ANOTHERS


def test_what_was_chosen_at_an_address_that_is_not_theirs_stays(unproven):
    MailChoice.objects.choose(email_keys(ANOTHERS)[:1], {"decisions": True, "guest_replies": True})

    close(unproven)

    assert MailChoice.objects.count() == 2


def test_comments_left_with_an_address_that_is_not_theirs_stay(unproven):
    comment = make_comment(email=ANOTHERS)

    close(unproven)

    comment.refresh_from_db()
    assert comment.text


def test_what_the_account_chose_goes_and_a_no_of_its_address_stays(reader):
    author = Author.objects.of_account(reader)
    MailChoice.objects.choose([author.choices_key], {"replies": True, "decisions": False})
    MailChoice.objects.choose(email_keys(MINE)[:1], {"decisions": False, "guest_replies": True})

    close(reader)

    left = MailChoice.objects.get()
    assert (left.key, left.topic, left.is_wanted) == (email_keys(MINE)[0], "decisions", False)
