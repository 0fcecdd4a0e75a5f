from __future__ import annotations

import pytest

from app.evaluation.scores import Interval
from training.feedback.places import Finding, decided, moved


def found(*scores: float) -> Finding:
    return Finding(0.0, 0.0, scores)


def test_the_difference_is_paired_by_question() -> None:
    change = moved(found(0.1, 0.9, 0.5), found(0.2, 1.0, 0.6))
    assert change.mean == pytest.approx(0.1)
    assert change.low == pytest.approx(0.1)
    assert change.n == 3


@pytest.mark.parametrize(
    ("low", "guard", "wins"),
    [
        (0.01, None, True),
        (0.0, None, False),
        (0.01, Interval(-0.01, -0.03, 0.01, 9), True),
        (0.01, Interval(-0.03, -0.06, 0.01, 9), False),
        (0.01, Interval(-0.01, -0.02, -0.005, 9), False),
    ],
)
def test_a_win_is_beyond_chance_and_spares_the_guard(
    low: float, guard: Interval | None, wins: bool
) -> None:
    assert decided(Interval(0.05, low, 0.1, 9), guard, -0.02)[0] is wins
