from __future__ import annotations

import numpy as np
import pytest

from benchmarks.decision import crossed, f1, fitted, limits

RND = np.random.default_rng(7)
ANSWERABLE = RND.random(200) < 0.7
TELLING = np.stack([ANSWERABLE * 2.0 + RND.normal(0, 0.3, 200), RND.normal(0, 5, 200)], 1)
"""The first feature tells everything, the second nothing, on a larger scale."""


def test_f1_is_that_of_abstentions() -> None:
    refused = np.array([True, True, False, False])
    assert f1(refused, ~refused) == 1.0
    assert f1(refused, refused) == 0.0
    assert f1(refused, np.array([False, True, False, True])) == 0.5


def test_telling_feature_gets_the_weight() -> None:
    model = fitted(TELLING, ANSWERABLE)
    assert model.coef_[0][0] > 1
    assert abs(model.coef_[0][1]) < 0.2
    assert (model.predict(TELLING) == ANSWERABLE).mean() > 0.95


def test_cross_validation_sees_through_chance() -> None:
    assert float(crossed(TELLING, ANSWERABLE).rsplit(" ", 1)[1]) > 0.95
    assert float(crossed(TELLING[:, 1:], ANSWERABLE).rsplit(" ", 1)[1]) < 0.6


def test_higher_limits_refuse_more() -> None:
    likely = np.linspace(0, 1, 200)
    recalls = [
        float(line.split("recall ")[1].split(",")[0])
        for line in limits(likely, ANSWERABLE).splitlines()
    ]
    assert recalls == sorted(recalls)
    assert recalls[0] < recalls[-1]


def test_one_kind_of_questions_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="class"):
        fitted(TELLING, np.ones(200, bool))
