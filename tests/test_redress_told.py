"""What can be done against a decision, told to who reported in vain and to who may write no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from comments import clock, notices
from comments.reasons.told import redress_outside
from tests.factories import (
    make_approved,
    make_author,
    make_editor,
    make_moderator,
    make_opened,
    make_suspended,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ar", "ckb", "kmr", "tr"]


@pytest.fixture(autouse=True)
def site(settings):
    settings.COMMENTS = settings.COMMENTS | {"DISPUTE_BODY": "Fair Words, Bridge Street 7"}


def last_mail() -> list[str]:
    """Both halves of it."""
    notices.deliver_due(now=timezone.now() + timedelta(minutes=1))
    message = mail.outbox[-1]
    return [message.body, message.alternatives[0].content]


def make_reported(**page):
    with clock.at(timezone.now() - timedelta(hours=1)):
        comment = make_approved(**page)
    comment.report(author=make_author(), guideline="abuse", email="reporter@example.org")
    return comment


def test_who_reported_in_vain_is_told_what_there_is_beside_us():
    comment = make_reported()
    comment.approve(by=make_moderator(), seen=1)

    for half in last_mail():
        assert "stays published" in half
        assert "you can go to a court" in half
        assert "Fair Words, Bridge Street 7" in half


def test_who_reported_rightly_has_nothing_to_go_against():
    comment = make_reported()
    comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"])

    for half in last_mail():
        assert "no longer published" in half
        assert "court" not in half


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_write_no_more_is_told_in_their_language(language):
    with translation.override(language):
        comment = make_opened(email="aram@example.org")
        sentences = list(redress_outside())
    make_suspended(comment)

    for half in last_mail():
        assert [sentence for sentence in sentences if sentence not in half] == []


def test_who_may_write_again_has_nothing_to_go_against():
    comment = make_opened(email="aram@example.org")
    make_suspended(comment)
    last_mail()
    comment.author.lift(comment=comment, by=make_editor(), seen=1, reason="It was a quotation.")

    for half in last_mail():
        assert "It was a quotation." in half
        assert "court" not in half
