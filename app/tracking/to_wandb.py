"""Runs in Weights & Biases, offline: `wandb sync` sends them where a person wants that.

Runs only in a process of its own (`app.tracking.child`).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from shutil import copyfile
from typing import Protocol

from app.tracking.types import DONE
from app.tracking.wire import Start

PROJECT = "footnote"
STEP = "step"


class Summary(Protocol):
    """Figures of the whole run."""

    def update(self, figures: dict[str, float]) -> None: ...


class Made(Protocol):
    """As much of wandb's run as is needed."""

    @property
    def dir(self) -> str: ...
    @property
    def summary(self) -> Summary: ...
    def define_metric(self, name: str, step_metric: str) -> object: ...
    def log(self, figures: dict[str, float]) -> None: ...
    def save(self, path: str, base_path: str, policy: str) -> object: ...
    def finish(self, exit_code: int) -> None: ...


def begin(home: Path, start: Start) -> WandbRun:
    """Begin an offline run in the project `footnote`, in `home/wandb`."""
    wandb = import_module("wandb")
    settings = wandb.Settings(
        console="off",
        silent=True,
        disable_code=True,
        disable_git=True,
        save_code=False,
        x_disable_machine_info=True,
        x_disable_meta=True,
        x_disable_stats=True,
        x_save_requirements=False,
    )
    run: Made = wandb.init(
        project=PROJECT,
        job_type=start.kind,
        name=start.name,
        config={"settings": dict(start.settings), "versions": dict(start.versions)},
        dir=str(home),
        mode="offline",
        settings=settings,
    )
    run.define_metric("*", step_metric=STEP)
    return WandbRun(run)


class WandbRun:
    """A run that goes on."""

    def __init__(self, run: Made) -> None:
        self._run = run

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        """Note figures: those of the whole run in its summary, the others along `step`."""
        if step is None:
            self._run.summary.update(dict(figures))
        else:
            self._run.log({**figures, STEP: step})

    def file(self, path: Path) -> None:
        """Copy the file to the run."""
        copy = Path(self._run.dir) / path.name
        copyfile(path, copy)  # wandb itself would keep no more than a link
        self._run.save(str(copy), base_path=self._run.dir, policy="now")

    def end(self, status: str = DONE) -> None:
        """End the run."""
        self._run.finish(exit_code=0 if status == DONE else 1)
