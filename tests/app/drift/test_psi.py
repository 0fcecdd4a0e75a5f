from __future__ import annotations

import numpy as np
import pytest

from app.drift.psi import psi, scaled, shares


def test_equal_shares_have_no_psi() -> None:
    assert psi(np.array([100.0, 300.0]), np.array([100.0, 300.0])) == pytest.approx(0)


def test_psi_is_that_of_the_formula() -> None:
    before, after = np.array([50_000.0, 50_000.0]), np.array([80_000.0, 20_000.0])
    expected = 0.3 * np.log(0.8 / 0.5) - 0.3 * np.log(0.2 / 0.5)
    assert psi(before, after) == pytest.approx(expected, rel=1e-4)


def test_empty_bins_have_a_finite_psi() -> None:
    assert np.isfinite(psi(np.array([500.0, 0.0]), np.array([0.0, 500.0])))
    assert shares(np.array([500.0, 0.0]))[1] == pytest.approx(0.5 / 501)


def test_many_pairs_are_taken_at_once() -> None:
    assert psi(np.ones((7, 3)), np.ones((7, 3))).shape == (7,)


def test_scaled_index_is_alike_for_windows_of_all_sizes() -> None:
    rng = np.random.default_rng(1)
    odds = np.full(10, 0.1)
    few = rng.multinomial(500, odds, 4000).astype(np.float64)
    small = scaled(rng.multinomial(500, odds, 4000).astype(np.float64), few)
    large = scaled(rng.multinomial(9000, odds, 4000).astype(np.float64), few)
    assert small.mean() == pytest.approx(9, rel=0.05)
    assert large.mean() == pytest.approx(9, rel=0.05)
