"""Several trackers at once, some of which fail."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from math import inf, nan
from pathlib import Path

import pytest

from app.tracking.many import Many
from app.tracking.types import Run, Setting


class Heard:
    """A tracker that writes down what it hears. fails: at which of its calls it fails."""

    def __init__(self, fails: str = "") -> None:
        self.fails = fails
        self.calls: list[tuple[object, ...]] = []

    def start(
        self, kind: str, name: str, settings: Mapping[str, Setting], versions: Mapping[str, str]
    ) -> Run:
        self._hear("start", kind, name)
        return self

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        self._hear("log", dict(figures), step)

    def file(self, path: Path) -> None:
        self._hear("file", path.name)

    def end(self, status: str = "done") -> None:
        self._hear("end", status)

    def _hear(self, *call: object) -> None:
        self.calls.append(call)
        if call[0] == self.fails:
            raise OSError(f"no {self.fails}")


WHOLE = [
    ("start", "training", "a"),
    ("log", {"loss": 0.5}, 1),
    ("log", {"loss": 0.4}, 2),
    ("end", "done"),
]


def kept(many: Many) -> None:
    run = many.start("training", "a", {}, {})
    run.log({"loss": 0.5}, 1)
    run.log({"loss": 0.4}, 2)
    run.end()


@pytest.mark.parametrize("fails", ["start", "log", "end"])
def test_one_that_fails_is_told_in_the_log_and_costs_the_others_nothing(
    fails: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    failing, well = Heard(fails), Heard()

    kept(Many({"failing": failing, "well": well}))

    assert well.calls == WHOLE
    assert [each.getMessage() for each in caplog.records] == [
        f"failing does not have all of this run (no {fails})"
    ]


def test_one_that_failed_hears_no_more_but_the_end() -> None:
    failing = Heard("log")

    kept(Many({"failing": failing}))

    assert [call[0] for call in failing.calls] == ["start", "log", "end"]


def test_figures_that_are_no_numbers_are_left_out() -> None:
    heard = Heard()
    run = Many({"heard": heard}).start("training", "a", {}, {})

    run.log({"loss": nan, "accuracy": 0.5})
    run.log({"loss": inf})

    assert heard.calls[1:] == [("log", {"accuracy": 0.5}, None)]


def test_of_a_folder_every_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "model" / "onnx").mkdir(parents=True)
    for name in ("model/config.json", "model/onnx/model.onnx"):
        (tmp_path / name).touch()
    heard = Heard()

    Many({"heard": heard}).start("training", "a", {}, {}).file(tmp_path / "model")

    assert heard.calls[1:] == [("file", "config.json"), ("file", "model.onnx")]
