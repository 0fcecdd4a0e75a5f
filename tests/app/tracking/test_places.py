"""Where MLflow's runs go."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tracking.places import URI, mlflow_address


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", "file:///home/ada/mlruns"),
        ("https://mlflow.example", "https://mlflow.example"),
        ("databricks", "databricks"),
        ("databricks://team", "databricks://team"),
        ("/srv/runs", "file:///srv/runs"),
    ],
)
def test_runs_go_where_the_environment_says(
    given: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URI, given)

    assert mlflow_address(Path("/home/ada")) == meant


def test_a_folder_is_found_from_where_footnote_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(URI, "./mlruns")

    assert mlflow_address(Path("/home/ada")) == (tmp_path / "mlruns").as_uri()
