from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.experiments.contrast import leads, stands

RND = np.random.default_rng(21)
Floats = NDArray[np.float64]


def dealt(number: int, first: float) -> tuple[NDArray[np.int64], Floats]:
    """Arms of units that meet the first of two with a chance, and the chances."""
    arms = (RND.random(number) >= first).astype(np.int64)
    return arms, np.tile([first, 1 - first], (number, 1))


def test_better_arm_is_shown_to_lead_and_goes_on_leading() -> None:
    arms, chances = dealt(600, 0.3)
    rewards = np.where(arms == 1, 0.8, 0.6) + RND.uniform(-0.2, 0.2, 600)
    shown = leads(arms, rewards, chances, 1, 0)
    assert not shown[20]
    assert shown[-1]
    assert np.all(np.diff(shown.astype(int)) >= 0)
    assert stands(1, arms.tolist(), rewards.tolist(), chances)
    assert not stands(0, arms.tolist(), rewards.tolist(), chances)


def test_arm_that_has_more_units_while_all_rewards_are_high_does_not_lead() -> None:
    """Its mean is higher by 0.4, and none of that is its own."""
    early, late = dealt(1000, 0.9), dealt(1000, 0.1)
    arms = np.concatenate([early[0], late[0]])
    chances = np.concatenate([early[1], late[1]])
    rewards = np.repeat([0.8, 0.3], 1000) + RND.uniform(-0.2, 0.2, 2000)
    assert rewards[arms == 0].mean() - rewards[arms == 1].mean() > 0.35
    assert not stands(0, arms.tolist(), rewards.tolist(), chances)


def test_units_of_other_arms_say_nothing() -> None:
    arms, chances = dealt(300, 0.5)
    rewards = np.where(arms == 1, 0.9, 0.4)
    third = np.full(300, 2)
    both = np.ravel(np.column_stack([arms, third]))
    every = np.repeat(np.column_stack([0.5 * chances, np.full(300, 0.5)]), 2, axis=0)
    between = leads(both, np.repeat(rewards, 2), every, 1, 0)
    padded = np.column_stack([chances, np.zeros(300)])
    assert np.array_equal(between[::2], leads(arms, rewards, padded, 1, 0))


def test_nothing_seen_shows_nothing() -> None:
    assert not stands(0, [], [], np.zeros((0, 2)))
