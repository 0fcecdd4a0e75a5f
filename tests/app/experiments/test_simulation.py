"""What the method promises, on simulated installations: few false winners, and the true ones found.

400 installations each without a difference: 12 false winners would be 3 %, whose 95 % interval
still ends below 5.2 %. All seeds are fixed. `python -m benchmarks.experiments` prints more worlds.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.experiments import SAME, upper
from benchmarks.experiments_simulation import Runs, World, claims, simulated, traffic

RUNS = 400
MOST_FALSE = 12
GRADED = World((0.6, 0.75), looks=20, units=50, concentration=3, answers=4)


@pytest.fixture(scope="module")
def alike() -> Runs:
    """No difference, Thompson sampling, twelve looks."""
    return simulated(SAME["all or nothing, 12 looks of 100"], RUNS, 8)


def false_winners(runs: Runs) -> int:
    return int((claims(runs)[0] >= 0).sum())


def test_without_a_difference_under_five_percent_have_a_winner(alike: Runs) -> None:
    assert false_winners(alike) <= MOST_FALSE
    assert upper(MOST_FALSE / RUNS, RUNS) < 0.052


def test_peeking_at_95_percent_would_call_a_winner_in_a_third(alike: Runs) -> None:
    assert 0.30 < alike.naive.mean() < 0.40


def test_users_who_come_back_make_no_false_winners() -> None:
    world = SAME["8 users who come back, means spread by 0.2"]
    assert false_winners(simulated(world, RUNS, 9)) <= MOST_FALSE


def test_rewards_that_fall_for_all_make_no_false_winners() -> None:
    world = replace(SAME["all rewards fall by 0.3 meanwhile"], looks=12, units=60)
    assert false_winners(simulated(world, RUNS, 10)) <= MOST_FALSE


def test_rewards_that_change_at_once_for_all_make_no_false_winners() -> None:
    """Bounds of the two means alone would have called one in a third of them."""
    for step in (0.5, -0.5):
        world = World((0.65 + step / 2,) * 2, looks=20, units=50, step=step)
        assert false_winners(simulated(world, 200, 15)) <= MOST_FALSE / 2


def test_four_arms_alike_have_no_winner() -> None:
    world = World((0.6,) * 4, looks=12, units=60, concentration=3)
    assert false_winners(simulated(world, RUNS, 11)) <= MOST_FALSE


def test_true_difference_is_found_within_some_hundred_units() -> None:
    """Graded rewards, 0.60 and 0.75: power over 99 % with 1,000 units, half of it with 250."""
    won, after = claims(simulated(GRADED, 100, 12))
    assert (won == 1).mean() >= 0.99
    assert np.median(after) <= 250


def test_all_or_nothing_rewards_need_a_large_difference() -> None:
    """0.50 and 0.80: found in 9 of 10 with 2,000 units."""
    world = World((0.5, 0.8), looks=40, units=50)
    won, _ = claims(simulated(world, 60, 13))
    assert (won == 1).mean() >= 0.9
    assert not (won == 0).any()


def test_traffic_moves_to_the_better_arm_and_leaves_the_floor() -> None:
    shares = traffic(simulated(GRADED, RUNS, 14), 1)
    assert shares[0] == pytest.approx(0.5, abs=0.02)
    assert shares[-1] > 0.85
    assert shares.max() < 0.92
