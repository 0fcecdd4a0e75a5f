"""Every tracker keeps the same of a run, and sends nothing anywhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.app.tracking import readers
from tests.app.tracking.readers import Seen
from tests.offline import bpf
from tests.offline.sealed import Sealed

STEPS = [(1, 0.9), (2, 0.5), (3, 0.25)]
WHOLE = {"recall@5: with gold spans": 0.75, "citation recall (ALCE): answered": 0.5}
READERS: dict[str, Callable[[Path], Seen]] = {
    "": readers.builtin,
    "mlflow": readers.mlflow,
    "wandb": readers.wandb,
    "clearml": readers.clearml,
}
ONE_RUN = """
import sys
from pathlib import Path
from app.settings import load
from app.tracking import trackers
from tests.app.tracking.test_contract import STEPS, WHOLE
settings = load()
settings.home.mkdir(exist_ok=True)
(settings.home / "report.json").write_text("{}")
run = trackers(settings).start(
    "training", "adapter-1", {"part": "chat", "minutes": 2.5, "seed": 7},
    {"version": "4f2a", "build": "b1"},
)
for step, loss in STEPS:
    run.log({"loss": loss, "no number": float("nan")}, step)
run.log(WHOLE)
run.file(settings.home / "report.json")
run.end(sys.argv[1])
"""


@pytest.fixture(params=list(READERS), ids=[name or "built in" for name in READERS])
def tracker(request: pytest.FixtureRequest) -> str:
    if request.param and find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


def kept(sealed: Sealed, tracker: str, status: str) -> tuple[Seen, Path]:
    """Keep a run with no way out of the machine; returns what the tracker has of it."""
    home = sealed.folder / "lib"
    if bpf.calls() is None:
        pytest.skip("the filter is written for Linux on x86-64 and 64-bit ARM")
    sealed.run(
        "client", sys.executable, "-c", ONE_RUN, status, FOOTNOTE_TRACKERS=tracker,
        FOOTNOTE_OWNER="ada",
    )  # fmt: skip
    return READERS[tracker](home), home


def test_a_run_is_kept_whole_and_nothing_is_sent(tracker: str, tmp_path: Path) -> None:
    sealed = Sealed(tmp_path)

    seen, home = kept(sealed, tracker, "done")

    assert (seen.kind, seen.name, seen.failed) == ("training", "adapter-1", False)
    assert seen.settings == {"part": "chat", "minutes": "2.5", "seed": "7"}
    assert seen.versions == {"version": "4f2a", "build": "b1"}
    assert seen.steps == {"loss": STEPS}
    assert {plain(name): value for name, value in seen.whole.items()} == {
        plain(name): value for name, value in WHOLE.items()
    }
    assert seen.files["report.json"] == b"{}"
    assert sealed.attempts() == []
    outside = {each.name for each in tmp_path.iterdir()} - {home.name, "attempts.jsonl"}
    assert outside == set(), "nothing is written outside Footnote's folder"


def test_a_run_that_failed_is_marked_so(tracker: str, tmp_path: Path) -> None:
    seen, _ = kept(Sealed(tmp_path), tracker, "failed")

    assert seen.failed


def plain(name: str) -> str:
    """As names are in all trackers: MLflow allows neither @ nor brackets."""
    return re.sub(r"[^\w: ]", "", name.replace("@", " at "))
