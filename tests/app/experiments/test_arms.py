from __future__ import annotations

import pytest

from app.experiments.arms import check, parsed
from app.experiments.types import Arm, ExperimentError
from app.settings import Settings
from indexes.errors import PromptError, SettingsError
from tests.app.experiments.installation import ARMS, CONTROL


def test_typed_arm_is_read_with_the_kinds_of_its_settings() -> None:
    assert parsed("short=prompt=brief@1, hits=6,temperature=0.5") == Arm(
        "short", {"prompt": "brief@1", "hits": 6, "temperature": 0.5}
    )
    assert parsed("control") == parsed("control=") == Arm("control", {})
    assert parsed("short=prompt=brief@1,hits=6").told == "prompt=brief@1,hits=6"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("short=port=9", "sets 'port', which an experiment cannot change; it can change: prompt"),
        ("short=hits", "says 'hits'; write setting=value"),
        ("short=hits=6,hits=7", "sets hits twice"),
    ],
)
def test_unfit_words_are_named_with_the_remedy(text: str, told: str) -> None:
    with pytest.raises(ExperimentError, match=told):
        parsed(text)


def test_arms_that_differ_are_fit() -> None:
    check(ARMS, Settings())


@pytest.mark.parametrize(
    ("arms", "told"),
    [
        ([CONTROL], "needs 2 to 4 arms, and 1 is given"),
        ([parsed(f"a{at}=hits={at + 1}") for at in range(5)], "at most 4 arms, and 5 are given"),
        ([CONTROL, Arm("other", {})], "'control' and 'other' are the same"),
        ([CONTROL, Arm("control", {"hits": 3})], "Two arms are called 'control'"),
        ([CONTROL, Arm("a/b", {"hits": 3})], "arm's name 'a/b' cannot be used"),
        ([CONTROL, Arm("home", {"home": "/tmp"})], "cannot change"),
    ],
)
def test_arms_that_cannot_run_side_by_side_are_told(arms: list[Arm], told: str) -> None:
    with pytest.raises(ExperimentError, match=told):
        check(arms, Settings())


def test_value_out_of_range_is_told_with_its_arm() -> None:
    with pytest.raises(SettingsError, match="hits in the arm 'wide' is 900"):
        check([CONTROL, Arm("wide", {"hits": 900})], Settings())


def test_unknown_prompt_is_told_with_those_there_are() -> None:
    with pytest.raises(PromptError, match=r"no prompt 'grounded@9'; there are: answer@1"):
        check([CONTROL, Arm("new", {"prompt": "grounded@9"})], Settings())
