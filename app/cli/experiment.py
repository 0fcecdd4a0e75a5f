"""The verb that starts, shows and ends experiments, and rolls the better arm out or back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.cli.output import columns, counted, note, one_line, plain, print_json
from app.experiments import Arm, ArmReport, Experiment, ExperimentError, Report, parsed

if TYPE_CHECKING:
    from app.build import Footnote

CONTROL = Arm("control", {})
"""Stands first where one arm alone is given."""

_HEADS = ("EXPERIMENT", "STATE", "ARMS", "UNIT", "STARTED", "WINNER")
_NONE = "-"


def experiment(footnote: Footnote, arguments: Namespace) -> int:
    """Run one word of `footnote experiment`."""
    match arguments.word:
        case "start":
            return start(footnote, arguments)
        case "list":
            return list_all(footnote, arguments.json)
        case "show":
            return show(footnote, arguments.name, arguments.json)
        case "stop":
            return stop(footnote, arguments.name)
        case "roll-out":
            return roll_out(footnote, arguments.name, arguments.arm)
        case _:
            return roll_back(footnote, arguments.name)


def start(footnote: Footnote, arguments: Namespace) -> int:
    """Begin an experiment."""
    arms = [parsed(each) for each in arguments.arm]
    if len(arms) == 1 and arms[0].settings:
        arms.insert(0, CONTROL)
    begun = footnote.experiments.start(arguments.name, arms, arguments.unit)
    print(f"{begun.name} is running, its unit is the {begun.unit}:")
    print("\n".join(columns([(f"  {each.name}", one_line(each.told)) for each in begun.arms])))
    note(f"`footnote experiment show {begun.name}` tells how it goes.")
    return 0


def list_all(footnote: Footnote, as_json: bool) -> int:
    """Print all experiments, the newest first."""
    found = footnote.experiments.all()
    if as_json:
        print_json([_record(each) for each in found])
        return 0
    if found:
        print("\n".join(columns([_HEADS, *map(_line, found)])))
    note(
        counted(len(found), "experiment")
        if found
        else "no experiment yet; `footnote experiment start -h`"
    )
    return 0


def show(footnote: Footnote, name: str | None, as_json: bool) -> int:
    """Print the verdict on an experiment, and each arm's figures."""
    report = footnote.experiments.report(name or _newest(footnote))
    if as_json:
        print_json(_report_record(report))
        return 0
    found = report.experiment
    print(f"{found.name}: {found.state}, since {_day(found.started_at)}, unit {found.unit}")
    print(plain(report.verdict))
    rows = [(name, *(figure(each) for each in report.arms)) for name, figure in _FIGURES]
    heads = ("", *(each.arm.name for each in report.arms))
    print("\n".join(columns([heads, *rows], right=range(1, len(heads)))))
    return 0


def stop(footnote: Footnote, name: str) -> int:
    """End an experiment."""
    footnote.experiments.stop(name)
    print(f"{one_line(name)} is stopped; everybody gets the settings as set.")
    return 0


def roll_out(footnote: Footnote, name: str, arm: str) -> int:
    """Put an arm's settings in force."""
    told = footnote.experiments.roll_out(name, arm)
    found = footnote.experiments.report(name).experiment
    print(f"{found.rolled} of {found.name} is rolled out: {found.arm(found.rolled).told}")
    for line in told:
        note(line)
    note(f"`footnote experiment roll-back {found.name}` takes it back.")
    return 0


def roll_back(footnote: Footnote, name: str) -> int:
    """Take an arm's settings out of force."""
    found = footnote.experiments.roll_back(name)
    print(f"{found.name} is rolled back; it is {found.state}.")
    return 0


def _newest(footnote: Footnote) -> str:
    found = footnote.experiments.all()
    if not found:
        raise ExperimentError("There is no experiment yet; `footnote experiment start -h` helps.")
    return found[0].name


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{100 * value:.1f} %"


def _seconds(value: float | None) -> str:
    return _NONE if value is None else f"{value / 1000:.1f} s"


_FIGURES: tuple[tuple[str, Callable[[ArmReport], str]], ...] = (
    ("settings", lambda each: one_line(each.arm.told)),
    ("units", lambda each: f"{each.units:,}"),
    ("of them counted", lambda each: f"{each.counted:,}"),
    ("share of the traffic", lambda each: _share(each.share)),
    ("mean reward", lambda each: _NONE if each.mean is None else f"{each.mean:.3f}"),
    ("lies between", lambda each: f"{each.low:.3f} and {each.high:.3f}"),
    ("answers", lambda each: f"{each.answers:,}"),
    ("liked, of thumbs", lambda each: f"{_share(each.liked)} of {each.thumbs}"),
    ("sentences supported", lambda each: _share(each.supported)),
    ("abstained", lambda each: f"{each.abstained:,}"),
    ("failed", lambda each: f"{each.failed:,}"),
    ("P50", lambda each: _seconds(each.p50_ms)),
    ("P95", lambda each: _seconds(each.p95_ms)),
    ("tokens", lambda each: f"{each.tokens:,}"),
)


def _line(each: Experiment) -> Sequence[str]:
    arms = ", ".join(arm.name for arm in each.arms)
    return (each.name, each.state, arms, each.unit, _day(each.started_at), each.winner or _NONE)


def _record(each: Experiment) -> Mapping[str, object]:
    return {
        "name": each.name,
        "state": each.state,
        "unit": each.unit,
        "arms": [{"name": arm.name, "settings": dict(arm.settings)} for arm in each.arms],
        "started_at": each.started_at.isoformat(),
        "ended_at": each.ended_at.isoformat() if each.ended_at else None,
        "winner": each.winner,
        "rolled_out": each.rolled,
    }


def _report_record(report: Report) -> Mapping[str, object]:
    arms = [_arm_record(each) for each in report.arms]
    return {**_record(report.experiment), "arms": arms, "verdict": report.verdict}


def _arm_record(each: ArmReport) -> Mapping[str, object]:
    return {
        "name": each.arm.name,
        "settings": dict(each.arm.settings),
        "units": each.units,
        "counted": each.counted,
        "share": each.share,
        "reward": {"mean": each.mean, "low": each.low, "high": each.high},
        "answers": each.answers,
        "thumbs": each.thumbs,
        "liked": each.liked,
        "supported": each.supported,
        "abstained": each.abstained,
        "failed": each.failed,
        "p50_ms": each.p50_ms,
        "p95_ms": each.p95_ms,
        "tokens": each.tokens,
    }


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
