from __future__ import annotations

from pathlib import Path

import pytest

from app.experiments.report import MOST_POINTS
from app.experiments.types import Arm, Experiment
from app.experiments.verdict import verdict
from tests.app.experiments.installation import ARMS, CONTROL, MONDAY, SHORT, Installation


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_new_experiment_says_that_nothing_has_counted(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    report = place.experiments.report("e")
    assert report.verdict == (
        "No winner yet: none of the users' days is over, so nothing has been counted."
    )
    assert (report.points, report.traffic) == ((), ())
    assert [(each.mean, each.low, each.high) for each in report.arms] == [(None, 0.0, 1.0)] * 2


def test_figures_are_those_of_the_arms_answers(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    while (row := place.ask("ann", 3, 4)) is None or row.made.arm != "short":
        place.later(days=1)
    place.thumb(row, True)
    place.ask("ann", 0, 0, "abstained")
    place.ask("ann", 0, 0, "failed")
    place.later(minutes=5)
    (_, short) = place.experiments.report("e").arms
    assert (short.units, short.counted, short.answers, short.thumbs) == (1, 0, 3, 1)
    assert (short.liked, short.supported, short.abstained, short.failed) == (1.0, 0.75, 1, 1)
    assert short.tokens == 960
    first = row.spent.total_ms
    assert (short.p50_ms, short.p95_ms) == (first, first + 1)


def test_points_lead_to_what_holds_now_and_are_few(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.days(100, 2, better=0.62)
    report = place.experiments.report("e")
    assert len({each.at for each in report.points}) <= MOST_POINTS
    for arm in report.arms:
        last = [each for each in report.points if each.arm == arm.arm.name][-1]
        assert (last.counted, last.low, last.high) == (arm.counted, arm.low, arm.high)
        assert last.mean == pytest.approx(arm.mean)


def test_traffic_counts_each_days_units(place: Installation) -> None:
    place.experiments.start("e", ARMS)
    place.days(3, 5)
    found = place.experiments.report("e").traffic
    days = {each.day for each in found}
    assert len(days) == 3
    assert {sum(each.units for each in found if each.day == day) for day in days} == {5}


def test_verdict_names_what_it_rests_on() -> None:
    new = Experiment("e", ARMS, "session", MONDAY)
    overlapping = [(CONTROL, 40, 0.4, 0.7), (SHORT, 60, 0.5, 0.8)]
    assert verdict(new, overlapping) == (
        "No winner yet: after 100 counted visits, the mean reward of control lies between 0.40 and "
        "0.70, that of short between 0.50 and 0.80, and these ranges overlap."
    )


def test_verdict_names_the_winner_first() -> None:
    won = Experiment("e", ARMS, "user", MONDAY, "won", MONDAY, "short")
    apart = [(CONTROL, 40, 0.4, 0.6), (SHORT, 60, 0.7, 0.8)]
    assert verdict(won, apart) == (
        "short has won: the mean reward of short lies between 0.70 and 0.80, that of control "
        "between 0.40 and 0.60."
    )


def test_verdict_does_not_hide_that_rewards_have_changed() -> None:
    running = Experiment("e", ARMS, "user", MONDAY)
    crossed = [(CONTROL, 400, 0.6, 0.5), (Arm("short", {}), 400, 0.7, 0.8)]
    assert verdict(running, crossed).startswith("No winner can be called: the rewards of an arm")


def test_verdict_of_a_stopped_experiment_says_so() -> None:
    stopped = Experiment("e", ARMS, "user", MONDAY, "stopped", MONDAY)
    assert verdict(stopped, [(CONTROL, 0, 0, 1), (SHORT, 0, 0, 1)]) == "Stopped without a winner."


def test_verdict_does_not_call_parted_ranges_overlapping() -> None:
    new = Experiment("e", ARMS, "user", MONDAY)
    told = verdict(new, [(CONTROL, 900, 0.30, 0.42), (SHORT, 700, 0.47, 0.61)])
    assert told.startswith("No winner yet: after 1,600 counted users' days, ")
    assert "have parted, but" in told
    assert "overlap" not in told
