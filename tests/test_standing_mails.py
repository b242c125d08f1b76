"""The mail that tells an author of their standing: until when, why, and how to object."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import notices
from comments.models import Author, Notice
from tests.factories import make_comment, make_editor, make_moderator, make_opened, make_suspended, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.COMMENTS = settings.COMMENTS | {
        "BASE_URL": "https://news.example",
        "OBJECTIONS_TO": "ombud@news.example",
    }


@pytest.fixture
def comment():
    return make_opened("Nobody reads this far.", email="aram@example.org")


@pytest.fixture
def sent(mailoutbox):
    """What was sent, beside the receipt."""

    def deliver() -> list:
        notices.deliver_due(now=timezone.now() + timedelta(minutes=1))
        return [mail for mail in mailoutbox if "We have your comment" not in mail.subject]

    return deliver


def both_parts(mail) -> list[str]:
    return [mail.body, mail.alternatives[0].content]


def test_a_suspension_is_told_with_its_end_its_reason_and_how_to_object(comment, sent):
    standing = make_suspended(comment, reason="Five insults in a day.", note="Watch this one.")

    (mail,) = sent()

    assert mail.to == ["aram@example.org"]
    assert mail.subject == "You cannot comment for now"
    for part in both_parts(mail):
        for said in (
            standing.until_shown,
            "Five insults in a day.",
            "ombud@news.example",
            comment.receipt.token,
        ):
            assert said in part
        for unsaid in ("Watch this one.", comment.text, standing.by.username):
            assert unsaid not in part


def test_a_block_says_that_it_has_no_end(comment, sent):
    comment.author.block(comment=comment, by=make_editor(), seen=0, reason="Threatened the staff.")

    (mail,) = sent()

    assert mail.subject == "You cannot comment any more"
    assert "You cannot comment here any more." in mail.body


def test_what_was_lifted_before_it_was_told_tells_only_that(comment, sent):
    editor = make_editor()
    make_suspended(comment, by=editor)
    comment.author.lift(comment=comment, by=editor, seen=1, reason="It was a quotation.")

    (mail,) = sent()

    assert mail.subject == "You can comment again"
    assert "It was a quotation." in mail.body
    assert "ombud" not in mail.body


def test_a_network_says_that_it_need_not_be_about_you(sent):
    comment = make_opened(email="aram@example.org", network="v4:0123456789abcdef")
    make_suspended(comment, subject="network")

    (mail,) = sent()

    assert "need not be about you" in mail.body


def test_an_account_is_told_at_its_address(sent):
    user = make_user(email="leyla@example.org")
    comment = make_comment(author=Author.objects.of_account(user), email=user.email)
    make_suspended(comment)

    (mail,) = sent()

    assert mail.to == ["leyla@example.org"]


def test_an_erased_comment_tells_nobody(comment, sent):
    make_suspended(comment)
    comment.erase(by=None, request="2026/1")

    assert sent() == []
    assert Notice.objects.filter(kind="standing").get().dropped_at


def test_a_hold_is_not_mailed(comment, sent):
    comment.author.hold(comment=comment, by=make_moderator(), seen=0, note="x")

    assert sent() == []


def test_a_first_mail_says_it_without_what_the_moderator_wrote(sent):
    """The receipt could not be sent, so the address, which may be anybody's, hears of this first."""
    comment = make_comment("Nobody reads this far.", email="aram@example.org")
    comment.notices.get().drop("SMTPDataError 554")
    make_suspended(comment, reason="Five insults in a day.")

    (mail,) = sent()

    for part in both_parts(mail):
        assert "you cannot comment here" in part
        assert "ombud@news.example" in part
        for unsaid in ("Five insults in a day.", comment.receipt.token):
            assert unsaid not in part
