"""Footnote's own tracker."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.tracking import KeptFile, Runs

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
UNENDED = """
import sys
from pathlib import Path
from app.tracking import Runs
Runs(Path(sys.argv[1])).start("training", "a", {}, {}).log({"loss": 0.5}, 1)
"""


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    ticks = iter(range(1000))
    return Runs(tmp_path, lambda: NOON + timedelta(minutes=next(ticks)))


def test_a_look_makes_no_database(tmp_path: Path) -> None:
    assert Runs(tmp_path / "home").runs() == []
    assert not (tmp_path / "home").exists()


def test_runs_are_listed_the_newest_first_by_kind_and_number(runs: Runs) -> None:
    for kind, name in (("evaluation", "a"), ("training", "b"), ("evaluation", "c")):
        runs.start(kind, name, {}, {}).end()

    assert [each.name for each in runs.runs()] == ["c", "b", "a"]
    assert [each.name for each in runs.runs("evaluation")] == ["c", "a"]
    assert [each.name for each in runs.runs(limit=1)] == ["c"]


def test_a_run_has_its_times_version_and_figures(runs: Runs) -> None:
    run = runs.start("training", "a", {"seed": 7}, {"version": "4f2a", "build": "b1"})
    run.log({"loss": 0.5}, 2)
    run.log({"loss": 0.9}, 1)
    run.log({"recall": 0.25})
    run.log({"recall": 0.75})
    run.end("failed")

    (kept,) = runs.runs()

    assert (kept.started, kept.status, kept.version) == (NOON, "failed", "4f2a")
    assert kept.ended is not None
    assert kept.ended > kept.started
    assert kept.settings == {"seed": 7}
    assert kept.series() == {"loss": [(1, 0.9), (2, 0.5)]}
    assert kept.whole() == {"recall": 0.75}


def test_files_are_known_by_their_place_in_the_home_and_checksum(
    runs: Runs, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "b.gguf"
    (tmp_path / "adapters").mkdir()
    for path in (tmp_path / "adapters" / "a.gguf", outside):
        path.write_bytes(b"weights")
    run = runs.start("training", "a", {}, {})
    run.file(tmp_path / "adapters" / "a.gguf")
    run.file(outside)

    (kept,) = runs.runs()

    digest = hashlib.sha256(b"weights").hexdigest()
    assert set(kept.files) == {
        KeptFile("adapters/a.gguf", digest),
        KeptFile(outside.resolve().as_posix(), digest),
    }


def test_a_run_whose_process_has_gone_is_lost(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", UNENDED, str(tmp_path)], check=True)
    runs = Runs(tmp_path)
    runs.start("training", "b", {}, {})

    assert [(each.name, each.status) for each in runs.runs()] == [("b", "running"), ("a", "lost")]
    assert runs.runs()[1].series() == {"loss": [(1, 0.5)]}
