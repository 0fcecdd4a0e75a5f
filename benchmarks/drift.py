"""False alarms and found drifts of `app.drift` on simulated questions, and what a look costs.

.venv/bin/python -m benchmarks.drift [--runs N]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

import numpy as np

from app.drift import ALPHA
from app.drift.codebook import TOPICS, Codebook, spherical
from benchmarks.drift_simulation import (
    START,
    World,
    alarms,
    highest_psi,
    looked,
    one_by_one,
)

WORLDS = {
    "40 users with habits, a third of them come and go": World(),
    "40 users with strong habits, most of them come and go": World(
        taste=0.7, sticky=0.8, turnover=0.6, questions=1100
    ),
    "40 users without habits": World(taste=100.0, sticky=0.0, turnover=0.0),
    "4 users": World(users=4, turnover=0.0),
}
PLANTED = {
    "5 % of the questions on one topic": World(shift=0.05),
    "10 % of the questions on one topic": World(shift=0.1),
    "20 % of the questions on one topic": World(shift=0.2),
    "top similarity lower by 0.02": World(drop=0.02),
    "top similarity lower by 0.03": World(drop=0.03),
    "top similarity lower by 0.05": World(drop=0.05),
}
FEW = (50, 100, 200, 400, 800)


def false_alarms(runs: int) -> None:
    """Alarms where nothing has changed, with blocks and with single questions exchanged."""
    print(f"false alarms, {runs} looks each, alpha {ALPHA}")
    for name, world in WORLDS.items():
        found = [looked(world, seed) for seed in range(runs)]
        told = [each for each in found if not each.reason]
        single = sum(one_by_one(world, seed) for seed in range(runs // 5))
        print(
            f"  {name}: {alarms(told)} of {len(told)} = {alarms(told) / len(told):.1%}"
            f"; single questions exchanged: {single / (runs // 5):.0%}",
            flush=True,
        )


def found_drifts(runs: int) -> None:
    """How often a planted drift is found."""
    print(f"drifts found, {runs} looks each")
    for name, world in PLANTED.items():
        wanted = "topic" if world.shift else "top similarity"
        found = [looked(world, seed) for seed in range(runs)]
        right = [each for report in found for each in report.drifted if each.name == wanted]
        middle = np.median(
            [each.psi for report in found for each in report.findings if each.name == wanted]
        )
        print(f"  {name}: {len(right) / runs:.0%}, PSI {middle:.2f} in the middle", flush=True)


def small_windows(runs: int) -> None:
    """How often PSI alone passes its usual bounds where nothing has changed."""
    print(f"highest PSI of six distributions where nothing has changed, {runs} looks each")
    for number in FEW:
        world = replace(WORLDS["40 users without habits"], questions=number)
        found = [highest_psi(world, seed) for seed in range(runs)]
        large, some = np.mean(np.array(found) > 0.25), np.mean(np.array(found) > 0.1)
        print(f"  {number} questions a week: over 0.1 in {some:.0%}, over 0.25 in {large:.0%}")


def costs() -> None:
    """Seconds of a look, and microseconds of a topic."""
    began = time.perf_counter()
    looked(World(questions=4000), 1)
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(8000, 384)).astype(np.float32)
    middle = time.perf_counter()
    centres = spherical(vectors)
    made = time.perf_counter() - middle
    book = Codebook("", START, "", centres)
    then = time.perf_counter()
    for each in vectors[:2000]:
        book.topic(each)
    one = (time.perf_counter() - then) / 2000
    print(f"a look at 20,000 questions with their making: {middle - began:.2f} s")
    print(f"{TOPICS} centres of 8,000 vectors: {made:.2f} s; a topic: {one * 1e6:.1f} us")


def main() -> None:
    """Print all of it."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runs", type=int, default=400)
    runs = reader.parse_args().runs
    costs()
    false_alarms(runs)
    found_drifts(max(20, runs // 4))
    small_windows(max(20, runs // 4))


if __name__ == "__main__":
    main()
