"""Runs in MLflow: a folder that `mlflow ui` shows, or the server of MLFLOW_TRACKING_URI.

Runs only in a process of its own (`app.tracking.child`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol

from app.tracking.places import mlflow_address
from app.tracking.types import DONE
from app.tracking.wire import Start

VALUE_CHARACTERS = 6000
"""Longest value of a setting that MLflow takes."""

_FOREIGN = re.compile(r"[^\w\-. :/]")
"""What no name may have in MLflow."""


class Named(Protocol):
    """MLflow's experiment."""

    @property
    def experiment_id(self) -> str: ...


class Info(Protocol):
    """What MLflow knows of a run."""

    @property
    def run_id(self) -> str: ...


class Made(Protocol):
    """MLflow's run."""

    @property
    def info(self) -> Info: ...


class Client(Protocol):
    """As much of `mlflow.MlflowClient` as is needed."""

    def get_experiment_by_name(self, name: str) -> Named | None: ...
    def create_experiment(self, name: str) -> str: ...
    def create_run(
        self, experiment_id: str, *, tags: dict[str, str] | None, run_name: str
    ) -> Made: ...
    def log_param(self, run_id: str, key: str, value: str) -> object: ...
    def log_metric(self, run_id: str, key: str, value: float, *, step: int | None) -> object: ...
    def log_artifact(self, run_id: str, local_path: str) -> object: ...
    def set_terminated(self, run_id: str, status: str) -> object: ...


def begin(home: Path, start: Start) -> MlflowRun:
    """Begin a run in the experiment `footnote <kind>`."""
    client: Client = import_module("mlflow.tracking").MlflowClient(mlflow_address(home))
    experiment = f"footnote {start.kind}"
    known = client.get_experiment_by_name(experiment)
    id = known.experiment_id if known else client.create_experiment(experiment)
    tags = {_name(key): text for key, text in start.versions.items()}
    run = client.create_run(id, tags=tags, run_name=start.name).info.run_id
    for key, value in start.settings.items():
        client.log_param(run, _name(key), str(value)[:VALUE_CHARACTERS])
    return MlflowRun(client, run)


class MlflowRun:
    """A run that goes on."""

    def __init__(self, client: Client, run_id: str) -> None:
        self._client, self._run = client, run_id

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        """Note figures."""
        for name, value in figures.items():
            self._client.log_metric(self._run, _name(name), value, step=step)

    def file(self, path: Path) -> None:
        """Copy the file to the run."""
        self._client.log_artifact(self._run, str(path))

    def end(self, status: str = DONE) -> None:
        """End the run."""
        self._client.set_terminated(self._run, "FINISHED" if status == DONE else "FAILED")


def _name(name: str) -> str:
    """As MLflow allows it: `recall@5 (gold)` becomes `recall at 5 gold`."""
    plain = name.replace("@", " at ").replace("(", "").replace(")", "")
    return _FOREIGN.sub("_", plain)
