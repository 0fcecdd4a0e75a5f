from __future__ import annotations

from math import log

import numpy as np
import pytest

from app.experiments.confidence import STEP, TRUNCATION, _bets, sequence, winner

RND = np.random.default_rng(11)


def ruled_out(rewards: list[float], mean: float, alpha: float) -> bool:
    """Whether one of the two gamblers has ever won enough, step by step as the source says."""
    bets = _bets(np.asarray(rewards), alpha)
    up = down = 0.0
    for bet, reward in zip(bets, rewards, strict=True):
        up += log(1 + min(bet, TRUNCATION / mean) * (reward - mean))
        down += log(1 - min(bet, TRUNCATION / (1 - mean)) * (reward - mean))
        if max(up, down) >= log(2 / alpha):
            return True
    return False


def test_bounds_are_those_of_the_two_games() -> None:
    rewards = RND.beta(3, 2, 300).tolist()
    low, high = sequence(rewards, 0.05)
    inside = [m for m in np.arange(0.1, 0.9, 0.01) if not ruled_out(rewards, float(m), 0.05)]
    assert low[-1] == pytest.approx(min(inside), abs=0.0101)
    assert high[-1] == pytest.approx(max(inside), abs=0.0101)
    assert low[-1] < 0.6 < high[-1]


def test_bounds_narrow_and_long_sequences_go_on_where_blocks_end() -> None:
    rewards = RND.random(1300)
    low, high = sequence(rewards, 0.05)
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) <= 0).all()
    half_low, half_high = sequence(rewards[:700], 0.05)
    assert np.array_equal(low[:700], half_low)
    assert np.array_equal(high[:700], half_high)
    assert high[-1] - low[-1] < 0.11


def test_less_spread_makes_narrower_bounds() -> None:
    calm, wild = sequence([0.4, 0.6] * 100, 0.05), sequence([0.0, 1.0] * 100, 0.05)
    assert calm[1][-1] - calm[0][-1] < 0.4 * (wild[1][-1] - wild[0][-1])


def test_extremes_are_bounded_too() -> None:
    low, high = sequence([1.0] * 200, 0.05)
    assert (low[-1] > 0.95, high[-1]) == (True, 1.0)
    low, high = sequence([0.0] * 200, 0.05)
    assert (low[-1], high[-1] < 0.05) == (0.0, True)


def test_mean_is_hardly_ever_outside_at_any_of_all_looks() -> None:
    missed = 0
    for _ in range(400):
        low, high = sequence((RND.random(300) < 0.6).astype(float), 0.05)
        missed += bool(low[-1] > 0.6 or high[-1] < 0.6)
    assert missed / 400 < 0.05


def test_nothing_seen_means_nothing_known() -> None:
    low, high = sequence([], 0.05)
    assert (low.size, high.size) == (0, 0)
    low, high = sequence([0.7], 0.05)
    assert (low[0], high[0]) == (0.0, 1.0)


def test_reward_outside_of_its_range_is_an_error() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        sequence([1.2], 0.05)


def test_winner_is_above_all_others() -> None:
    assert winner([(0.1, 0.3), (0.31, 0.6), (0.0, 0.2)]) == 1
    assert winner([(0.1, 0.3), (0.3, 0.6)]) is None
    assert winner([(0.1, 0.3), (0.5, 0.6), (0.55, 0.9)]) is None


def test_bounds_that_have_crossed_decide_nothing() -> None:
    assert winner([(0.1, 0.3), (0.7, 0.7 - STEP)]) is None
