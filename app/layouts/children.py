"""Starts the child process that makes and measures one layout, and reads what it tells."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from app.layouts.types import AS_IT_IS, Faith, Made, Speed, Trial
from app.settings import PROJECT_ROOT

TIMEOUT_S = 3600.0
"""A model of some GB on a small machine takes minutes, none takes an hour."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a child is to do. layout: what to write `source` to `target` in; None: nothing.

    merged: the adapter to merge into `target`. lora: the adapter to put on at run time. reference:
    the file of the original's logits, written where `layout` is None, else read. measured: False
    when the target is only a stage on the way to others.
    """

    source: Path
    target: Path
    layout: Made | None
    merged: Path | None
    lora: Path | None
    reference: Path
    threads: int
    measured: bool = True


class Report(TypedDict, total=False):
    """What the child tells: the values of Speed and Faith in their order, or a failure. A layout
    that is not faithful has no speed.
    """

    prompt: float
    generated: list[tuple[int, float]]
    faith: tuple[float, float, int]
    failure: str


class _Written(TypedDict):
    """A job as JSON."""

    source: str
    target: str
    layout: Made | None
    merged: str
    lora: str
    reference: str
    threads: int
    measured: bool


def written(job: Job) -> str:
    """The job as the child's argument."""
    told: _Written = {
        "source": str(job.source),
        "target": str(job.target),
        "layout": job.layout,
        "merged": str(job.merged or ""),
        "lora": str(job.lora or ""),
        "reference": str(job.reference),
        "threads": job.threads,
        "measured": job.measured,
    }
    return json.dumps(told)


def parsed(text: str) -> Job:
    """The inverse of `written`."""
    told: _Written = json.loads(text)
    return Job(
        Path(told["source"]),
        Path(told["target"]),
        told["layout"],
        Path(told["merged"]) if told["merged"] else None,
        Path(told["lora"]) if told["lora"] else None,
        Path(told["reference"]),
        told["threads"],
        told["measured"],
    )


def run(job: Job, timeout_s: float = TIMEOUT_S) -> Trial:
    """Do the job in a child process; whatever happens to it is told as the trial's failure."""
    name = job.layout or AS_IT_IS
    environment = os.environ | {"OMP_WAIT_POLICY": "passive"}
    alive, held = os.pipe()  # the child ends when nobody holds it any more
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.layouts.trial", written(job)],
            cwd=PROJECT_ROOT, env=environment, stdin=alive, capture_output=True,
            timeout=timeout_s, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Trial(name, failure=f"it did not finish within {timeout_s / 60:.0f} minutes")
    except OSError as error:
        return Trial(name, failure=f"its process could not be started: {error}")
    finally:
        os.close(alive)
        os.close(held)
    report = _report(done.stdout)
    if done.returncode or report is None or "failure" in report:
        told = report.get("failure", "") if report else ""
        return Trial(name, failure=told or _ending(done.returncode, done.stderr))
    file = job.target if job.layout else job.source
    size = file.stat().st_size
    if not job.measured:
        return Trial(name, size)
    faith = Faith(*report["faith"]) if "faith" in report else None
    if "prompt" not in report:
        return Trial(name, size, None, faith)
    pairs = tuple((int(count), float(speed)) for count, speed in report["generated"])
    return Trial(name, size, Speed(report["prompt"], pairs), faith)


def _report(output: bytes) -> Report | None:
    """The last line of JSON; None where there is none."""
    lines = [line for line in output.splitlines() if line.startswith(b"{")]
    try:
        report: Report | None = json.loads(lines[-1]) if lines else None
    except ValueError:
        return None  # the child died while writing: its status tells why
    return report


def _ending(code: int, errors: bytes) -> str:
    if code < 0:
        return f"it was ended by the signal {signal.Signals(-code).name}"
    last = errors.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return last or f"it ended with status {code}"
