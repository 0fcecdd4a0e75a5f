"""Drift on simulated questions: no alarms on nothing, planted changes found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.drift import ALPHA, LEAST, compare
from app.drift.compare import ROUNDS
from benchmarks.drift_simulation import START, WEEK, WINDOWS, World, alarms, asked, looked

RUNS = 60


@pytest.mark.parametrize("world", [World(), World(users=4, turnover=0.0)], ids=["users", "days"])
def test_false_alarms_stay_under_five_percent(world: World) -> None:
    """About 2 % are expected (benchmarks/drift.py runs more); the seeds are fixed."""
    reports = [looked(world, seed) for seed in range(5000, 5000 + RUNS)]
    told = [each for each in reports if not each.reason]
    assert len(told) > 0.9 * RUNS
    assert alarms(told) / len(told) < 0.05


def test_planted_shift_of_topics_is_found() -> None:
    found = [looked(World(shift=0.2), seed) for seed in range(10)]
    assert [{each.name for each in report.drifted} >= {"topic"} for report in found] == [True] * 10
    topic = next(each for each in found[0].drifted if each.name == "topic")
    most = max(topic.bins, key=lambda each: each.after - each.before)
    assert most.label == "3"
    assert most.after - most.before > 0.1
    assert found[0].findings[0] == topic


def test_planted_drop_of_similarity_is_found() -> None:
    found = [looked(World(drop=0.05), seed) for seed in range(10)]
    assert all("top similarity" in {each.name for each in report.drifted} for report in found)


def test_drift_of_few_users_is_found_by_their_days() -> None:
    report = looked(World(users=2, turnover=0.0, drop=0.08), 1)
    assert report.unit == "days"
    assert "top similarity" in {each.name for each in report.drifted}


def test_what_one_of_many_users_does_alone_is_no_drift() -> None:
    drawn = asked(World(turnover=0.0), 3)
    rows = [
        replace(each, shape=replace(each.shape, topic=3))
        if each.actor == "user0" and each.started_at >= WINDOWS.split
        else each
        for each in drawn.rows
    ]
    extra = [
        replace(rows[-1], trace_id=f"x{n}", actor="user0", shape=replace(rows[-1].shape, topic=3))
        for n in range(100)
    ]
    report = compare([*rows, *extra], WINDOWS, {})
    assert "topic" not in {each.name for each in report.drifted}


def test_too_few_questions_tell_nothing_and_say_so() -> None:
    rows = [each for each in asked(World(), 1).rows if each.started_at < WINDOWS.split]
    late = [each for each in asked(World(), 1).rows if each.started_at >= WINDOWS.split]
    report = compare([*rows, *late[: LEAST - 1]], WINDOWS, {})
    assert report.findings == ()
    assert report.reason.startswith(f"There are {LEAST - 1} questions now")


def test_same_questions_give_the_same_figures() -> None:
    assert looked(World(), 4) == looked(World(), 4)


def test_refused_failed_and_stopped_questions_do_not_count() -> None:
    rows = asked(World(), 1).rows
    failed = [replace(each, trace_id=f"f{each.trace_id}", outcome="failed") for each in rows]
    assert compare([*rows, *failed], WINDOWS, {}) == compare(rows, WINDOWS, {})


def test_topics_of_an_earlier_numbering_are_left_out() -> None:
    drawn = asked(World(shift=0.5), 2)
    report = compare(drawn.rows, WINDOWS, {}, topics_since=WINDOWS.split)
    assert "topic" not in {each.name for each in report.findings}
    later = compare(drawn.rows, WINDOWS, {}, topics_since=START + 2 * WEEK)
    topic = next(each for each in later.drifted if each.name == "topic")
    assert topic.before < report.before


def test_weeks_before_the_first_trace_are_no_weeks_without_questions() -> None:
    rows = [each for each in asked(World(), 5).rows if each.started_at >= START + 3 * WEEK]
    report = compare(rows, WINDOWS, {})
    assert report.windows.since == START + 3 * WEEK
    assert report.windows.periods == 2


def test_probabilities_are_adjusted_and_never_zero() -> None:
    report = looked(World(shift=0.3, drop=0.1), 6)
    least = min(each.p for each in report.findings)
    assert 1 / (1 + ROUNDS) <= least <= 6 / (1 + ROUNDS)
    assert all(each.certain == (each.p < ALPHA) for each in report.findings)


def test_shares_of_each_distribution_sum_to_one() -> None:
    for each in looked(World(), 7).findings:
        assert sum(part.before for part in each.bins) == pytest.approx(1)
        assert sum(part.after for part in each.bins) == pytest.approx(1)


def test_windows_know_their_periods() -> None:
    assert (WINDOWS.length, WINDOWS.periods) == (timedelta(days=7), 5)
