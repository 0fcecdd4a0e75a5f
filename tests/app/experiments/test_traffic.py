from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from app.experiments.traffic import FLOOR, drawn, posteriors
from app.experiments.types import Assignment
from tests.app.experiments.installation import ARMS, MONDAY

BLANK = Assignment("", "h", "control", MONDAY, MONDAY)


def counted(arm: str, reward: float | None, number: int) -> list[Assignment]:
    return [
        replace(BLANK, unit=f"{arm}{at}", arm=arm, reward=reward, place=1) for at in range(number)
    ]


def test_rewards_between_nothing_and_all_count_as_successes_in_proportion() -> None:
    known = counted("control", 0.3, 1000) + counted("short", 1.0, 50) + counted("short", None, 9)
    (wins, losses), short = posteriors("e", ARMS, known)
    assert wins + losses == 1002
    assert 250 < wins < 350
    assert short == (51.0, 1.0)
    assert posteriors("e", ARMS, known) == [(wins, losses), short]


def test_same_unit_is_dealt_the_same_arm_each_time() -> None:
    beliefs = [(3.0, 2.0), (4.0, 2.0)]
    arms = [drawn("e", f"u{at}", beliefs) for at in range(200)]
    assert arms == [drawn("e", f"u{at}", beliefs) for at in range(200)]
    assert arms != [drawn("other", f"u{at}", beliefs) for at in range(200)]
    assert set(arms) == {0, 1}


@pytest.mark.parametrize("arms", [2, 4])
def test_hopeless_arm_keeps_its_floor(arms: int) -> None:
    beliefs = [(1.0, 2000.0)] * (arms - 1) + [(2000.0, 1.0)]
    found = Counter(drawn("e", f"u{at}", beliefs) for at in range(8000))
    for at in range(arms - 1):
        assert found[at] / 8000 == pytest.approx(FLOOR, abs=0.012)


def test_better_arm_is_given_more() -> None:
    found = Counter(drawn("e", f"u{at}", [(60.0, 40.0), (75.0, 25.0)]) for at in range(2000))
    assert found[1] > 0.8 * 2000
