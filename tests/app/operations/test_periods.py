"""Periods begin with a bucket and end now."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from app.operations.periods import PERIODS, hours_back, places, window
from tests.app.operations.made import NOON, row

EAST = timezone(timedelta(hours=5, minutes=30))


def test_hour_has_twelve_whole_buckets_and_the_running_one() -> None:
    covered = window(PERIODS[0], NOON + timedelta(minutes=7))
    assert covered.since == NOON - timedelta(minutes=55)
    assert len(covered.starts) == 13
    assert covered.starts[-1] == NOON + timedelta(minutes=5)


def test_days_begin_at_midnight_of_the_zone() -> None:
    covered = window(PERIODS[2], NOON.astimezone(EAST))
    assert covered.since == datetime(2026, 2, 26, tzinfo=EAST)
    assert [each.hour for each in covered.starts] == [0] * 7


def test_rows_outside_have_places_outside() -> None:
    covered = window(PERIODS[0], NOON)
    found = places([row(minutes=-61), row(minutes=-60), row(minutes=0)], covered)
    assert found.tolist() == [-1, 0, 12]


def test_hours_back_end_now() -> None:
    covered = hours_back(3, NOON)
    assert (covered.since, covered.hours) == (NOON - timedelta(hours=3), 3.0)
    assert len(covered.starts) == 3
