"""Reports come back in the order of what they are worth, and whoever made them learns what became of them."""

from __future__ import annotations

import pytest

from comments import notices
from comments.models import Notice, Reported
from comments.models.reported import accuracy, track_record
from tests.factories import make_approved, make_author, make_discussion, make_editor, make_moderator

pytestmark = pytest.mark.django_db


def make_reporter(*, right: int = 0, wrong: int = 0):
    reporter, moderator, discussion = make_author(), make_moderator(), make_discussion()
    for n in range(right + wrong):
        comment = make_approved(discussion=discussion, by=moderator)
        comment.report(author=reporter, guideline="abuse")
        if n < right:
            comment.reject(by=moderator, seen=1, guidelines=["abuse"])
        else:
            comment.approve(by=moderator, seen=1)
    return reporter


def reported_in_order() -> list:
    return [row.comment for row in Reported.objects.order_by("-weight", "oldest_at", "comment")]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"), [(0, 0, 500), (1, 0, 666), (0, 1, 333), (3, 1, 666), (0, 4, 166)]
)
def test_a_reporter_is_as_accurate_as_their_reports_ended_in_rejection(right, wrong, expected):
    reporter = make_reporter(right=right, wrong=wrong)

    assert accuracy(reporter) == expected
    assert track_record(reporter) == (right, right + wrong)


def test_what_nobody_has_answered_yet_says_nothing_of_the_reporter():
    reporter = make_author()
    make_approved().report(author=reporter, guideline="abuse")

    assert track_record(reporter) == (0, 0)


def test_an_answer_that_was_undone_says_nothing_either():
    reporter, moderator, comment = make_author(), make_moderator(), make_approved()
    comment.report(author=reporter, guideline="abuse")
    comment.reject(by=moderator, seen=1, guidelines=["abuse"])
    comment.undo(by=moderator, seen=2)

    assert track_record(reporter) == (0, 0)


def test_who_is_mostly_right_is_heard_first():
    doubtful, trusted = make_reporter(wrong=3), make_reporter(right=3)
    first, second = make_approved(), make_approved()
    first.report(author=doubtful, guideline="abuse")
    second.report(author=trusted, guideline="abuse")

    assert reported_in_order() == [second, first]


def test_more_reports_weigh_more_and_of_equals_the_oldest_report_is_first():
    one, two, three = make_approved(), make_approved(), make_approved()
    two.report(author=make_author(), guideline="abuse")
    one.report(author=make_author(), guideline="abuse")
    three.report(author=make_author(), guideline="abuse")
    three.report(author=make_author(), guideline="threats")

    assert reported_in_order() == [three, two, one]


@pytest.mark.parametrize(
    "act",
    [
        lambda comment: comment.approve(by=make_moderator(), seen=1),
        lambda comment: comment.reject(by=make_moderator(), seen=1, guidelines=["abuse"]),
        lambda comment: comment.withdraw(),
        lambda comment: comment.erase(by=make_editor(), request="2026/1"),
    ],
    ids=["kept", "rejected", "withdrawn", "erased"],
)
def test_whatever_ends_the_reports_takes_the_comment_from_the_list(act):
    comment = make_approved()
    comment.report(author=make_author(), guideline="abuse")

    act(comment)

    assert not Reported.objects.exists()


def test_undoing_the_answer_brings_it_back():
    comment, moderator = make_approved(), make_moderator()
    comment.report(author=make_author(), guideline="abuse")
    comment.approve(by=moderator, seen=1)

    comment.undo(by=moderator, seen=2)

    assert reported_in_order() == [comment]


# Told how it was settled.


@pytest.fixture
def no_wait(settings):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 0, "BASE_URL": "https://news.example"}


def tell_everyone(mailoutbox) -> list:
    from datetime import timedelta

    from django.utils import timezone

    notices.deliver_due(now=timezone.now() + timedelta(minutes=1))
    return [mail for mail in mailoutbox if mail.to == ["rojda@example.org"]]


@pytest.mark.parametrize(
    ("outcome", "said"), [("reject", "no longer published"), ("approve", "stays published")]
)
def test_whoever_left_an_address_is_told_how_it_was_settled(no_wait, mailoutbox, outcome, said):
    comment = make_approved(email="aram@example.org")
    comment.report(author=make_author(), guideline="abuse", email="rojda@example.org")
    guidelines = {"guidelines": ["abuse"]} if outcome == "reject" else {}
    getattr(comment, outcome)(by=make_moderator(), seen=1, **guidelines)

    (mail,) = tell_everyone(mailoutbox)

    assert said in mail.body
    assert "report" in mail.subject
    assert comment.receipt.token not in mail.body + str(mail.alternatives)
    assert comment.text not in mail.body


def test_an_answer_that_was_undone_is_not_told_and_the_next_one_is(settings, mailoutbox):
    settings.COMMENTS = settings.COMMENTS | {"UNDO_SECONDS": 30, "BASE_URL": "https://news.example"}
    comment, moderator = make_approved(), make_moderator()
    comment.report(author=make_author(), guideline="abuse", email="rojda@example.org")
    comment.approve(by=moderator, seen=1)
    comment.undo(by=moderator, seen=2)
    comment.reject(by=moderator, seen=3, guidelines=["abuse"])

    (mail,) = tell_everyone(mailoutbox)

    assert "no longer published" in mail.body


def test_once_told_a_reporter_is_not_told_of_later_decisions(no_wait, mailoutbox):
    comment = make_approved()
    comment.report(author=make_author(), guideline="abuse", email="rojda@example.org")
    comment.approve(by=make_moderator(), seen=1)
    tell_everyone(mailoutbox)

    comment.reject(by=make_moderator(), seen=2, guidelines=["abuse"])

    assert len(tell_everyone(mailoutbox)) == 1


def test_without_an_address_nobody_is_told():
    comment = make_approved()
    comment.report(author=make_author(), guideline="abuse")
    comment.approve(by=make_moderator(), seen=1)

    assert not Notice.objects.filter(kind="report").exists()


def test_an_erasure_takes_the_reporters_address(no_wait, mailoutbox):
    comment = make_approved()
    comment.report(author=make_author(), guideline="abuse", email="rojda@example.org")
    comment.approve(by=make_moderator(), seen=1)
    comment.erase(by=make_editor(), request="2026/1")

    assert tell_everyone(mailoutbox) == []
    assert comment.reports.get().email == ""
