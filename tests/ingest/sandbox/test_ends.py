"""Readers, wardens, servers and those who ask may end at any moment."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexes.errors import ReadError
from indexes.types import Unread
from ingest.sandbox import Limits, Sandbox

HOSTILE = "tests.ingest.sandbox.hostile"
LIMITS = Limits(cpu_s=1, cpu_s_per_page=0.5, wall_s=2, memory_mb=400, file_mb=1)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS, server=HOSTILE) as sandbox:
        yield sandbox


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid: int) -> bool:
    """Whether a process ends within five seconds."""
    for _ in range(100):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_what_a_reader_has_started_dies_with_it(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="did nothing"):
        sandbox.open(tmp_path / "x", "breed", tmp_path / "pid")
    assert gone(int((tmp_path / "pid").read_text()))


def test_close_ends_the_jobs_under_way(tmp_path: Path) -> None:
    sandbox = Sandbox(Limits(wall_s=60), server=HOSTILE)
    errors: list[ReadError] = []

    def ask() -> None:
        try:
            sandbox.open(tmp_path / "x", "breed", tmp_path / "pid")
        except ReadError as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.05)
    sandbox.close()
    thread.join(10)
    assert not thread.is_alive()
    assert errors
    assert gone(int((tmp_path / "pid").read_text()))


def pid_in(path: Path) -> int:
    """The process id that a reader writes there, as soon as it has."""
    while not path.exists() or not path.read_text():
        time.sleep(0.05)
    return int(path.read_text())


def test_close_in_the_midst_of_a_page_blames_no_page_and_starts_nothing(tmp_path: Path) -> None:
    sandbox = Sandbox(Limits(wall_s=60), server=HOSTILE)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(sandbox.open, tmp_path / "x", "page-3-breed", tmp_path / "pid")
        pid_in(tmp_path / "pid")
        sandbox.close()
        with pytest.raises(ReadError, match="was not read to its end"):
            job.result(10)
    assert sandbox._host._process is None


def test_reader_that_has_lost_its_warden_ends_itself(tmp_path: Path) -> None:
    with Sandbox(Limits(wall_s=1), server=HOSTILE) as sandbox:
        extract = sandbox.open(tmp_path / "x", "page-1-orphan", tmp_path / "pid").extract
        assert extract is not None
        assert extract.unread == (Unread(1, "Reading this page lost its reader."),)
        assert gone(pid_in(tmp_path / "pid"))


def test_files_in_the_folder_at_hand_are_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "ingest", "pydantic"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    with Sandbox(LIMITS, server=HOSTILE) as sandbox:
        assert sandbox.open(tmp_path / "x", "good", tmp_path / "in").extract is not None
    assert not (tmp_path / "run").exists()


def test_long_result_waits_for_whoever_asked(tmp_path: Path) -> None:
    asking = os.fork()
    if asking == 0:
        with Sandbox(Limits(wall_s=1), server=HOSTILE) as sandbox:
            (tmp_path / "x").write_text(str(os.getpid()))
            opened = sandbox.open(tmp_path / "x", "page-9-long", tmp_path / "in")
        os._exit(0 if opened.extract and not opened.extract.unread else 1)
    os.waitpid(asking, os.WUNTRACED)
    time.sleep(3)  # longer than a reader may be silent
    os.kill(asking, signal.SIGCONT)
    status = os.waitpid(asking, os.WUNTRACED)[1]
    if os.WIFSTOPPED(status):  # the file was read again
        os.kill(asking, signal.SIGKILL)
        os.waitpid(asking, 0)
    assert status == 0


def test_readers_die_with_the_process_that_asked(tmp_path: Path) -> None:
    asking = os.fork()
    if asking == 0:
        sandbox = Sandbox(Limits(wall_s=60), server=HOSTILE)
        sandbox.open(tmp_path / "x", "breed", tmp_path / "pid")
        os._exit(1)
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.05)
    os.kill(asking, signal.SIGKILL)
    os.waitpid(asking, 0)
    assert gone(int((tmp_path / "pid").read_text()))


def test_server_that_died_is_started_again(tmp_path: Path) -> None:
    with Sandbox(LIMITS, server=HOSTILE) as sandbox:
        sandbox.open(tmp_path / "x", "good", tmp_path / "in")
        assert sandbox._host._process is not None
        sandbox._host._process.kill()
        sandbox._host._process.wait()
        assert sandbox.open(tmp_path / "x", "good", tmp_path / "in").extract is not None


def test_server_that_dies_with_a_job_in_its_queue_is_started_again(tmp_path: Path) -> None:
    with Sandbox(LIMITS, server=HOSTILE) as sandbox, ThreadPoolExecutor(1) as pool:
        sandbox.open(tmp_path / "x", "good", tmp_path / "in")
        assert sandbox._host._process is not None
        sandbox._host._process.send_signal(signal.SIGSTOP)
        job = pool.submit(sandbox.open, tmp_path / "x", "good", tmp_path / "in")
        while not sandbox._host._jobs:
            time.sleep(0.01)
        sandbox._host._process.kill()
        assert job.result(30).extract is not None


def test_server_that_cannot_start_is_told(tmp_path: Path) -> None:
    sandbox = Sandbox(server="tests.ingest.sandbox.nowhere")
    with pytest.raises(ReadError, match="does not start"):
        sandbox.open(tmp_path / "x", "good", tmp_path / "in")
    sandbox.close()
