"""How long a decision takes, as an author is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import clock, waiting
from comments.models import LeftForLater
from comments.templatetags.comments import roughly
from tests.factories import make_comment, make_discussion, make_escalated, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided():
    """Makes comments that waited so many minutes each, the last decided just now."""
    moderator, discussion = make_moderator(), make_discussion()

    def decide(minutes, *, days_ago=0):
        end = timezone.now() - timedelta(days=days_ago, seconds=5)
        for wait in minutes:
            with clock.at(end - timedelta(minutes=wait)):
                comment = make_comment(discussion=discussion)
            with clock.at(end):
                comment.approve(by=moderator, seen=0)

    return decide


def minutes(duration) -> float:
    return round(duration.total_seconds() / 60, 2)


def test_it_is_the_median_and_not_the_mean(decided):
    decided([1] * 10 + [5] + [2000] * 10)

    assert minutes(waiting.usual_wait()) == 5


def test_between_two_middles_it_is_half_way(decided):
    decided([10] * 10 + [20] * 10)

    assert minutes(waiting.usual_wait()) == 15


def test_fewer_than_twenty_decisions_say_nothing(decided):
    decided([1] * 19)

    assert waiting.usual_wait() is None


def test_decisions_of_long_ago_say_nothing(decided):
    decided([1] * 20, days_ago=31)

    assert waiting.usual_wait() is None


def test_it_is_asked_of_the_database_once_a_minute(decided, django_assert_num_queries):
    decided([1] * 20)

    with django_assert_num_queries(1):
        waiting.usual_wait()
        waiting.usual_wait()


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        (timedelta(seconds=4), "1 minute"),
        (timedelta(minutes=17, seconds=20), "17 minutes"),
        (timedelta(minutes=61), "1 hour"),
        (timedelta(hours=5, minutes=40), "6 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_wait_is_said_as_people_say_it(duration, said):
    assert roughly(duration) == said


@pytest.fixture
def waits():
    """Makes a comment that has waited so many minutes by now."""

    def wait(minutes, **facts):
        with clock.at(timezone.now() - timedelta(minutes=minutes)):
            return make_comment(**facts)

    return wait


@pytest.mark.parametrize(("oldest", "told"), [(1, True), (19, True), (21, False), (9000, False)])
def test_it_is_not_told_while_the_oldest_waits_more_than_twice_as_long(decided, waits, oldest, told):
    decided([10] * 20)
    waits(oldest)
    waits(0)

    assert (waiting.usual_wait() is not None) is told


def test_the_oldest_counts_though_it_was_left_for_later(decided, waits):
    decided([10] * 20)
    comment = waits(60)
    LeftForLater.objects.leave(comment=comment, by=make_moderator(), seen=0, note="Ask the desk editor.")

    assert waiting.usual_wait() is None


def test_what_was_escalated_is_out_of_the_line(decided, waits):
    decided([10] * 20)
    make_escalated(waits(60))

    assert minutes(waiting.usual_wait()) == 10


def test_what_was_withdrawn_waits_no_longer(decided, waits):
    decided([10] * 20)
    waits(60).withdraw()

    assert minutes(waiting.usual_wait()) == 10
