"""Which trackers the settings name."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import Settings
from app.tracking import Runs, choosing, trackers
from indexes.errors import SettingsError

IMPORTED = """
import sys
from dataclasses import replace
from app.settings import load
from app.tracking import trackers
trackers(replace(load({}), trackers="mlflow,wandb,clearml"))
print(sorted({"mlflow", "wandb", "clearml"} & set(sys.modules)))
"""


def test_runs_are_kept_here_without_any_setting(tmp_path: Path) -> None:
    trackers(Settings(home=tmp_path)).start("evaluation", "a", {}, {}).end()

    assert [each.name for each in Runs(tmp_path).runs()] == ["a"]
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == []


def test_a_package_that_is_missing_is_named_with_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "find_spec", lambda name: None)

    with pytest.raises(SettingsError, match=r"names mlflow.*`pip install mlflow-skinny`"):
        trackers(replace(Settings(home=tmp_path), trackers="mlflow"))


def test_no_package_is_imported_in_footnotes_own_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
