"""`footnote operations`: the main figures in a terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.tracing.spans import Span
from app.tracing.types import Counts, Made, Outcome, Row, Spent, Trace
from app.types import Usage
from tests.app.cli.terminal import Terminal, terminal


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return terminal(tmp_path / "home", monkeypatch, capsys)


def ask(
    shell: Terminal, name: str, outcome: Outcome = "answered", error: str = "", hours: float = 0.5
) -> None:
    began = datetime.now(UTC) - timedelta(hours=hours)
    spent = Spent(Usage(100, 20), 400, 30, 2000, 3.0, 0.0)
    counts = Counts(1, 0, 1) if outcome == "answered" else Counts()
    row = Row(name, began, "anna", "s", outcome, error, Made("tiny", "answer@1"), spent, counts)
    shell.footnote.traces.save(Trace(row, (Span("queue", 0, 250),)))


def test_figures_are_printed_with_what_they_rest_on(shell: Terminal) -> None:
    ask(shell, "a")
    ask(shell, "b", "failed", "ModelError")
    ask(shell, "old", hours=30)
    ran = shell.run("operations")
    assert ran.code == 0
    lines = [" ".join(each.split()) for each in ran.out.splitlines()]
    assert lines[0] == "last 24 hours: 2 questions by 1 user"
    assert "whole answer 2.00 2.00 2.00 2.00" in lines
    assert "wait in the queue 0.25 0.25 0.25 0.25" in lines
    assert "unsupported 50.0 % 1 of 2 sentences" in lines
    assert "failed 50.0 % 1 of 2 questions" in lines
    assert "failed by ModelError: 1" in lines
    assert "tokens: 200 read, 40 written, 120 a question" in lines
    assert "2 questions: percentiles mean little" in ran.err


def test_json_has_counts_beside_shares(shell: Terminal) -> None:
    ask(shell, "a")
    ask(shell, "old", hours=30)
    ran = shell.run("operations", "--hours", "48", "--json")
    told = json.loads(ran.out)
    assert (told["hours"], told["questions"], told["users"]) == (48, 2, 1)
    assert told["ms"]["whole_answer"]["p95"] == 2000
    assert told["unsupported"] == {"part": 2, "whole": 4}
    assert ran.err == ""


def test_nothing_is_told_as_nothing(shell: Terminal) -> None:
    ran = shell.run("operations", "--hours", "1")
    assert (ran.code, ran.out) == (0, "last 1 hour: 0 questions\n")
    empty = json.loads(shell.run("operations", "--json").out)
    assert empty["ms"]["whole_answer"] is None


@pytest.mark.parametrize("hours", ["0", "-3", "x", "87601"])
def test_wrong_hours_are_refused(shell: Terminal, hours: str) -> None:
    assert shell.run("operations", f"--hours={hours}").code == 2
