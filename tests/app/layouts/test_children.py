from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.layouts import children
from app.layouts.children import Job
from app.layouts.types import Faith, Speed, Trial


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for this Python: a shell script that plays the child."""
    script = tmp_path / "child"
    monkeypatch.setattr("sys.executable", str(script))
    return script


@pytest.fixture
def job(tmp_path: Path) -> Job:
    target = tmp_path / "m.Q8_0.gguf"
    target.write_bytes(b"made")
    return Job(tmp_path / "m.gguf", target, "Q8_0", None, None, tmp_path / "reference", 2)


def play(script: Path, lines: str) -> None:
    script.write_text(f"#!/bin/sh\n{lines}\n")
    script.chmod(0o755)


def test_job_survives_its_way_into_the_child(tmp_path: Path) -> None:
    target, lora = tmp_path / "t", tmp_path / "ä b"
    for job in (
        Job(tmp_path, target, None, lora, lora, target, 3),
        Job(tmp_path, target, "Q4_0", None, None, target, 3, measured=False),
    ):
        assert children.parsed(children.written(job)) == job


def test_figures_of_the_child_are_told(child: Path, job: Job) -> None:
    told = {"prompt": 7.0, "generated": [[1, 2.0], [2, 3.0]], "faith": [0.99, 0.001, 300]}
    play(child, f"echo noise; echo '{json.dumps(told)}'")
    speed, faith = Speed(7.0, ((1, 2.0), (2, 3.0))), Faith(0.99, 0.001, 300)
    assert children.run(job) == Trial("Q8_0", 4, speed, faith)


def test_unfaithful_layout_has_no_speed(child: Path, job: Job) -> None:
    play(child, "echo '{\"faith\": [0.5, 1.0, 300]}'")
    assert children.run(job) == Trial("Q8_0", 4, None, Faith(0.5, 1.0, 300))


def test_crash_disqualifies_the_layout_alone(child: Path, job: Job) -> None:
    play(child, "kill -SEGV $$")
    assert "SIGSEGV" in children.run(job).failure


def test_crash_while_reporting_is_a_failure(child: Path, job: Job) -> None:
    play(child, "printf '{\"prompt\": 7'; kill -ABRT $$")
    assert "SIGABRT" in children.run(job).failure


@pytest.mark.parametrize(
    ("lines", "failure"),
    [
        ('echo \'{"failure": "no room"}\'; exit 1', "no room"),
        ("echo first >&2; echo last words >&2; exit 3", "last words"),
        ("exit 3", "status 3"),
        ("exit 0", "status 0"),
    ],
)
def test_failure_is_told(child: Path, job: Job, lines: str, failure: str) -> None:
    play(child, lines)
    assert failure in children.run(job).failure


def test_child_that_hangs_is_ended(child: Path, job: Job) -> None:
    play(child, "exec sleep 60")
    assert "did not finish" in children.run(job, timeout_s=0.2).failure


def test_child_that_cannot_be_started_is_a_failure(child: Path, job: Job) -> None:
    assert "could not be started" in children.run(job).failure


def test_child_ends_when_its_parent_is_gone(job: Job) -> None:
    alive, held = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.app.layouts.waiting_child"], stdin=alive,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    os.close(alive)
    assert child.stdout is not None
    assert child.stdout.readline() == b"waiting\n"
    os.close(held)
    assert child.wait(20) == 1
    child.stdout.close()
