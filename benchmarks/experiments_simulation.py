"""Simulated experiments: many installations at once, one row of each array for each of them.

Units are dealt as `app.experiments.traffic` deals them (posterior of binarised rewards, floor) and
judged by `app.experiments.confidence` itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.experiments.confidence import ALPHA, Floats, sequence, winner
from app.experiments.contrast import leads
from app.experiments.traffic import DRAWS, FLOOR

Whole = NDArray[np.int64]
NAIVE = 1.645
"""P(one mean is higher) > 0.95, of a normal distribution."""


@dataclass(frozen=True, slots=True)
class World:
    """What is simulated. means: of each arm's reward.

    looks: days, or batches; units: new ones at each. concentration: of the Beta distribution of an
    answer's reward around its mean; 0: all or nothing. answers: most answers in a unit, drawn
    evenly from 1. users: who come back day after day; 0: each unit is somebody new. spread:
    standard deviation of the users' own means. fall: by how much all means fall meanwhile. step: by
    how much they fall at once, after half of the looks.
    """

    means: tuple[float, ...] = (0.6, 0.6)
    looks: int = 24
    units: int = 50
    concentration: float = 0.0
    answers: int = 1
    users: int = 0
    spread: float = 0.0
    fall: float = 0.0
    step: float = 0.0
    thompson: bool = True


@dataclass(slots=True)
class Runs:
    """arms, rewards: of shape (runs, looks * units); chances: of the arms, with one more axis.

    naive: whether P > 0.95 was ever seen.
    """

    world: World
    arms: Whole
    rewards: Floats
    chances: Floats
    naive: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))


def simulated(world: World, runs: int, seed: int) -> Runs:
    """The units of `runs` installations, all drawn from `seed`."""
    rng = np.random.default_rng(seed)
    sides = len(world.means)
    wins, losses = np.ones((runs, sides)), np.ones((runs, sides))
    tastes = rng.normal(0.0, world.spread, (runs, max(1, world.users)))
    arms, rewards, shares = [], [], []
    naive = np.zeros(runs, dtype=np.bool_)
    for look in range(world.looks):
        chances = _chances(world, wins, losses, rng)
        chosen = _dealt(world, chances, rng)
        gained = _rewarded(world, chosen, tastes, look, rng)
        tossed = rng.random(gained.shape) < gained
        for side in range(sides):
            here = chosen == side
            wins[:, side] += (here & tossed).sum(axis=1)
            losses[:, side] += (here & ~tossed).sum(axis=1)
        naive |= _peeked(wins, losses)
        arms.append(chosen)
        rewards.append(gained)
        shares.append(np.repeat(chances[:, None, :], world.units, axis=1))
    gained, dealt = np.concatenate(rewards, axis=1), np.concatenate(arms, axis=1)
    return Runs(world, dealt, gained, np.concatenate(shares, axis=1), naive)


def claims(runs: Runs) -> tuple[Whole, Whole]:
    """Of each run the winner and the number of units counted by then; -1 for none.

    Looked at after each batch of units: `looks` times.
    """
    world, count = runs.world, runs.arms.shape[0]
    won, after = np.full(count, -1), np.full(count, -1)
    for run in range(count):
        found = _first(world, runs.arms[run], runs.rewards[run], runs.chances[run])
        if found is not None:
            won[run], after[run] = found
    return won, after


def _first(world: World, arms: Whole, rewards: Floats, chances: Floats) -> tuple[int, int] | None:
    sides = range(len(world.means))
    own = [rewards[arms == side] for side in sides]
    bounds = [sequence(each, ALPHA / len(sides)) for each in own]
    for look in range(1, world.looks + 1):
        seen = arms[: look * world.units]
        counts = [int((seen == side).sum()) for side in sides]
        now = [
            (float(low[n - 1]), float(high[n - 1])) if n else (0.0, 1.0)
            for n, (low, high) in zip(counts, bounds, strict=True)
        ]
        best = winner(now)
        if best is not None and all(
            leads(arms[: len(seen)], rewards[: len(seen)], chances[: len(seen)], best, side)[-1]
            for side in sides
            if side != best
        ):
            return best, look * world.units
    return None


def traffic(runs: Runs, arm: int) -> Floats:
    """Share of the units that the arm is given at each look; shape (looks,)."""
    shares = (runs.arms == arm).reshape(len(runs.arms), runs.world.looks, runs.world.units)
    mean: Floats = shares.mean(axis=(0, 2))
    return mean


def _chances(world: World, wins: Floats, losses: Floats, rng: np.random.Generator) -> Floats:
    """Of each arm in one batch; shape (runs, arms)."""
    sides = len(world.means)
    if not world.thompson:
        return np.full(wins.shape, 1 / sides)
    drawn = rng.beta(wins[:, None, :], losses[:, None, :], size=(len(wins), DRAWS, sides))
    best = drawn.argmax(axis=2)
    shares = np.stack([(best == side).mean(axis=1) for side in range(sides)], axis=1)
    chances: Floats = FLOOR + (1 - FLOOR * sides) * shares
    return chances


def _dealt(world: World, chances: Floats, rng: np.random.Generator) -> Whole:
    """Arms of one batch; shape (runs, units)."""
    dice = rng.random((len(chances), world.units))
    chosen: Whole = (dice[:, :, None] > np.cumsum(chances, axis=1)[:, None, :-1]).sum(axis=2)
    return chosen


def _rewarded(
    world: World, chosen: Whole, tastes: Floats, look: int, rng: np.random.Generator
) -> Floats:
    """Each unit's reward, the mean over its answers; shape (runs, units)."""
    mean = np.asarray(world.means)[chosen] - world.fall * look / max(1, world.looks - 1)
    if 2 * look >= world.looks:
        mean = mean - world.step
    if world.users:
        who = rng.integers(world.users, size=chosen.shape)
        mean = mean + np.take_along_axis(tastes, who, axis=1)
    mean = np.clip(mean, 0.02, 0.98)
    number = rng.integers(1, world.answers + 1, size=chosen.shape)
    total = np.zeros(chosen.shape)
    for at in range(world.answers):
        if world.concentration:
            answer = rng.beta(mean * world.concentration, (1 - mean) * world.concentration)
        else:
            answer = (rng.random(chosen.shape) < mean).astype(np.float64)
        total += np.where(at < number, answer, 0.0)
    rewards: Floats = np.clip(total / number, 0.0, 1.0)
    return rewards


def _peeked(wins: Floats, losses: Floats) -> NDArray[np.bool_]:
    """Whether one of two arms is now better than the other with P > 0.95, by their posteriors."""
    count = wins + losses
    means = wins / count
    variances = means * (1 - means) / (count + 1)
    gap = np.abs(means[:, 1] - means[:, 0])
    certain: NDArray[np.bool_] = gap > NAIVE * np.sqrt(variances[:, 0] + variances[:, 1])
    return certain
