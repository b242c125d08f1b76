"""How long a decision takes, as an author is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import clock, waiting
from comments.templatetags.comments import roughly
from tests.factories import make_comment, make_discussion, make_moderator

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
