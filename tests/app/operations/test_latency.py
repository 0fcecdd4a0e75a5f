"""Percentiles, over time and under load."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.operations import latency
from app.operations.periods import PERIODS, window
from tests.app.operations.made import NOON, row


def test_percentiles_lie_between_the_nearest_questions() -> None:
    found = latency.latency([float(each) for each in range(1, 102)])
    assert found == latency.Latency(101, 51.0, 51.0, 96.0, 100.0)


def test_nothing_has_no_latency() -> None:
    assert latency.latency([]) is None
    assert latency.answering([]) is None
    assert latency.first_token([row(first_ms=0)]) is None


def test_only_questions_that_came_to_their_end_count() -> None:
    rows = [
        row(ms=100), row(ms=300, outcome="abstained"), row(ms=9, outcome="failed"),
        row(ms=9, outcome="stopped"), row(ms=9, outcome="refused"),
    ]  # fmt: skip
    found = latency.answering(rows)
    assert found is not None
    assert (found.n, found.mean) == (2, 200)


def test_waits_are_counted_over_those_that_waited() -> None:
    rows = [row("a"), row("b"), row("c"), row("d", outcome="failed")]
    found = latency.waiting(rows, {"a": 400.0, "b": 0.0, "d": 900.0, "elsewhere": 5.0})
    assert found is not None
    assert (found.n, found.mean) == (1, 400)


def test_every_bucket_is_told_and_the_last_goes_on() -> None:
    covered = window(PERIODS[0], NOON + timedelta(minutes=3))
    rows = [row(minutes=-60), row(minutes=-1, outcome="failed"), row(minutes=2, ms=500)]
    buckets = latency.over_time(rows, covered)
    assert [each.questions for each in buckets] == [1, *[0] * 10, 1, 1]
    assert [each.running for each in buckets] == [*[False] * 12, True]
    assert buckets[11].latency is None
    assert buckets[12].latency is not None
    assert buckets[12].latency.p50 == 500


def test_empty_period_has_empty_buckets() -> None:
    covered = window(PERIODS[1], NOON)
    assert sum(each.questions for each in latency.over_time([], covered)) == 0
    assert sum(each.questions for each in latency.by_hour([], covered)) == 0
    assert latency.by_band([]) == []


def test_overlapping_questions_are_at_work_together() -> None:
    minute = 60_000
    rows = [row(minutes=0, ms=3 * minute), row(minutes=1, ms=minute), row(minutes=1.5, ms=minute),
            row(minutes=3, ms=minute)]  # fmt: skip
    assert latency.at_work(rows).tolist() == [1, 2, 3, 1]


def test_order_of_rows_does_not_change_who_is_at_work() -> None:
    rows = [row(minutes=1, ms=1000), row(minutes=0, ms=120_000)]
    assert latency.at_work(rows).tolist() == [2, 1]


def test_load_is_told_by_hour_of_day_in_the_windows_zone() -> None:
    covered = window(PERIODS[1], NOON + timedelta(minutes=30))
    rows = [row(minutes=at, ms=60_000) for at in (0, 10, 20)]
    hours = latency.by_hour(rows, covered)
    twelve = hours[12]
    # From noon to noon and half past on the next day: an hour and a half of hour 12.
    assert (twelve.questions, twelve.most) == (3, 1)
    assert twelve.per_hour == pytest.approx(2)
    assert twelve.busy == pytest.approx(3 * 60 / 5400)
    assert hours[11].per_hour == 0
    assert sum(each.questions for each in hours) == 3


def test_latency_is_told_by_concurrency() -> None:
    rows = [row(minutes=0, ms=120_000), row(minutes=1, ms=1000), row(minutes=30, ms=400)]
    bands = latency.by_band(rows)
    assert [(each.low, each.high, each.latency.n) for each in bands] == [(1, 1, 2), (2, 2, 1)]
