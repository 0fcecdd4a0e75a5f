from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from app.settings import Settings
from app.types import Actor
from benchmarks import day
from benchmarks.day import CHECK, WEIGHTS, Day, play
from benchmarks.day_plan import RUSH_HOUR, Moment, last_day, month, most_a_day
from benchmarks.day_told import told
from benchmarks.day_wiring import Clock
from benchmarks.deck import Deck, Shares
from benchmarks.office import questions_for
from benchmarks.questioner import Place, Questioner
from tests.benchmarks.scripted import ScriptedDay

END = datetime(2026, 3, 12, 18, 30, tzinfo=UTC)  # a Thursday
EASY = Shares(again=0.2, absent=0, follow=0, stopped=0, empty=0)


def people(footnote: ScriptedDay, *names: str) -> dict[str, Questioner]:
    place = Place(footnote.journey, footnote.records, footnote.metrics, footnote.clock.now)
    return {
        name: Questioner(place, name, Deck(questions_for(name), Random(name), EASY), Random(name))
        for name in names
    }


def test_last_day_lies_in_the_24_hours_before_its_end() -> None:
    moments = last_day(END, 200, WEIGHTS, Random(1))
    assert sum(each.questions for each in moments) == 200
    assert all(END - timedelta(days=1) <= each.at < END for each in moments)
    assert moments == sorted(moments, key=lambda each: each.at)
    hours = Counter(each.at.hour for each in moments for _ in range(each.questions))
    assert hours.most_common(1)[0][0] == RUSH_HOUR
    assert hours[3] == 0


@pytest.mark.parametrize("minute", [0, 15, 59])
def test_rush_lies_in_the_day_whenever_it_ends(minute: int) -> None:
    end = END.replace(hour=RUSH_HOUR, minute=minute)
    moments = last_day(end, 200, WEIGHTS, Random(1))
    assert all(end - timedelta(days=1) <= each.at < end for each in moments)


def test_month_lies_before_the_last_day_and_rests_at_weekends() -> None:
    moments = month(END, 400, WEIGHTS, Random(1))
    assert len(moments) == 400
    assert END - timedelta(days=32) <= moments[0].at <= moments[-1].at < END - timedelta(days=1)
    weekends = sum(each.at.weekday() > 4 for each in moments)
    assert 0 < weekends < 60


def test_fullest_day_of_a_person_counts() -> None:
    moments = [
        Moment(END, ("anna", "bram"), 2),
        Moment(END + timedelta(days=1), ("anna",)),
        Moment(END + timedelta(days=1), ("bram",)),
    ]
    assert most_a_day(moments, "anna") == 2
    assert most_a_day(moments, "carla") == 0


def test_clock_runs_on_from_where_it_is_set_and_never_back() -> None:
    real = [END]
    clock = Clock(END - timedelta(days=30), lambda: real[0])
    assert clock.now() == END - timedelta(days=30)
    clock.set(END - timedelta(days=2))
    real[0] += timedelta(seconds=5)
    assert clock.now() == END - timedelta(days=2) + timedelta(seconds=5)
    clock.set(END - timedelta(days=9))
    assert clock.now() == END - timedelta(days=2) + timedelta(seconds=5)
    assert clock.moved(real[0] - timedelta(seconds=3)) == clock.now() - timedelta(seconds=3)


def test_traces_chats_and_thumbs_lie_where_the_clock_stood(tmp_path: Path) -> None:
    start = END - timedelta(hours=9)
    footnote = ScriptedDay(Settings(home=tmp_path), Clock(start - timedelta(days=1)))
    moments = [Moment(start + timedelta(minutes=20 * n), ("anna", "bram"), 2) for n in range(5)]
    looked: list[datetime] = []
    seen = play(
        moments, people(footnote, "anna", "bram"), footnote.clock,
        lambda: looked.append(footnote.clock.now()),
    )  # fmt: skip
    rows = footnote.traces.rows(start - timedelta(days=9), END + timedelta(days=9))
    assert len(rows) == len(seen) == 20
    near = timedelta(minutes=2)
    for at, moment in enumerate(moments):
        ours = rows[4 * at : 4 * at + 4]
        assert all(moment.at <= row.started_at < moment.at + near for row in ours)
    assert len(looked) > 24 * 6
    assert all(after - before > 0.9 * CHECK for before, after in pairwise(looked))
    opinions = footnote.records.opinions(start)
    assert opinions
    assert all(start <= each.given_at < END for each in opinions)
    chats = footnote.records.conversations(Actor("anna"))
    assert all(start <= each.started_at < END for each in chats)
    (booked,) = {each.day for each in footnote.ledger.days(start - timedelta(days=99))}
    assert booked == start.date()
    assert footnote.traces.rows(datetime.now(UTC) - timedelta(days=1), datetime.now(UTC)) == []


def test_whole_day_leaves_arms_complaints_and_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day, "Dated", ScriptedDay)
    footnote, seen = Day(tmp_path, 120, 5, END).run()
    assert len(seen) == 120
    rows = footnote.traces.rows(END - timedelta(days=60), END + timedelta(days=1))
    assert len(rows) == 120
    assert {row.made.arm for row in rows} == {"", "control", "one-hit", "windows"}
    said = [row.made for row in rows if row.outcome == "answered"]
    assert {each.prompt for each in said if each.arm == "windows"} == {"answer@2"}
    assert "one-hit" not in {each.arm for each in said}
    assert any(each.correction for each in footnote.records.opinions(END - timedelta(days=60)))
    assert footnote.review.queue()
    limits = footnote.active.values()
    assert footnote.settings.tokens_a_month == limits["tokens_a_month"]
    assert footnote.settings.alert_p95_ms == limits["alert_p95_ms"]
    budget = footnote.quotas.budget()
    assert budget is not None
    assert 60 < budget.percent < 110
    assert "one-hit" in told(footnote, seen, 1.0, END)
