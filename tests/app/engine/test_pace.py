from __future__ import annotations

from app.engine.context import READ_AT_ONCE
from app.engine.pace import LEAST, Pace


def test_small_models_begin_with_long_steps_and_large_ones_with_short_ones() -> None:
    assert Pace(100_000_000).tokens == READ_AT_ONCE
    assert Pace(5_000_000_000).tokens == LEAST


def test_slow_steps_become_shorter_and_fast_ones_longer() -> None:
    pace = Pace(0)
    pace.took(512, 12.0)
    assert pace.tokens == LEAST
    pace.took(64, 0.5)
    assert pace.tokens == 192
    pace.took(192, 0.01)
    assert pace.tokens == READ_AT_ONCE


def test_a_few_tokens_tell_nothing() -> None:
    pace = Pace(0)
    pace.took(3, 9.0)
    assert pace.tokens == READ_AT_ONCE
