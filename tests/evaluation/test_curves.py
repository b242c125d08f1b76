"""Figures of ranking: exact where scores tie, and dashes where there is nothing to rank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.evaluation.calibration import calibration
from comments.evaluation.curves import Curve
from comments.evaluation.figures import precision_at

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.9]), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("so", "otherwise", "area"),
    [
        ([1, 1], [0, 0], 1.0),
        ([0], [1], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.2, 0.8], [0.5], 0.5),
        ([], [1], None),
        ([1], [], None),
    ],
)
def test_the_area_counts_pairs_and_halves_ties(so, otherwise, area):
    assert Curve(so, otherwise).area == area


@given(SCORES, SCORES)
def test_the_area_is_the_share_of_pairs(so, otherwise):
    pairs = [(a > b) + (a == b) / 2 for a in so for b in otherwise]

    assert Curve(so, otherwise).area == pytest.approx(sum(pairs) / len(pairs))


@pytest.mark.parametrize(
    ("so", "otherwise", "precision"),
    [
        ([0.9, 0.8], [0.1], 1.0),
        ([0.1], [0.9], 1 / 2),
        ([0.9, 0.5], [0.5, 0.1], 1 / 2 * 1 + 1 / 2 * 2 / 3),
        ([0.5], [0.5, 0.5, 0.5], 1 / 4),
        ([], [0.5], None),
    ],
)
def test_average_precision_takes_a_tie_as_one_threshold(so, otherwise, precision):
    expected = None if precision is None else pytest.approx(precision)

    assert Curve(so, otherwise).average_precision == expected


@given(SCORES, SCORES, st.sampled_from([0.0, 0.01, 0.05, 0.2, 0.5]))
def test_recall_at_is_the_best_a_threshold_can_do(so, otherwise, most):
    def share(scores, threshold):
        return sum(score >= threshold for score in scores) / len(scores)

    thresholds = [each for each in {*so, *otherwise} if each > 0 and share(otherwise, each) <= most]

    found = Curve(so, otherwise).recall_at(most)

    assert found == pytest.approx(max((share(so, each) for each in thresholds), default=0.0))


def test_ties_that_give_too_many_alarms_are_not_split():
    curve = Curve([0.7, 0.7, 0.7], [0.7, 0.1, 0.1])

    assert curve.recall_at(0.3) == 0.0
    assert curve.recall_at(1 / 3) == 1.0
    assert curve.threshold_at(1 / 3) == 0.7


def test_precision_is_restated_for_a_base_rate():
    assert precision_at(0.1, 0.9, 0.1) == pytest.approx(0.5)
    assert precision_at(0.1, 0.0, 0.0) is None
    assert precision_at(0.1, None, 0.1) is None


def test_calibration_weighs_the_file_to_the_base_rate():
    # One in ten is judged so, all score 0.1: that is as right as can be, whatever the file holds.
    found = calibration([0.1] * 50, [0.1] * 50, 0.1)

    assert found.error == pytest.approx(0.0)
    assert found.brier == pytest.approx(0.09)
    (bin,) = found.bins
    assert (bin.share, bin.score, bin.judged_so) == (
        pytest.approx(1),
        pytest.approx(0.1),
        pytest.approx(0.1),
    )


def test_a_sure_score_that_is_wrong_is_the_worst_calibration():
    found = calibration([0.0], [1.0], 0.5)

    assert (found.error, found.brier) == (pytest.approx(1.0), pytest.approx(1.0))


def test_calibration_needs_both_kinds():
    assert calibration([0.5], [], 0.1) is None
