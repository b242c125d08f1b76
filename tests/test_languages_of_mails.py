"""A mail is in its reader's language: the one they wrote in, or of an account the one it chose last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from comments import notices
from comments.models import Author
from newsroom.models import User
from tests.factories import (
    make_approved,
    make_article,
    make_author,
    make_comment,
    make_discussion,
    make_moderator,
    make_user,
)
from tests.readers import ticket

pytestmark = pytest.mark.django_db
EMAIL = "leyla@example.org"


@pytest.fixture
def reader(client) -> User:
    user = make_user("leyla", email=EMAIL)
    client.force_login(user)
    return user


def language_of_last() -> str:
    notices.deliver_due(now=timezone.now() + timedelta(minutes=1))
    html = mail.outbox[-1].alternatives[0].content
    return html.partition('<html lang="')[2].partition('"')[0]


def choose(client, language: str) -> None:
    client.post(reverse("choose_language"), {"language": language})


def comment_in(language: str, **facts):
    with translation.override(language):
        return make_comment(**facts)


def test_a_guest_is_told_in_the_language_they_wrote_in():
    comment = comment_in("ckb", email=EMAIL)
    assert language_of_last() == "ckb"
    with translation.override("tr"):  # the moderator's
        comment.approve(by=make_moderator(), seen=0)

    assert language_of_last() == "ckb"


def test_an_account_is_told_in_the_language_it_chose_last(client, reader):
    comment = comment_in("ckb", author=Author.objects.of_account(reader), email=EMAIL)

    choose(client, "kmr")
    comment.approve(by=make_moderator(), seen=0)

    assert language_of_last() == "kmr"


def test_of_replies_too(client, reader):
    answered = make_approved(author=Author.objects.of_account(reader), email=EMAIL)
    choose(client, "ar")
    reply = comment_in("tr", in_reply_to=answered, discussion=answered.discussion, author=make_author())

    reply.approve(by=make_moderator(), seen=0)

    assert language_of_last() == "ar"


def test_who_chose_none_is_told_in_that_of_their_comment(reader):
    comment_in("ckb", author=Author.objects.of_account(reader), email=EMAIL)

    assert language_of_last() == "ckb"


def test_a_language_that_there_is_not_is_no_choice(client, reader):
    author = Author.objects.of_account(reader)
    choose(client, "kmr")

    choose(client, "xx")

    author.refresh_from_db()
    assert author.language == "kmr"


def test_signing_in_in_a_language_chooses_it(client, reader):
    author = Author.objects.of_account(reader)
    client.logout()

    with translation.override("tr"):
        client.force_login(reader)

    author.refresh_from_db()
    assert author.language == "tr"


def test_looking_for_a_language_makes_nobody_known(client, reader):
    choose(client, "tr")

    assert not Author.objects.exists()


def report_in(client, language: str, comment) -> None:
    client.cookies["language"] = language
    fields = {"ticket": ticket(), "guideline": "abuse", "email": EMAIL}
    assert client.post(reverse("comments:report", args=[comment.pk]), fields).status_code == 200


def test_who_reports_is_told_in_the_language_they_reported_in(client):
    comment = make_approved(discussion=make_discussion(make_article(language="en")))
    report_in(client, "ckb", comment)

    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    assert language_of_last() == "ckb"


def test_of_who_reported_before_that_was_kept_the_page_tells():
    comment = make_approved(discussion=make_discussion(make_article(language="tr")))
    comment.report(author=make_author(), guideline="abuse", email=EMAIL)

    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    assert language_of_last() == "tr"
