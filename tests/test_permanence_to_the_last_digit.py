"""A number is what it was to its last digit, whatever the session is set to in which it is changed."""

from __future__ import annotations

import pytest
from django.db import connection

from comments.models import Screening, TrailEntry
from tests.factories import make_comment
from tests.full_record import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite compares numbers as they are, and keeps no sign of zero")


def make_screening(score: float) -> Screening:
    return make_comment().screenings.create(number=2, score=score)


def rescored(screening: Screening, score: float) -> None:
    Screening.objects.filter(pk=screening.pk).update(score=score)


def test_a_score_changes_by_no_small_amount():
    screening = make_screening(0.12)

    with refused("comments_screening.score is permanent"):
        rescored(screening, 0.12000000000000001 + 1e-16)


def test_no_session_that_rounds_what_it_shows_hides_a_change(only_postgresql):
    screening = make_screening(0.12)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL extra_float_digits = -15")

    with refused("comments_screening.score is permanent"):
        rescored(screening, 0.14)


def test_a_score_of_nothing_keeps_its_sign(only_postgresql):
    """The seal of the row would be another's: it is taken over what is written."""
    screening = make_screening(0.0)

    with refused("comments_screening.score is permanent"), connection.cursor() as cursor:
        cursor.execute("UPDATE comments_screening SET score = '-0' WHERE id = %s", [screening.pk])


def test_a_number_within_details_is_written_as_it_was():
    entry = TrailEntry.objects.create(act="tried", details={"seconds": 1})

    with refused("comments_trailentry.details is permanent"):
        TrailEntry.objects.filter(pk=entry.pk).update(details={"seconds": 1.0})
