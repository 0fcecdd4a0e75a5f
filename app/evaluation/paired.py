"""The paired bootstrap: how far the difference of two runs may be chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.evaluation.scores import Interval

RESAMPLES = 2000
SEED = 0
_BLOCK = 200
"""Resamples that are held in memory at once."""

Values = NDArray[np.float64]
Statistic = Callable[[Values], Values]
"""Takes how often each question was drawn, (resamples, questions), and gives one value for each
resample, (resamples,); NaN where it has none."""


def mean_of(values: Sequence[float | None]) -> Statistic:
    """The mean of those of `values`, one for each question, that are not None."""
    known = np.array([value is not None for value in values], dtype=np.float64)
    filled = np.array([0.0 if value is None else value for value in values], dtype=np.float64)

    def mean(drawn: Values) -> Values:
        return _ratio(drawn @ filled, drawn @ known)

    return mean


def ratio_of(above: Sequence[float], below: Sequence[float]) -> Statistic:
    """Sum of `above` through sum of `below`; both have one number for each question."""
    over, under = np.array(above, dtype=np.float64), np.array(below, dtype=np.float64)
    return lambda drawn: _ratio(drawn @ over, drawn @ under)


def difference(before: Statistic, after: Statistic, questions: int, n: int) -> Interval | None:
    """`after` minus `before` over the same `questions`, with its 95 % interval.

    Each of RESAMPLES draws takes as many questions as there are, with replacement, the same ones
    for both runs; the interval is cut at the 2.5th and 97.5th percentiles of the differences
    (Efron and Tibshirani, 1993, chapter 13). Pairing leaves out what makes one question harder
    than another. n: what the interval says that it rests on. None where a run has no value.
    """
    once = np.ones((1, questions))
    whole = float((after(once) - before(once))[0])
    if np.isnan(whole):
        return None
    generator = np.random.default_rng(SEED)
    even = np.full(questions, 1 / questions)
    blocks = []
    for _ in range(RESAMPLES // _BLOCK):
        drawn = generator.multinomial(questions, even, size=_BLOCK).astype(np.float64)
        blocks.append(after(drawn) - before(drawn))
    low, high = np.nanpercentile(np.concatenate(blocks), [2.5, 97.5])
    return Interval(whole, float(low), float(high), n)


def value(statistic: Statistic, questions: int) -> float | None:
    """The statistic over each question once; None where it has no value."""
    found = float(statistic(np.ones((1, questions)))[0])
    return None if np.isnan(found) else found


def _ratio(above: Values, below: Values) -> Values:
    ratio: Values = np.full(above.shape, np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio
