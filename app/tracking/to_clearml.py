"""Runs in ClearML, offline: a zip that `Task.import_offline_session` sends where that is wanted.

Runs only in a process of its own (`app.tracking.child`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol

from app.tracking.types import DONE, TRAINING
from app.tracking.wire import Start

PROJECT = "footnote"

_CONFIGURATION = "sdk { development { report_use_subprocess: false } }\n"
"""Its reports need no process of their own: ending one takes ten seconds."""


class Logger(Protocol):
    """As much of `clearml.Logger` as is needed."""

    def report_scalar(self, title: str, series: str, value: float, iteration: int) -> None: ...
    def report_single_value(self, name: str, value: float) -> None: ...


class Task(Protocol):
    """As much of `clearml.Task` as is needed."""

    def get_logger(self) -> Logger: ...
    def set_parameters(self, parameters: dict[str, object]) -> None: ...
    def upload_artifact(self, name: str, artifact_object: str, *, wait_on_upload: bool) -> bool: ...
    def add_tags(self, tags: list[str]) -> None: ...
    def close(self) -> None: ...


def begin(home: Path, start: Start) -> ClearmlRun:
    """Begin an offline task in the project `footnote`, in `home/clearml`.

    The environment is that of `app.tracking.places.variables`.
    """
    Path(os.environ["CLEARML_CONFIG_FILE"]).write_text(_CONFIGURATION, encoding="utf-8")
    task_class = import_module("clearml").Task
    # Else it keeps Footnote's own code with the task, and asks a server for newer versions of
    # itself, offline too.
    task_class._update_repository = _nothing
    task_class.set_offline(True)
    task: Task = task_class.init(
        project_name=PROJECT,
        task_name=start.name,
        task_type="training" if start.kind == TRAINING else "testing",
        reuse_last_task_id=False,
        auto_connect_arg_parser=False,
        auto_connect_frameworks=False,
        auto_resource_monitoring=False,
        auto_connect_streams=False,
    )
    settings = {f"Settings/{name}": value for name, value in start.settings.items()}
    versions = {f"Versions/{name}": value for name, value in start.versions.items()}
    task.set_parameters({**settings, **versions})
    return ClearmlRun(task)


def _nothing(task: object) -> None:
    """In place of what is not wanted."""


class ClearmlRun:
    """A task that goes on."""

    def __init__(self, task: Task) -> None:
        self._task, self._logger = task, task.get_logger()

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        """Note figures: those of the whole run as single values."""
        for name, value in figures.items():
            if step is None:
                self._logger.report_single_value(name, value)
            else:
                self._logger.report_scalar(name, name, value, step)

    def file(self, path: Path) -> None:
        """Copy the file to the task. Raises OSError where it cannot be."""
        if not self._task.upload_artifact(path.name, str(path), wait_on_upload=True):
            raise OSError(f"{path} was not taken")

    def end(self, status: str = DONE) -> None:
        """End the task; one that failed has the tag `failed`."""
        if status != DONE:
            self._task.add_tags([status])
        self._task.close()
