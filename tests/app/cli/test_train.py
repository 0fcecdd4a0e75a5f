from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.cli import train as door
from app.cli.parser import parser
from app.cli.train import MODULE, TrainError, _run, train
from app.settings import PROJECT_ROOT, Settings, load
from tests.app.cli.terminal import Terminal, terminal


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"FOOTNOTE_HOME": str(tmp_path)})


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path, monkeypatch, capsys)


@dataclass
class Runs:
    """Runs nothing, and remembers what it was to run."""

    code: int = 0
    words: list[str] = field(default_factory=list)
    environ: dict[str, str] = field(default_factory=dict)
    folder: Path = Path()

    def __call__(self, words: Sequence[str], environ: Mapping[str, str], folder: Path) -> int:
        self.words, self.environ, self.folder = list(words), dict(environ), folder
        return self.code


def arguments(*words: str) -> Namespace:
    return parser().parse_args(["train", *words])


def test_the_training_is_started_in_a_process_of_its_own(settings: Settings) -> None:
    runs = Runs(code=3)
    assert train(arguments("--part", "fusion"), settings, runs) == 3
    assert runs.words[1:3] == ["-m", MODULE]
    assert runs.words[runs.words.index("--home") + 1] == str(settings.home)
    assert runs.words[runs.words.index("--part") + 1] == "fusion"
    assert runs.environ["FOOTNOTE_HOME"] == str(settings.home)
    assert runs.folder == PROJECT_ROOT


def test_options_reach_the_training(settings: Settings) -> None:
    runs = Runs()
    given = ["--minutes", "2.5", "--synthetic", "0", "--name", "x-1", "--threads", "1"]
    train(arguments("--part", "reranker", *given, "--dry-run", "--no-swap"), settings, runs)
    told = " ".join(runs.words)
    assert all(f"{a} {b}" in told for a, b in zip(given[::2], given[1::2], strict=True))
    assert "--dry-run --no-swap" in told


def test_a_relative_file_is_found_from_the_trainings_folder(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runs = Runs()
    train(arguments("--part", "fusion", "--guard", "mine.jsonl"), settings, runs)
    assert runs.words[runs.words.index("--guard") + 1] == str(tmp_path / "mine.jsonl")


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.train.importlib.util.find_spec", lambda name: None)
    ran = shell.run("train")
    assert ran.code == 1
    assert "gguf" in ran.err
    assert "pip install -r training/requirements.txt" in ran.err


def test_an_installation_without_the_trainings_says_so(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "PROJECT_ROOT", tmp_path)
    with pytest.raises(TrainError, match="checkout"):
        train(arguments("--part", "fusion"), settings, Runs())


@pytest.mark.parametrize("word", ["0", "-1", "soon", "nan"])
def test_minutes_are_a_number_above_nothing(shell: Terminal, word: str) -> None:
    ran = shell.run("train", "--minutes", word)
    assert ran.code == 2
    assert "minutes" in ran.err


def test_lines_come_through_without_control_characters(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = [sys.executable, "-c", r"print('one'); print('\x1b[31mtwo'); raise SystemExit(4)"]
    assert _run(words, {}, tmp_path) == 4
    out = capsys.readouterr().out
    assert out.startswith("one\n")
    assert "\x1b" not in out


def test_too_few_reviewed_items_are_told_by_the_training_itself(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    assert train(arguments("--part", "reranker"), settings) == 1
    assert "0 to learn from of the 20" in capfd.readouterr().err
