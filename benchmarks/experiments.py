"""`python -m benchmarks.experiments`: how often experiments call a winner, rightly and wrongly.

Simulates installations that run an experiment each, from fixed seeds, and prints for each world how
often a winner was called at any look, how often by P > 0.95 instead, after how many units, and what
share of the traffic the second arm had in the end. In the worlds above the line the arms are the
same, so each winner is a false one; below it, the second arm is better.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from math import sqrt

import numpy as np

from benchmarks.experiments_simulation import Runs, World, claims, simulated, traffic

RUNS, SEED = 400, 8

SAME: dict[str, World] = {
    "all or nothing, 12 looks of 100": World(looks=12, units=100),
    "the same, dealt evenly": World(looks=12, units=100, thompson=False),
    "graded rewards, 60 looks of 20": World(looks=60, units=20, concentration=3, answers=4),
    "four arms": World(means=(0.6,) * 4, looks=24, units=50, concentration=3, answers=4),
    "20 users who come back, means spread by 0.2": World(
        looks=60, units=20, concentration=3, answers=4, users=20, spread=0.2
    ),
    "8 users who come back, means spread by 0.2": World(
        looks=90, units=8, concentration=3, answers=4, users=8, spread=0.2
    ),
    "all rewards fall by 0.3 meanwhile": World(looks=30, units=40, fall=0.3),
    "all rewards fall by 0.5 at once": World((0.9, 0.9), looks=40, units=50, step=0.5),
    "all rewards rise by 0.5 at once": World((0.4, 0.4), looks=40, units=50, step=-0.5),
}
BETTER: dict[str, World] = {
    "graded, 0.60 and 0.75": World((0.6, 0.75), looks=40, units=50, concentration=3, answers=4),
    "graded, 0.60 and 0.70": World((0.6, 0.7), looks=40, units=50, concentration=3, answers=4),
    "graded, 0.60 and 0.65": World((0.6, 0.65), looks=60, units=50, concentration=3, answers=4),
    "all or nothing, 0.60 and 0.75": World((0.6, 0.75), looks=80, units=50),
    "all or nothing, 0.50 and 0.80": World((0.5, 0.8), looks=40, units=50),
}


def upper(share: float, number: int) -> float:
    """Upper end of Wilson's 95 % interval of a share."""
    z, n = 1.96, float(number)
    middle = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle + reach) / (1 + z * z / n)


def main(argv: Sequence[str] | None = None) -> None:
    """Print one line for each world."""
    words = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.experiments")
    words.add_argument("--runs", type=int, default=RUNS, help="installations for each world")
    runs = words.parse_args(argv).runs
    print(f"{runs} installations each, seed {SEED}; two arms unless said otherwise\n")
    heads = ("called", "at most", "wrong", "P>0.95", "median", "9 in 10", "traffic")
    print(f"{'':46}" + "".join(f"{head:>9}" for head in heads))
    for at, worlds in enumerate((SAME, BETTER)):
        if at:
            print("-" * (46 + 9 * len(heads)))
        for name, world in worlds.items():
            print(f"{name:46}" + _line(simulated(world, runs, SEED)), flush=True)


def _line(runs: Runs) -> str:
    won, after = claims(runs)
    called = won >= 0
    best = max(runs.world.means)
    same = best == min(runs.world.means)
    wrong = float((called if same else called & (won != np.argmax(runs.world.means))).mean())
    share = float(called.mean())
    units = [f"{np.percentile(after[called], each):.0f}" if called.any() else "-"
             for each in (50, 90)]  # fmt: skip
    cells = (
        f"{share:.1%}", f"{upper(share, len(won)):.1%}", f"{wrong:.1%}",
        f"{runs.naive.mean():.1%}", *units, f"{traffic(runs, 1)[-1]:.0%}",
    )  # fmt: skip
    return "".join(f"{cell:>9}" for cell in cells)


if __name__ == "__main__":
    main()
