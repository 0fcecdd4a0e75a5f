from __future__ import annotations

import os
from random import Random

from benchmarks.memory_trend import Sample, settled, sizes, trend


def test_steady_memory_with_noise_and_a_peak_is_flat() -> None:
    dice = Random(1)
    megabytes = [800 + dice.gauss(0, 4) for _ in range(100)]
    megabytes[50] += 300
    assert trend(range(0, 1000, 10), megabytes).flat


def test_leak_under_noise_is_told() -> None:
    dice = Random(1)
    megabytes = [800 + 0.05 * number + dice.gauss(0, 4) for number in range(0, 1000, 10)]
    found = trend(range(0, 1000, 10), megabytes)
    assert not found.flat
    assert abs(found.slope - 50) < 5


def test_memory_that_shrinks_is_flat() -> None:
    assert trend(range(100), [800 - number for number in range(100)]).flat


def test_one_sample_has_no_slope() -> None:
    found = trend([5], [800.0])
    assert (found.level, found.slope, found.flat) == (800.0, 0.0, True)


def test_warm_up_is_left_out() -> None:
    samples = [Sample(number, 0.0, 1.0, 1.0, 1.0, 1.0) for number in range(10)]
    assert [each.questions for each in settled(samples, 8)] == [8, 9]


def test_running_process_has_a_size_and_none_has_not() -> None:
    resident, proportional = sizes(os.getpid())
    assert resident >= proportional > 1
    assert sizes(0) == (0.0, 0.0)
