"""`footnote runs`, and what `footnote eval` tells the trackers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.main import main
from app.tracking import Runs
from tests.app.cli.terminal import Ran

TASK = "A dog\n0\nbarks.\nreads aloud.\ndrives home.\nvotes early.\n"

Shell = Callable[..., Ran]


class Scorer:
    """Likes short endings."""

    label = "by-length"

    def __init__(self, model: str, gpu_layers: int, threads: int) -> None:
        """As the scorer that it stands for."""

    def score(self, context: str, endings: list[str]) -> tuple[float, ...]:
        return tuple(-float(len(ending)) for ending in endings)


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("app.evaluation.endings.LlamaScorer", Scorer)
    (tmp_path / "tasks.txt").write_text(TASK, encoding="utf-8")

    def run(*words: str) -> Ran:
        return Ran(main(words), *capsys.readouterr())

    return run


def test_without_runs_it_says_what_makes_them(shell: Shell, tmp_path: Path) -> None:
    ran = shell("runs")

    assert (ran.code, ran.out) == (0, "")
    assert "`footnote eval` and `footnote train` make them" in ran.err
    assert not (tmp_path / "home" / "operations.sqlite3").exists()


def test_an_evaluation_is_listed_with_its_main_figure(shell: Shell, tmp_path: Path) -> None:
    assert shell("eval", "hellaswag", str(tmp_path / "tasks.txt")).code == 0
    Runs(tmp_path / "home").start("training", "adapter-1", {}, {"version": "4f2a"}).end("failed")

    ran = shell("runs")

    _, training, evaluation = ran.out.splitlines()
    assert "HellaSwag acc_norm: tasks 1" in evaluation
    assert training.split()[2:] == ["training", "adapter-1", "failed", "4f2a"]
    assert "2 runs" in ran.err


def test_json_has_every_figure_and_file(shell: Shell, tmp_path: Path) -> None:
    shell("eval", "hellaswag", str(tmp_path / "tasks.txt"))

    (run,) = json.loads(shell("runs", "--json").out)

    assert run["kind"] == "evaluation"
    assert run["figures"] == [{"name": "HellaSwag acc_norm: tasks", "value": 1.0, "step": None}]
    assert run["files"][0]["path"].startswith("evaluations/")


def test_a_tracker_that_is_missing_stops_before_anything_is_asked(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_TRACKERS", "wandb")
    monkeypatch.setattr("app.tracking.choosing.find_spec", lambda name: None)

    ran = shell("eval", "hellaswag", str(tmp_path / "tasks.txt"))

    assert ran.code == 1
    assert "`pip install wandb`" in ran.err
    assert not (tmp_path / "home" / "evaluations").exists()
