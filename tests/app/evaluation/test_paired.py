from __future__ import annotations

import numpy as np
import pytest

from app.evaluation.paired import difference, mean_of, ratio_of, value


def test_the_mean_leaves_out_what_has_no_value() -> None:
    assert value(mean_of([1.0, None, 0.0]), 3) == 0.5
    assert value(mean_of([None, None]), 2) is None


def test_a_ratio_sums_before_it_divides() -> None:
    assert value(ratio_of([1.0, 0.0, 1.0], [1.0, 1.0, 2.0]), 3) == 0.5
    assert value(ratio_of([0.0], [0.0]), 1) is None


def test_pairing_takes_out_what_makes_one_question_harder_than_another() -> None:
    hardness = np.linspace(0, 1, 50)
    before = mean_of([float(each) for each in hardness])
    after = mean_of([float(each) + 0.1 for each in hardness])
    found = difference(before, after, 50, 50)
    assert found is not None
    assert (found.mean, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))


def test_the_interval_has_the_width_of_the_standard_error() -> None:
    # Differences of +1 and -1 in equal parts: standard deviation 1, so 0.1 over 100 questions.
    before, after = mean_of([0.0, 1.0] * 50), mean_of([1.0, 0.0] * 50)
    found = difference(before, after, 100, 100)
    assert found is not None
    assert found.mean == 0
    assert found.low == pytest.approx(-0.196, abs=0.02)
    assert found.high == pytest.approx(0.196, abs=0.02)


def test_the_same_runs_give_the_same_interval() -> None:
    sides = mean_of([0.0, 1.0, 0.5]), mean_of([1.0, 1.0, 0.0])
    assert difference(*sides, 3, 3) == difference(*sides, 3, 3)


def test_draws_without_a_value_are_left_out() -> None:
    found = difference(mean_of([1.0, None]), mean_of([0.0, None]), 2, 1)
    assert found is not None
    assert (found.low, found.high) == (-1.0, -1.0)


def test_nothing_to_compare_has_no_difference() -> None:
    assert difference(mean_of([None]), mean_of([1.0]), 1, 1) is None
