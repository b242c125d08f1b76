"""Who is told of replies: once they are published for good, at a proven address, as its reader chose."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone, translation

from comments import notices
from comments.models import Attribution, Author, MailChoice, Notice
from tests.factories import (
    make_approved,
    make_author,
    make_comment,
    make_discussion,
    make_moderator,
    make_user,
)

pytestmark = pytest.mark.django_db

EMAIL = "leyla@example.org"
LATER = timedelta(minutes=1)


@pytest.fixture
def account() -> Author:
    return Author.objects.of_account(make_user(email=EMAIL))


@pytest.fixture
def mine(account):
    """Published, and its author told so."""
    comment = make_approved("The road floods.", author=account, email=EMAIL, discussion=make_discussion())
    told()
    mail.outbox.clear()
    return comment


def reply_to(comment, text: str = "It did in May.", **facts):
    return make_comment(text, discussion=comment.discussion, in_reply_to=comment, **facts)


def answered(comment, **facts):
    """A reply that is published."""
    reply = reply_to(comment, **facts)
    reply.approve(by=make_moderator(), seen=0)
    return reply


def told(after: timedelta = LATER) -> list[str]:
    """Subjects of the mails of replies that have gone out by then."""
    notices.deliver_due(now=timezone.now() + after)
    return [message.subject for message in mail.outbox if "to your comment" in message.subject]


def test_a_published_reply_is_told_with_where_it_stands_and_none_of_its_words(mine):
    reply = answered(mine, text="Unmistakable marzipan.", name="Rojda the Unmistakable")

    assert told() == [f"1 reply to your comment on “{mine.discussion.title}”"]
    [message] = mail.outbox
    assert message.to == [EMAIL]
    for part in (message.body, message.alternatives[0].content):
        assert reply.get_absolute_url() in part
        assert "marzipan" not in part
        assert "Rojda" not in part


def test_one_that_waits_is_not_told(mine):
    reply_to(mine)

    assert told() == []


def test_nor_one_that_can_still_be_undone(mine):
    answered(mine)

    assert told(after=timedelta(seconds=20)) == []


def test_nor_one_that_was_undone(mine):
    reply, moderator = reply_to(mine), make_moderator()
    reply.approve(by=moderator, seen=0)
    reply.undo(by=moderator, seen=1)

    assert told() == []


@pytest.mark.parametrize("end", ["rejected", "withdrawn", "erased"])
def test_nor_one_that_is_gone_again(mine, end):
    reply = answered(mine)
    if end == "rejected":
        reply.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    elif end == "withdrawn":
        reply.withdraw()
    else:
        reply.erase(by=None, request="2026/1")

    assert told() == []


@pytest.mark.parametrize("end", ["rejected", "withdrawn", "erased"])
def test_of_what_is_gone_nobody_is_told_replies(mine, end):
    answered(mine)
    if end == "rejected":
        mine.reject(by=make_moderator(), seen=1, guidelines=["abuse"])
    elif end == "withdrawn":
        mine.withdraw()
    else:
        mine.erase(by=None, request="2026/1")

    assert told() == []


def test_a_reply_to_oneself_is_no_news(mine, account):
    answered(mine, author=account)

    assert told() == []


def test_several_are_told_at_once(mine):
    for _ in range(3):
        answered(mine)

    assert told() == [f"3 replies to your comment on “{mine.discussion.title}”"]


def test_a_popular_comment_brings_one_mail_an_hour(mine):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answered(mine)
        assert len(told()) == 1
        for _ in range(5):
            clock.shift(timedelta(minutes=10))
            answered(mine)
            told()
        assert len(told()) == 1
        clock.shift(timedelta(minutes=30))

        assert told()[1:] == [f"5 replies to your comment on “{mine.discussion.title}”"]


def test_one_published_twice_is_told_once(mine):
    reply = answered(mine)
    told()
    reply.report(author=make_author(), guideline="abuse")
    reply.approve(by=make_moderator(), seen=1)

    assert len(told(after=timedelta(hours=2))) == 1


def test_a_mail_that_failed_tells_of_what_came_meanwhile_too(mine, settings):
    answered(mine)
    settings.EMAIL_BACKEND, works = "tests.mailing.Failing", settings.EMAIL_BACKEND
    told()
    settings.EMAIL_BACKEND = works
    answered(mine)

    assert told(after=timedelta(hours=2)) == [f"2 replies to your comment on “{mine.discussion.title}”"]


def test_it_is_in_the_language_its_author_read_the_site_in(account):
    with translation.override("ar"):
        mine = make_approved(author=account, email=EMAIL)
    for _ in range(2):
        answered(mine)

    notices.deliver_due(now=timezone.now() + LATER)

    assert mail.outbox[-1].subject.startswith("ردّان على تعليقكم على «")
    assert '<html lang="ar" dir="rtl">' in mail.outbox[-1].alternatives[0].content


def test_whoever_wants_none_gets_none(mine, account):
    MailChoice.objects.choose([account.choices_key], {"replies": False})
    answered(mine)

    assert told() == []
    assert not Notice.objects.filter(kind="reply").exists()


def test_a_choice_made_before_the_mail_goes_counts(mine, account):
    answered(mine)
    MailChoice.objects.choose([account.choices_key], {"replies": False})

    assert told() == []


# Guests.


def test_a_guest_is_told_nothing_of_replies():
    """Anyone can type an address."""
    answered(make_approved(email=EMAIL))

    assert told() == []
    assert not Notice.objects.filter(kind="reply").exists()


@pytest.mark.parametrize(("wish", "mails"), [(None, 0), (False, 0), (True, 1)])
def test_who_has_proven_the_address_is_told_if_they_wish(account, wish, mails):
    comment = make_approved(email=EMAIL)
    Attribution.objects.claim(author=account, email=EMAIL)
    if wish is not None:
        MailChoice.objects.choose([account.choices_key], {"guest_replies": wish})
    answered(comment)

    assert len(told()) == mails


def test_an_account_whose_address_is_not_proven_is_told_nothing(mine, settings):
    settings.COMMENTS = settings.COMMENTS | {"PROVEN_EMAIL": "tests.test_replies_told.nothing_proven"}
    answered(mine)

    assert told() == []


def nothing_proven(user) -> str:
    return ""


def test_what_an_account_says_under_what_it_wrote_as_a_guest_is_no_news_to_it(account):
    guests = make_approved("The road floods.", email=EMAIL, discussion=make_discussion())
    Attribution.objects.claim(author=account, email=EMAIL)
    MailChoice.objects.choose([account.choices_key], {"guest_replies": True})

    answered(guests, author=account)
    assert not guests.notices.filter(kind="reply").exists()

    answered(guests, text="Another's.")
    assert [subject.partition(" to ")[0] for subject in told()] == ["1 reply"]
