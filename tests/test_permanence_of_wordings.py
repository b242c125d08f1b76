"""Decisions are shown under the words of their day, so no wording comes out of turn or with another date."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from comments.models import GuidelineWording
from tests.factories import make_comment
from tests.full_record import refused
from tests.sealing import seal

pytestmark = pytest.mark.django_db


def test_a_wording_is_numbered_after_the_newest():
    with refused("comments_guidelinewording.version is one more than the newest in the language"):
        GuidelineWording.objects.create(
            guideline_id="threats", language="en", version=3, title="No threats", text="Really none."
        )


def test_no_wording_is_dated_before_the_one_it_follows():
    first = GuidelineWording.objects.get(guideline_id="threats", language="en")

    with refused("comments_guidelinewording.worded_at is not before what was worded or sealed already"):
        next_wording(worded_at=first.worded_at - timedelta(seconds=1))


def test_no_wording_is_dated_before_a_seal():
    make_comment()
    seal()

    with refused("comments_guidelinewording.worded_at is not before what was worded or sealed already"):
        next_wording(language="de", version=1, worded_at=timezone.now() - timedelta(hours=2))


def test_a_wording_may_come_from_a_clock_that_is_late():
    make_comment()
    seal()

    assert next_wording(language="de", version=1, worded_at=timezone.now() - timedelta(minutes=50)).pk


@pytest.mark.parametrize("written", ["2026-11-23T10:00:00", "2026-11-23 14:00:00+05:00"])
def test_no_way_to_write_a_time_gets_past_a_seal(written):
    """On SQLite times are texts, and among them each of these comes after eleven."""
    with time_machine.travel("2026-11-23T12:00Z"):
        make_comment()
        seal()

    with refused("comments_guidelinewording.worded_at is not before"):
        put_in_a_wording(written)


@pytest.mark.parametrize("written", ["now", "2465000.5", 2465000.5, "2126-11-24"])
def test_what_is_no_date_with_a_time_is_refused(written):
    """SQLite reads each of these as one that is yet to come; whoever shows the wording could not."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps times as times")

    with refused("comments_guidelinewording.worded_at is not before"):
        put_in_a_wording(written)


def put_in_a_wording(worded_at) -> None:
    """Past Django, which writes each time in the same way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO comments_guidelinewording (guideline_id, language, version, title, text, worded_at) "
            "VALUES ('threats', 'de', 1, 'Keine Drohungen', 'Keine.', %s)",
            [worded_at],
        )


def next_wording(**facts) -> GuidelineWording:
    defaults = {"language": "en", "version": 2, "title": "No threats", "text": "Really none."}
    return GuidelineWording.objects.create(guideline_id="threats", **(defaults | facts))
