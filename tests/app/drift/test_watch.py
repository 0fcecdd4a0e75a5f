from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.drift import Drift
from app.tracing.types import Row
from benchmarks.drift_simulation import WINDOWS, World, asked


class Watched:
    """Drift on simulated rows. looks: how often they were read."""

    def __init__(self, world: World) -> None:
        self.drawn = asked(world, 1)
        self.now, self.looks = WINDOWS.until, 0
        self.drift = Drift(self.rows, lambda _: [], now=lambda: self.now)

    def rows(self, since: datetime, until: datetime) -> Sequence[Row]:
        self.looks += 1
        return [each for each in self.drawn.rows if since <= each.started_at < until]


def test_last_week_is_held_against_four_before() -> None:
    report = Watched(World(drop=0.06)).drift.report()
    assert report.windows == WINDOWS
    assert [each.name for each in report.drifted] == ["top similarity"]


def test_alerts_are_given_the_findings() -> None:
    watched = Watched(World())
    assert watched.drift.findings() == watched.drift.report().findings


def test_report_holds_for_an_hour() -> None:
    watched = Watched(World())
    watched.drift.report()
    watched.now += timedelta(minutes=59)
    watched.drift.findings()
    assert watched.looks == 1
    watched.now += timedelta(minutes=2)
    watched.drift.findings()
    assert watched.looks == 2


def test_longer_windows_are_taken_where_a_week_has_too_few() -> None:
    report = Watched(World(questions=150)).drift.report()
    assert report.windows.length == timedelta(days=28)


def test_no_question_at_all_says_so() -> None:
    watched = Watched(World())
    watched.drawn.rows.clear()
    assert watched.drift.report().reason.startswith("There are 0 questions now")
