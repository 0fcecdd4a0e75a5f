"""`footnote experiment`: started, shown, stopped, rolled out and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.app.cli.terminal import Ran, Terminal, terminal
from tests.app.experiments.installation import SHORT, Installation

ARM = "short=prompt=brief@1,hits=6"


@dataclass(frozen=True)
class Desk:
    """Commands of an installation."""

    place: Installation
    terminal: Terminal

    def run(self, *words: str) -> Ran:
        return self.terminal.run("experiment", *words)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    place = Installation(tmp_path)
    opened = terminal(tmp_path / "home", monkeypatch, capsys)
    monkeypatch.setattr(opened.footnote, "experiments", place.experiments, raising=False)
    return Desk(place, opened)


def test_experiment_is_started_with_its_arms(desk: Desk) -> None:
    ran = desk.run("start", "shorter", "--arm", "control", "--arm", ARM)
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            "shorter is running, its unit is the user:",
            "  control  as set",
            "  short    prompt=brief@1,hits=6",
        ],
    )
    assert "footnote experiment show shorter" in ran.err


def test_single_arm_is_set_against_the_settings_as_they_are(desk: Desk) -> None:
    desk.run("start", "shorter", "--arm", ARM, "--unit", "session")
    (found,) = desk.place.experiments.all()
    assert [each.name for each in found.arms] == ["control", "short"]
    assert found.unit == "session"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("start", "e", "--arm", "x=port=9"), "footnote: The arm 'x' sets 'port', which an"),
        (("start", "e", "--arm", "control"), "footnote: An experiment needs 2 to 4 arms, and 1"),
        (("start", "a b", "--arm", ARM), "footnote: The experiment's name 'a b' cannot be used"),
        (("start", "e", "--arm", "x=prompt=no@1"), "footnote: There is no prompt 'no@1'"),
        (("stop", "e"), "footnote: There is no experiment 'e'; there are: none yet."),
        (("show",), "footnote: There is no experiment yet"),
    ],
)
def test_errors_name_the_offender_and_the_remedy(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    ran = desk.run(*words)
    assert ran.code == 1
    assert ran.err.startswith(told)


def test_experiments_are_listed(desk: Desk) -> None:
    assert desk.run("list").err.startswith("no experiment yet")
    desk.run("start", "shorter", "--arm", ARM)
    head, line = desk.run("list").out.splitlines()
    assert head.split() == ["EXPERIMENT", "STATE", "ARMS", "UNIT", "STARTED", "WINNER"]
    assert line.startswith("shorter     running  control, short  user  2026-03-02")
    (row,) = json.loads(desk.run("list", "--json").out)
    assert row["arms"][1] == {"name": "short", "settings": dict(SHORT.settings)}


def test_newest_experiment_is_shown_with_verdict_and_figures(desk: Desk) -> None:
    desk.run("start", "shorter", "--arm", ARM)
    desk.place.days(3, 6)
    lines = desk.run("show").out.splitlines()
    assert lines[0].startswith("shorter: running, since 2026-03-02")
    assert lines[1].startswith("No winner yet: after 18 counted users' days")
    assert lines[2].split() == ["control", "short"]
    shown = {line.split("  ")[0]: line for line in lines[3:]}
    assert {"units", "mean reward", "lies between", "liked, of thumbs", "P95", "tokens"} <= set(
        shown
    )
    record = json.loads(desk.run("show", "shorter", "--json").out)
    assert sum(each["counted"] for each in record["arms"]) == 18
    assert set(record["arms"][0]["reward"]) == {"mean", "low", "high"}


def test_experiment_is_stopped(desk: Desk) -> None:
    desk.run("start", "shorter", "--arm", ARM)
    assert desk.run("stop", "shorter").out == (
        "shorter is stopped; everybody gets the settings as set.\n"
    )
    assert desk.run("stop", "shorter").code == 1


def test_winner_is_rolled_out_and_back(desk: Desk) -> None:
    desk.run("start", "shorter", "--arm", ARM)
    desk.place.days(60, 12)
    desk.place.in_force.warns = ("The variable FOOTNOTE_HITS is set and wins over hits.",)
    out = desk.run("roll-out", "shorter")
    assert out.out == "short of shorter is rolled out: prompt=brief@1,hits=6\n"
    assert out.err.splitlines() == [
        "The variable FOOTNOTE_HITS is set and wins over hits.",
        "`footnote experiment roll-back shorter` takes it back.",
    ]
    assert desk.place.in_force.held == dict(SHORT.settings)
    assert desk.run("roll-back", "shorter").out == "shorter is rolled back; it is won.\n"
    assert desk.place.in_force.held == {}


def test_roll_out_without_a_winner_asks_for_the_arm(desk: Desk) -> None:
    desk.run("start", "shorter", "--arm", ARM)
    assert "name the arm to roll out" in desk.run("roll-out", "shorter").err
    assert desk.run("roll-out", "shorter", "--arm", "short").code == 0
