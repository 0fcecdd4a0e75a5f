"""The population stability index: how far shares have moved from those of a reference."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SMOOTHING = 0.5
"""Added to the count of each bin, so that an empty one has a logarithm: half a question, the prior
of Krichevsky and Trofimov (1981) and of Jeffreys."""


def shares(counts: Floats) -> Floats:
    """Smoothed shares. counts: shape (..., bins), from 0. Returns the same shape, summing to 1."""
    smoothed = counts + SMOOTHING
    return np.asarray(smoothed / smoothed.sum(axis=-1, keepdims=True), np.float64)


def psi(before: Floats, after: Floats) -> Floats:
    """Sum over bins of (a - b) ln(a / b), of shares a after and b before; from 0.

    before, after: counts, shape (..., bins). Returns shape (...). It is the symmetric divergence
    of Kullback and Leibler (1951, "On information and sufficiency"), under its name in credit
    scoring (Siddiqi 2006, "Credit Risk Scorecards"), where below 0.1 counts as no and from 0.25 as
    a large change. Where nothing has changed it is still about (bins - 1) (1/n + 1/m) for n and m
    independent questions (Yurdakul 2018, "Statistical properties of the PSI").
    """
    old, new = shares(before), shares(after)
    return np.asarray(((new - old) * np.log(new / old)).sum(axis=-1), np.float64)


def scaled(before: Floats, after: Floats) -> Floats:
    """PSI times n m / (n + m): alike for windows of all sizes where nothing has changed.

    So that an exchange of users that changes how many questions a window has tells nothing. n, m:
    sums of the counts; 0 where one of them is 0.
    """
    n, m = before.sum(axis=-1), after.sum(axis=-1)
    return np.asarray(psi(before, after) * n * m / np.maximum(n + m, 1), np.float64)
