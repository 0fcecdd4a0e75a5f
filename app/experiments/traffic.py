"""Which arm a new unit meets: Thompson sampling with a floor."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from app.experiments.types import Arm, Assignment

FLOOR = 0.1
"""Least share of new units that each arm is given, so that what is known of it goes on growing."""

DRAWS = 100
"""Times that the arms' means are drawn for a unit: some tenths of a millisecond."""

Posterior = tuple[float, float]
"""The parameters of a Beta distribution, of one arm's mean reward."""


def posteriors(
    experiment: str, arms: Sequence[Arm], counted: Sequence[Assignment]
) -> list[Posterior]:
    """Of each arm, from a uniform prior.

    A reward r between 0 and 1 counts as a success with the chance r: Agrawal and Goyal, "Analysis
    of Thompson Sampling for the Multi-armed Bandit Problem", COLT 2012, Algorithm 2. The toss is
    drawn from (experiment, unit), so that it falls the same way each time.
    """
    found = {arm.name: [1.0, 1.0] for arm in arms}
    for each in counted:
        if each.reward is not None:
            toss = Random(f"toss {experiment} {each.unit}").random()
            found[each.arm][0 if toss < each.reward else 1] += 1.0
    return [(found[arm.name][0], found[arm.name][1]) for arm in arms]


def chances(experiment: str, unit: str, posteriors: Sequence[Posterior]) -> tuple[float, ...]:
    """With which the unit meets each arm: at least FLOOR, all together 1.

    FLOOR for each arm is dealt evenly; of the rest, each arm is given the share of DRAWS in which
    its mean, drawn from its posterior, is the highest. On average that is Thompson sampling, and
    the chance itself is known, which judging the arms needs (`app.experiments.contrast`).
    """
    dice = Random(f"chances {experiment} {unit}")
    best = [0] * len(posteriors)
    for _ in range(DRAWS):
        means = [dice.betavariate(*each) for each in posteriors]
        best[max(range(len(means)), key=means.__getitem__)] += 1
    rest = 1.0 - FLOOR * len(posteriors)
    return tuple(FLOOR + rest * each / DRAWS for each in best)


def drawn(experiment: str, unit: str, chances: Sequence[float]) -> int:
    """The index of the unit's arm, drawn from (experiment, unit) with these chances."""
    dice = Random(f"arm {experiment} {unit}")
    return dice.choices(range(len(chances)), chances)[0]
