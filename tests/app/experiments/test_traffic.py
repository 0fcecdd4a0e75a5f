from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from app.experiments.traffic import FLOOR, Posterior, chances, drawn, posteriors
from app.experiments.types import Assignment
from tests.app.experiments.installation import ARMS, MONDAY

BLANK = Assignment("", "h", "control", MONDAY, MONDAY)


def counted(arm: str, reward: float | None, number: int) -> list[Assignment]:
    return [
        replace(BLANK, unit=f"{arm}{at}", arm=arm, reward=reward, place=1) for at in range(number)
    ]


def dealt(experiment: str, unit: str, beliefs: list[Posterior]) -> int:
    return drawn(experiment, unit, chances(experiment, unit, beliefs))


def test_chances_are_those_with_which_arms_are_dealt() -> None:
    known = (0.2, 0.7, 0.1)
    found = Counter(drawn("e", f"u{at}", known) for at in range(6000))
    assert [found[at] / 6000 for at in range(3)] == pytest.approx(known, abs=0.02)
    beliefs = [(6.0, 4.0), (7.0, 3.0), (2.0, 8.0)]
    every = [chances("e", f"u{at}", beliefs) for at in range(50)]
    assert all(sum(each) == pytest.approx(1.0) and min(each) >= FLOOR for each in every)


def test_rewards_between_nothing_and_all_count_as_successes_in_proportion() -> None:
    known = counted("control", 0.3, 1000) + counted("short", 1.0, 50) + counted("short", None, 9)
    (wins, losses), short = posteriors("e", ARMS, known)
    assert wins + losses == 1002
    assert 250 < wins < 350
    assert short == (51.0, 1.0)
    assert posteriors("e", ARMS, known) == [(wins, losses), short]


def test_same_unit_is_dealt_the_same_arm_each_time() -> None:
    beliefs = [(3.0, 2.0), (4.0, 2.0)]
    arms = [dealt("e", f"u{at}", beliefs) for at in range(200)]
    assert arms == [dealt("e", f"u{at}", beliefs) for at in range(200)]
    assert arms != [dealt("other", f"u{at}", beliefs) for at in range(200)]
    assert set(arms) == {0, 1}


@pytest.mark.parametrize("arms", [2, 4])
def test_hopeless_arm_keeps_its_floor(arms: int) -> None:
    beliefs = [(1.0, 2000.0)] * (arms - 1) + [(2000.0, 1.0)]
    found = Counter(dealt("e", f"u{at}", beliefs) for at in range(8000))
    for at in range(arms - 1):
        assert found[at] / 8000 == pytest.approx(FLOOR, abs=0.012)


def test_better_arm_is_given_more() -> None:
    found = Counter(dealt("e", f"u{at}", [(60.0, 40.0), (75.0, 25.0)]) for at in range(2000))
    assert found[1] > 0.8 * 2000
