"""Preparing a model while the disk fills up, on a disk that takes nothing, and twice at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.layouts import Prepared, kept, prepare
from app.layouts import children as layout_children
from app.layouts.children import Job
from app.layouts.types import AS_IT_IS, Speed, Trial
from tests.app.layouts import files
from tests.bad_days.house import QUESTION, RIGHT, House

pytestmark = pytest.mark.model


@pytest.fixture
def bare(house: House, tmp_path: Path) -> House:
    """The library, with nothing prepared."""
    shutil.copytree(house.home, tmp_path / "home")
    return House(tmp_path / "home")


@pytest.fixture
def frozen(bare: House, tmp_path: Path) -> Iterator[House]:
    """The library on a disk that cannot be written to; needs the right to mount one."""
    place, mount = tmp_path / "frozen", shutil.which("mount")
    place.mkdir()
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root may mount a disk that cannot be written to")
    if subprocess.run([mount, "--bind", bare.home, place], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    subprocess.run([mount, "-o", "remount,ro,bind", place], check=True)
    yield House(place)
    subprocess.run(["umount", "-l", place], check=True)


def prepared(house: House) -> list[str]:
    """What lies in the folder of preparations, but for the lock."""
    place = kept.folder(house.home)
    return sorted(each.name for each in place.iterdir() if each.name != "lock")


def test_two_at_once_prepare_it_once_and_both_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[Job] = []
    begun, go_on = threading.Event(), threading.Event()

    def run(job: Job) -> Trial:
        jobs.append(job)
        begun.set()
        assert go_on.wait(30)
        return Trial(job.layout or AS_IT_IS, 9, Speed(100.0, ((1, 10.0),)))

    monkeypatch.setattr(layout_children, "run", run)
    model = files.write(
        tmp_path / "m.gguf", files.MODEL, {"blk.0.attn_q.weight": files.random(6, 8)}
    )
    got: list[Prepared] = []

    def prepared_model() -> None:
        got.append(prepare(model, None, tmp_path / "home", 1, lambda step: None))

    both = [threading.Thread(target=prepared_model) for _ in range(2)]
    both[0].start()
    assert begun.wait(30)
    both[1].start()
    go_on.set()
    for each in both:
        each.join()
    assert got[0] == got[1]
    assert len(jobs) == len({job.layout for job in jobs})


def test_disk_that_fills_up_meanwhile_keeps_nobody_from_an_answer(bare: House) -> None:
    """No file may grow beyond 60 MB: what is measured first is larger."""
    command = bare.start("ask", QUESTION, FOOTNOTE_PREPARE="auto")
    limit = shutil.which("prlimit")
    if limit is None:
        pytest.skip("prlimit is not installed")
    subprocess.run([limit, f"--pid={command.pid}", "--fsize=60000000"], check=True)
    said, errors = command.communicate(timeout=100)
    assert command.returncode == 0
    assert RIGHT in said
    assert "is used as it is: " in errors
    assert "Traceback" not in errors
    assert prepared(bare) == []


def test_disk_that_cannot_be_written_to_keeps_nobody_from_an_answer(frozen: House) -> None:
    ended = frozen.run("ask", QUESTION, FOOTNOTE_PREPARE="auto")
    assert RIGHT in ended.said or ended.errors.startswith("footnote: Cannot open the library")
    assert "Traceback" not in ended.errors


def test_preparing_on_a_disk_that_cannot_be_written_to_is_one_sentence(frozen: House) -> None:
    ended = frozen.run("models", "prepare")
    assert ended.status == 1
    assert ended.errors.startswith("footnote: SmolLM2")
    assert f"cannot be prepared under {frozen.home}" in ended.errors
    assert ended.errors.count("\n") == 1
