"""Evaluations as they are told to a tracker."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.evaluation.measures import figures
from app.evaluation.report import Report
from app.evaluation.saving import save
from app.tracking import Runs, evaluations
from tests.app.ui.evaluations import ROWS, versions


def test_an_evaluation_is_told_with_all_that_its_report_says(tmp_path: Path) -> None:
    report = Report(replace(versions(), version="4f2a", judge="judge"), ROWS)
    file = save(report, tmp_path)
    runs = Runs(tmp_path)

    evaluations.log(runs, report, file)

    (run,) = runs.runs("evaluation")
    assert (run.name, run.status, run.version) == (file.stem, "done", "4f2a")
    assert run.settings == {
        "asked": "questions", "questions": 6, "file": "mine.jsonl", "documents": 2, "seed": 7,
    }  # fmt: skip
    assert run.versions == {
        "version": "4f2a", "model": "tiny", "prompt": "answer@1", "embedding": "hashed float32",
        "build": "b1", "judge": "judge",
    }  # fmt: skip
    assert [each.path for each in run.files] == [f"evaluations/{file.name}"]


def test_figures_of_one_name_over_other_questions_stay_apart() -> None:
    report = Report(versions(), ROWS)

    told = evaluations.told(report)

    assert {"holds gold: answerable", "holds gold: answerable and answered"} <= set(told)
    for each in figures(ROWS):
        assert told[f"{each.name}: {each.over}"] == each.interval.mean
    assert told["abstention precision: asked"] == 0.5
    assert told["abstention recall: asked"] == 0.5


def test_shares_that_nothing_stands_for_are_left_out() -> None:
    told = evaluations.told(Report(versions(), ROWS[:1]))

    assert "abstention precision: asked" not in told
    assert "holds gold: answerable" in told
