"""A part of a whole is rounded in one way, at the desk and for readers."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import translation

from comments.desk import tables
from comments.moments import roughly
from comments.shares import share
from comments.transparency import shown


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", ["٣٣٪", "أقل من ١٪"]), ("ckb", ["٣٣٪", "کەمتر لە ١٪"]), ("tr", ["%33", "%1’den az"])],
)
def test_a_share_has_the_sign_of_its_language(language, said):
    with translation.override(language):
        assert [shown.share(1, 3), shown.share(1, 2000)] == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.2, "1 minute"),
        (2.5, "3 minutes"),
        (3.5, "4 minutes"),
        (90, "2 hours"),
        (150, "3 hours"),
        (60 * 60, "3 days"),
    ],
)
def test_a_wait_is_rounded_like_a_share(minutes, said):
    assert roughly(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "–"),
        (0, 7, "0 %"),
        (7, 7, "100 %"),
        (1, 8, "13 %"),  # 12.5: `round` says 12
        (3, 8, "38 %"),
        (5, 8, "63 %"),
        (29, 200, "15 %"),  # 14.5, and a little less as a float
        (1, 3, "33 %"),
        (2, 3, "67 %"),
        (1, 200, "1 %"),
        (1, 201, "under 1 %"),
        (3, 10_000, "under 1 %"),
        (199, 200, "over 99 %"),
        (9_999, 10_000, "over 99 %"),
        (989, 1000, "99 %"),
    ],
)
def test_a_share_is_a_whole_percent_with_halves_up(part, whole, said):
    assert share(part, whole) == said


def test_every_share_is_the_nearest_percent_and_neither_nothing_nor_all_that_is_not():
    for whole in range(1, 260):
        for part in range(whole + 1):
            said, exact = share(part, whole), Fraction(100 * part, whole)
            if said.startswith("under"):
                assert 0 < exact < Fraction(1, 2)
            elif said.startswith("over"):
                assert Fraction(199, 2) <= exact < 100
            else:
                assert -Fraction(1, 2) < int(said.removesuffix(" %")) - exact <= Fraction(1, 2)
                assert said != "0 %" or part == 0


def test_the_desk_and_the_public_record_say_the_same():
    assert tables.share is share
    for part in range(9):
        assert shown.share(part, 8) == share(part, 8)


def test_readers_have_it_in_their_digits():
    with translation.override("ar"):
        assert "١٣" in shown.share(1, 8)
        assert "٩٩" in shown.share(999, 1000)
    with translation.override("tr"):
        assert shown.share(1, 8) == "%13"
