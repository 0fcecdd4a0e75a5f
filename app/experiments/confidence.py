"""Bounds of a mean that hold at every look at once, for as long as the experiment runs."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ALPHA = 0.05
"""Most often that an experiment without a difference may call a winner, at whatever looks."""

STEP = 0.0025
"""Distance of the means that are tried; bounds are set outward to the next one."""

TRUNCATION = 0.75
"""Most of its capital that a bet may risk, `c` in the source."""

_BLOCK = 512
"""Rewards that are weighed at a time, so that long experiments need little memory."""


def sequence(rewards: Sequence[float] | Floats, alpha: float) -> tuple[Floats, Floats]:
    """Lower and upper bounds of the mean after each reward; two arrays of shape (n,).

    rewards: 0 to 1, in the order in which they became known. alpha: 0 to 1, the chance that the
    mean is ever outside. The bounds only narrow. Where the lower one is above the upper one, no
    single mean explains the rewards.

    The hedged capital confidence sequence of Waudby-Smith and Ramdas, "Estimating means of bounded
    random variables by betting", JRSS B 86 (2024), Theorem 3. For each mean m that is tried, one
    gambler bets that rewards are higher than m and one that they are lower, each with half of the
    capital: K+ = prod(1 + min(b_i, c/m) (X_i - m)), K- = prod(1 - min(b_i, c/(1-m)) (X_i - m)).
    If m is the mean, neither game can be expected to pay, so by Ville's inequality the chance that
    max(K+, K-)/2 ever reaches 1/alpha is at most alpha; every m at which it does is ruled out. The
    bets b_i are their predictable plug-in ones, of what was known before the i-th reward. All that
    is asked of the rewards is E[X_i | X_1 ... X_i-1] = m: who is assigned to the arm may depend on
    all that was seen before, as it does in Thompson sampling.
    """
    values = np.asarray(rewards, dtype=np.float64)
    if values.size and not (values.min() >= 0.0 and values.max() <= 1.0):
        raise ValueError("rewards must be from 0 to 1")
    low, high = np.zeros(values.size), np.ones(values.size)
    means = np.linspace(0.0, 1.0, round(1 / STEP) + 1)
    most_up = TRUNCATION / np.maximum(means, STEP)
    most_down = TRUNCATION / np.maximum(1.0 - means, STEP)
    bets = _bets(values, alpha)
    up, down = np.zeros(means.size), np.zeros(means.size)
    wealth = log(2.0 / alpha)
    for start in range(0, values.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        gap = values[part, None] - means
        bet = bets[part, None]
        ups = up + np.cumsum(np.log1p(np.minimum(bet, most_up) * gap), axis=0)
        downs = down + np.cumsum(np.log1p(-np.minimum(bet, most_down) * gap), axis=0)
        # K+ falls and K- rises with m: what the first rules out lies below, the second above.
        below = np.count_nonzero(ups >= wealth, axis=1)
        above = np.count_nonzero(downs >= wealth, axis=1)
        low[part] = means[np.maximum(below - 1, 0)]
        high[part] = means[np.minimum(means.size - above, means.size - 1)]
        up, down = ups[-1], downs[-1]
    return np.maximum.accumulate(low), np.minimum.accumulate(high)


def winner(bounds: Sequence[tuple[float, float]]) -> int | None:
    """The index of the interval that lies above all others; None while there is none.

    bounds: (low, high) of each arm, at least two. With each of k intervals at level ALPHA / k, by
    Bonferroni, the chance that an arm that is not the best is ever called is at most ALPHA. An
    interval whose bounds have crossed decides nothing.
    """
    if any(low > high for low, high in bounds):
        return None
    best = max(range(len(bounds)), key=lambda at: bounds[at][0])
    others = [high for at, (_, high) in enumerate(bounds) if at != best]
    return best if bounds[best][0] > max(others) else None


def _bets(values: Floats, alpha: float) -> Floats:
    """Equation 26 of the source; shape (n,). Each rests on the rewards before it."""
    turns = np.arange(1, values.size + 1)
    means = (0.5 + np.cumsum(values)) / (turns + 1)
    spread = (0.25 + np.cumsum((values - means) ** 2)) / (turns + 1)
    before = np.concatenate(([0.25], spread[:-1]))
    bets: Floats = np.sqrt(2.0 * log(2.0 / alpha) / (before * turns * np.log1p(turns)))
    return bets
