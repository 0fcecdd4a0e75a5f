from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.settings import load
from app.tracking import Runs, Setting
from app.versions.active import Active
from indexes.errors import FootnoteError
from tests.builders import activate, open_library, stage
from tests.training.feedback.library import RULES
from training.feedback import run
from training.feedback.job import FOLDER, OPERATIONS, Job, Options, Outcome, PartName


class Tracked:
    """A tracker and its only run."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.figures: dict[str, float] = {}
        self.files: list[Path] = []
        self.ended: list[str] = []

    def start(
        self, kind: str, name: str, settings: Mapping[str, Setting], versions: Mapping[str, str]
    ) -> Tracked:
        self.begun += [kind, name, str(settings["part"])]
        return self

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        self.figures |= figures

    def file(self, path: Path) -> None:
        self.files.append(path)

    def end(self, status: str = "done") -> None:
        self.ended.append(status)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "rules", RULES)
    activate(catalog, builds, "rules")
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path))
    return tmp_path


def active(home: Path) -> dict[str, str | int | float]:
    return dict(Active(home, home / OPERATIONS).values())


def job(home: Path, part: PartName = "fusion", name: str = "") -> Job:
    return Job(load(), part, Options(name=name), lambda line: None)


def result(wins: bool) -> Outcome:
    values = {"fusion": "lexical=1.5,routing=3,support=0.3,version=3"}
    return Outcome(
        None, wins, "six fixed, none broken", values, {"gain": 0.1, "none": float("nan")}
    )


def test_what_wins_is_put_in_force_and_taken_back_in_one_step(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(run.PARTS, "fusion", lambda job: result(True))
    assert run.main(["--home", str(home), "--part", "fusion"]) == 0
    assert load().fusion == "lexical=1.5,routing=3,support=0.3,version=3"
    Active(home, home / OPERATIONS).back()
    assert active(home) == {}


def test_what_does_not_win_changes_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(run.PARTS, "fusion", lambda job: result(False))
    assert run.main(["--home", str(home), "--part", "fusion"]) == 0
    assert active(home) == {}
    assert "What is in force stays: six fixed" in capsys.readouterr().out


def test_a_winner_is_left_out_of_force_when_asked_to(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(run.PARTS, "fusion", lambda job: result(True))
    assert run.main(["--home", str(home), "--part", "fusion", "--no-swap"]) == 0
    assert active(home) == {}


def test_a_run_is_tracked_from_start_to_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(run.PARTS, "fusion", lambda job: result(False))
    tracked = Tracked()
    assert run.main(["--home", str(home), "--part", "fusion"], tracked) == 0
    assert tracked.begun == ["training", "fusion-1", "fusion"]
    assert tracked.figures == {"gain": 0.1}
    assert tracked.ended == ["done"]


def test_a_run_that_fails_ends_too(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(job: Job) -> Outcome:
        raise FootnoteError("Something is missing.")

    monkeypatch.setitem(run.PARTS, "fusion", failing)
    tracked = Tracked()
    assert run.main(["--home", str(home), "--part", "fusion"], tracked) == 1
    assert tracked.ended == ["failed"]
    assert capsys.readouterr().err == "footnote: Something is missing.\n"


def test_a_run_is_kept_by_footnote_itself(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(run.PARTS, "fusion", lambda job: result(False))
    run.main(["--home", str(home), "--part", "fusion"])
    (kept,) = Runs(home).runs()
    assert (kept.kind, kept.name, kept.status) == ("training", "fusion-1", "done")
    assert kept.whole() == {"gain": 0.1}


@pytest.mark.parametrize("part", ["fusion", "reranker"])
def test_without_reviewed_items_nothing_is_trained(
    home: Path, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["--home", str(home), "--part", part]) == 1
    assert "0 to learn from of the 20" in capsys.readouterr().err
    assert active(home) == {}


def test_each_training_has_a_name_of_its_own(home: Path) -> None:
    assert job(home).name == "fusion-1"
    assert job(home, "chat").name == "feedback-1"
    (home / FOLDER / "fusion-1").mkdir(parents=True)
    assert job(home).name == "fusion-2"


@pytest.mark.parametrize("name", ["taken", "No Name", "../up"])
def test_a_name_that_is_taken_or_none_is_an_error(home: Path, name: str) -> None:
    (home / FOLDER / "taken").mkdir(parents=True)
    with pytest.raises(FootnoteError, match="choose another"):
        _ = job(home, name=name).name


def test_only_the_packaged_chat_model_can_learn(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOOTNOTE_MODEL", "openai:gpt-4o-mini")
    assert run.main(["--home", str(home)]) == 1
    assert "openai:gpt-4o-mini" in capsys.readouterr().err
