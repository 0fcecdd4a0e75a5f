"""Trackers that are other packages, in processes of their own that may fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.tracking import places
from app.tracking.outside import Outside, OutsideRun, TrackerError
from app.tracking.wire import Log, Start, encoded
from tests.app.tracking.readers import builtin

OURS = '''
"""Stands in for another package: keeps runs with Footnote's own tracker."""
import time, sys
from app.tracking.builtin import Runs
class Slow:
    def log(self, figures, step=None): time.sleep(600)
    def file(self, path): pass
    def end(self, status="done"): pass
def begin(home, start):
    if start.name == "unwilling":
        raise RuntimeError("no licence")
    if start.name == "slow":
        return Slow()
    return Runs(home).start(start.kind, start.name, start.settings, start.versions)
'''
ROUTE = "import app.tracking as t; t.__path__.append({!r})\n"


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., OutsideRun]:
    """Starts a run with the package `stand_in`."""
    code = tmp_path / "code"
    code.mkdir()
    (code / "to_stand_in.py").write_text(OURS)
    (code / "sitecustomize.py").write_text(ROUTE.format(str(code)))
    monkeypatch.setenv("PYTHONPATH", str(code))
    monkeypatch.setitem(places.FOLDERS, "stand_in", "stand-in")
    (tmp_path / "home").mkdir()

    def start(name: str, end_s: float = 60) -> OutsideRun:
        return Outside("stand_in", tmp_path / "home", end_s).start("training", name, {}, {})

    return start


def test_why_a_package_fails_is_told_at_the_end(started: Callable[..., OutsideRun]) -> None:
    run = started("unwilling")
    run.log({"loss": 0.5})

    with pytest.raises(TrackerError, match="RuntimeError: no licence"):
        run.end()


def test_a_file_that_is_missing_is_told_and_the_rest_is_kept(
    started: Callable[..., OutsideRun], tmp_path: Path
) -> None:
    run = started("well")
    run.file(tmp_path / "missing.gguf")
    run.log({"loss": 0.5})

    with pytest.raises(TrackerError, match=r"FileNotFoundError.*missing\.gguf"):
        run.end()

    seen = builtin(tmp_path / "home")
    assert (seen.whole, seen.failed) == ({"loss": 0.5}, False)


def test_one_that_hangs_is_left_behind(started: Callable[..., OutsideRun]) -> None:
    run = started("slow", end_s=3)
    for step in range(5000):  # more than the pipe takes
        run.log({"a name that is rather long, for a figure": float(step)}, step)

    with pytest.raises(TrackerError, match="stand_in was not done after 3 s"):
        run.end()


def test_a_run_whose_end_is_never_told_has_failed(tmp_path: Path) -> None:
    begun = encoded(Start("training", "cut", {}, {})) + encoded(Log({"loss": 0.5}, None))
    code = f"{ROUTE.format(str(tmp_path))}import app.tracking.child as child, sys\n"
    (tmp_path / "to_stand_in.py").write_text(OURS)

    subprocess.run(
        [sys.executable, "-c", f"{code}child.main(['stand_in', {str(tmp_path)!r}])"],
        input=begun,
        check=True,
    )

    seen = builtin(tmp_path)
    assert (seen.name, seen.whole, seen.failed) == ("cut", {"loss": 0.5}, True)
