"""Whether one arm does better than another at the same time, however rewards change meanwhile.

Bounds of two means (`app.experiments.confidence`) can part although the arms are alike: Thompson
sampling gives one of them more units before all rewards rise, and the other one more after. What is
compared here is dealt by chance at each moment, so that such a change meets both arms alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.experiments.confidence import ALPHA, Floats, sequence

Indices = NDArray[np.int64]


def stands(best: int, arms: Sequence[int], rewards: Sequence[float], chances: Floats) -> bool:
    """Whether arm `best` is shown to be better than each other one; as `leads` takes the rest."""
    dealt, gained = np.asarray(arms, dtype=np.int64), np.asarray(rewards, dtype=np.float64)
    others = (other for other in range(chances.shape[1]) if other != best)
    return all(bool(leads(dealt, gained, chances, best, other)[-1:].any()) for other in others)


def leads(
    arms: Indices, rewards: Floats, chances: Floats, one: int, other: int
) -> NDArray[np.bool_]:
    """Whether, by each unit counted, arm `one` is shown to be better than `other`; shape (n,).

    arms, rewards: of the units in the order in which they count, shape (n,). chances: with which
    each arm was dealt to the unit, above 0, shape (n, number of arms).

    A unit of one of the two arms that came with the chances p and q and has the reward x gives
    z = (x - e) q / (p + q) if it met `one`, and -(x - e) p / (p + q) if it met `other`; e is the
    mean of the rewards before it. Without a difference z is 0 on average whatever was seen before
    and however rewards move, as only the deal decides its sign: inverse propensity weights with
    overlap, as in Waudby-Smith, Wu, Ramdas, Karampatziakis and Mineiro, "Anytime-valid off-policy
    inference for contextual bandits" (2022). (1 + z) / 2 has then the mean 0.5, which is ruled out
    at a level at which no more than ALPHA of all experiments ever have a false winner: each of k
    arms can be one, by the lower one of two bounds.
    """
    pair = (arms == one) | (arms == other)
    gained, met = rewards[pair], arms[pair] == one
    p, q = chances[pair, one], chances[pair, other]
    expected = (0.5 + np.cumsum(gained) - gained) / np.arange(1, gained.size + 1)
    signed = (gained - expected) * np.where(met, q, -p) / (p + q)
    low, _ = sequence((1.0 + signed) / 2.0, 2.0 * ALPHA / chances.shape[1])
    shown = np.concatenate(([False], low >= 0.5))
    found: NDArray[np.bool_] = shown[np.cumsum(pair)]
    return found
