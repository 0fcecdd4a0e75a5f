"""Settings that hold several values: prices, headers, trackers."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.setting_lists import Headers, Price, Prices, Trackers, headers, prices

HERE = Path("/")


def test_prices_are_read_by_the_models_label_which_may_hold_a_colon() -> None:
    found = prices("openai:gpt-4o-mini=0.15/0.60, big=3/15")

    assert found == {"openai:gpt-4o-mini": Price(0.15, 0.6), "big": Price(3.0, 15.0)}
    assert prices("") == {}


@pytest.mark.parametrize("text", ["big", "big=", "=1/2", "big=1", "big=-1/2", "big=nan/1", "a=1/x"])
def test_what_is_no_price_is_refused(text: str) -> None:
    assert Prices().typed(text, HERE) is None


def test_a_headers_value_may_hold_equals_signs() -> None:
    assert headers("authorization=Basic cGs6c2s=,x=1") == {
        "authorization": "Basic cGs6c2s=",
        "x": "1",
    }


@pytest.mark.parametrize("text", ["authorization", "=x", "a=b\nc=d"])
def test_what_is_no_header_is_refused(text: str) -> None:
    assert Headers().typed(text, HERE) is None


def test_trackers_are_named_in_any_case_and_unknown_ones_refused() -> None:
    assert Trackers().typed("MLflow, wandb", HERE) == "mlflow,wandb"
    assert Trackers().typed("", HERE) == ""
    assert Trackers().typed("mlflow,elsewhere", HERE) is None
