from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from app.curation import Curation, Gap, Stale
from app.drift import Drift
from app.settings import Settings
from app.tracing.types import Row
from benchmarks.drift_simulation import WINDOWS, World, asked
from tests.app.cli.fakes import NOON, FakeFootnote
from tests.app.cli.terminal import Terminal, terminal
from tests.builders import document

if TYPE_CHECKING:
    from app.build import Footnote

GAP = Gap("parental, leave", 3, 2, 1, ("How long is parental leave?",), NOON)
STALE = Stale(
    document("leave"), "expired", "It says that it holds until 31 March 2024.", "Replace it.",
    "Valid until: 31 March\n2024", 4, 30, since="2024-03-31",
)  # fmt: skip


class FakeCuration:
    def __init__(self) -> None:
        self.found: list[Gap] = [GAP]
        self.old: list[Stale] = [STALE]

    def gaps(self) -> list[Gap]:
        return self.found

    def stale(self) -> list[Stale]:
        return self.old


class Drifting(FakeFootnote):
    """A Footnote whose drift is real, of simulated questions."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.rows: list[Row] = asked(World(drop=0.06), 1).rows
        self.drift = Drift(lambda *_: self.rows, lambda _: [], now=lambda: WINDOWS.until)
        self.lacking = FakeCuration()
        self.curation = cast("Curation", self.lacking)

    def open(self, settings: Settings) -> Footnote:
        return cast("Footnote", self)


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    bare = terminal(tmp_path, monkeypatch, capsys)
    return Terminal(Drifting(bare.footnote.settings), capsys)


def footnote(shell: Terminal) -> Drifting:
    assert isinstance(shell.footnote, Drifting)
    return shell.footnote


def test_drift_tells_figures_gaps_and_old_documents(shell: Terminal) -> None:
    ran = shell.run("drift")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[1].split() == ["DISTRIBUTION", "PSI", "P"]
    assert lines[2].split()[:2] == ["top", "similarity"]
    assert lines[2].endswith("drifted")
    assert lines[3].endswith("as before")
    assert "parental, leave  How long is parental leave?" in ran.out
    assert 'leave.txt: It says that it holds until 31 March 2024.\n    "Valid until' in ran.out


def test_drift_as_json(shell: Terminal) -> None:
    found = json.loads(shell.run("drift", "--json").out)
    assert found["findings"][0]["name"] == "top similarity"
    assert found["findings"][0]["certain"]
    assert found["gaps"][0]["examples"] == ["How long is parental leave?"]
    assert found["stale"][0]["quote"] == "Valid until: 31 March\n2024"


def test_too_few_questions_and_nothing_to_do_are_told(shell: Terminal) -> None:
    opened = footnote(shell)
    opened.rows.clear()
    opened.lacking.found, opened.lacking.old = [], []
    ran = shell.run("drift")
    assert (ran.code, ran.out) == (0, "")
    assert "There are 0 questions now" in ran.err
    assert "no question stayed without an answer" in ran.err
    assert "no document seems out of date" in ran.err
