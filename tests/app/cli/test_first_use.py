from __future__ import annotations

from typing import cast

import pytest

from app.build import Footnote
from app.cli.first_use import ONCE, prepare_chat
from app.layouts import Step
from indexes.errors import ModelError


class Unprepared:
    def __init__(self, fails: bool = False) -> None:
        self.fails = fails

    def prepare_chat(self, tell: object) -> None:
        if self.fails:
            raise ModelError("There is no model file at x.gguf; correct FOOTNOTE_MODEL.")
        assert callable(tell)
        for done in range(3):
            tell(Step(done, 3, "measuring"))


class Ready:
    def prepare_chat(self, tell: object) -> None:
        pass


def test_first_use_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    prepare_chat(cast(Footnote, Unprepared()))
    assert capsys.readouterr().err.count(ONCE) == 1


def test_later_uses_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    prepare_chat(cast(Footnote, Ready()))
    assert capsys.readouterr().err == ""


def test_model_that_cannot_be_used_is_told_and_keeps_nothing_from_going_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    prepare_chat(cast(Footnote, Unprepared(fails=True)))
    assert "x.gguf" in capsys.readouterr().err
