"""A day of traffic for the Operations page: `python -m benchmarks.day --home FOLDER`.

Every question is really asked and really answered, by the default models over the samples; every
thumb stands on what the answer says, every wait is a real wait. Only the clock is set: a month of
days and then the last 24 hours are gone through in minutes, and each trace, chat and thumb carries
the moment at which the clock stood. In the day lie an hour in which everybody asks at once, so that
questions queue and the alert for slow answers opens and closes; an experiment with an arm that is
shown too little, and one with another prompt; limits that the fullest user comes close to. Nothing
is written into the database but by Footnote itself.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Protocol

from app.budgets.periods import day as day_of
from app.budgets.periods import month as month_of
from app.experiments import Arm
from app.operations.latency import answering
from app.settings import PREFIX, load
from app.tracing.types import Row
from benchmarks.day_plan import DAY_SHARE, Moment, last_day, month, most_a_day
from benchmarks.day_told import told
from benchmarks.day_wiring import Clock, Dated
from benchmarks.deck import Deck, Shares
from benchmarks.office import PEOPLE, questions_for, settle
from benchmarks.questioner import Place, Questioner, Seen
from indexes.errors import LibraryError

WEIGHTS: Mapping[str, float] = MappingProxyType(
    dict(zip(PEOPLE, (2.2, 1.6, 1.3, 1.0, 0.8, 0.7, 0.5, 0.4), strict=True))
)
"""How much each person asks."""

SHARES = Shares(again=0.2, absent=0.15, follow=0.06, stopped=0.03, empty=0.01, named=0.5)
ARMS = (
    Arm("control", {}),
    Arm("one-hit", {"hits": 1}),
    Arm("windows", {"prompt": "answer@2"}),
)
"""The second is shown one window alone, which is too little; the third whole windows."""

EXPERIMENT = "evidence"
TRIAL_DAYS = 2
"""The experiment starts so long before the last 24 hours."""

VISIT = timedelta(minutes=30)
CHECK = timedelta(minutes=10)
NEAR, BUDGETED = 0.97, 0.95
"""Of the fullest user's quota and of the budget: what should be used when the day is over."""

SLOWER = 1.5
"""Times the P95 of the month: slower answers are an alert."""


class Sets(Protocol):
    """A clock, as `day_wiring.Clock`."""

    def set(self, at: datetime) -> None: ...
    def now(self) -> datetime: ...


def play(
    moments: Sequence[Moment],
    people: Mapping[str, Questioner],
    clock: Sets,
    check: Callable[[], object] | None = None,
) -> list[Seen]:
    """Have all moments happen, one after another. check: what happens every ten minutes."""
    seen: list[Seen] = []
    last: dict[str, datetime] = {}
    due = clock.now() + CHECK
    for moment in moments:
        while check is not None and due <= moment.at:
            clock.set(due)
            check()
            due += CHECK
        clock.set(moment.at)
        for name in moment.people:
            if moment.at - last.get(name, moment.at - VISIT) >= VISIT:
                people[name].arrive()
            last[name] = moment.at
        seen += _together([people[name] for name in moment.people], moment.each)
    return seen


def _together(people: Sequence[Questioner], each: int) -> list[Seen]:
    """All of them at the same time. Raises what one of them raised."""

    def ask(person: Questioner) -> list[Seen]:
        return [person.ask() for _ in range(each)]

    with ThreadPoolExecutor(len(people)) as pool:
        return [seen for found in pool.map(ask, people) for seen in found]


class Day:
    """The whole of it, over one home."""

    def __init__(self, home: Path, questions: int, seed: int, end: datetime) -> None:
        """end: of the last 24 hours, with its zone."""
        dice = Random(seed)
        day = round(DAY_SHARE * questions)
        self._home = home
        self._end = end
        self._before = month(end, questions - day, WEIGHTS, dice)
        self._day = last_day(end, day, WEIGHTS, dice)
        self._dice = dice
        self._clock = Clock(end - timedelta(days=40))

    def run(self) -> tuple[Dated, list[Seen]]:
        """Ask everything; the Footnote that it was asked of last."""
        footnote = self._opened()
        if footnote.ledger.days(self._end - timedelta(days=400)):
            raise LibraryError("In this home questions were asked already; take another --home.")
        settle(footnote.library, footnote.catalog, list(PEOPLE))
        start = self._end - timedelta(days=1 + TRIAL_DAYS)
        people = self._people(footnote)
        seen = play([each for each in self._before if each.at < start], people, self._clock)
        self._clock.set(start)
        footnote.experiments.start(EXPERIMENT, ARMS, unit="session")
        seen += play([each for each in self._before if each.at >= start], people, self._clock)
        self._clock.set(self._end - timedelta(days=1))
        footnote = self._limited(footnote, self._slow(footnote), "by the month's answers")
        noon = _noon(self._end)
        morning = [each for each in self._day if each.at < noon]
        seen += play(morning, self._people(footnote), self._clock, footnote.alerts.check)
        self._clock.set(noon)
        rest = self._day[len(morning) :]
        footnote = self._limited(footnote, self._quotas(footnote, rest), "by the day's use")
        seen += play(rest, self._people(footnote), self._clock, footnote.alerts.check)
        return footnote, seen

    def _opened(self) -> Dated:
        footnote = Dated(load({**os.environ, PREFIX + "HOME": str(self._home)}), self._clock)
        footnote.warm_up()
        return footnote

    def _people(self, footnote: Dated) -> dict[str, Questioner]:
        place = Place(
            footnote.journey, footnote.records, footnote.metrics, self._clock.now, footnote.forgets
        )
        dice = self._dice
        return {
            name: Questioner(
                place, name, Deck(questions_for(name), Random(dice.getrandbits(64)), SHARES),
                Random(dice.getrandbits(64)),
            )
            for name in PEOPLE
        }  # fmt: skip

    def _limited(self, footnote: Dated, limits: Mapping[str, int], why: str) -> Dated:
        """Put limits in force; they hold from the next start on, which this is."""
        footnote.active.put(limits, f"limits {why}")
        footnote.close()
        return self._opened()

    def _slow(self, footnote: Dated) -> dict[str, int]:
        rows = footnote.traces.rows(self._end - timedelta(days=60), self._clock.now())
        found = answering(rows)
        return {"alert_p95_ms": round(SLOWER * found.p95)} if found else {}

    def _quotas(self, footnote: Dated, rest: Sequence[Moment]) -> dict[str, int]:
        """What is used up to now, and what is still to come at the morning's rate."""
        now = self._clock.now()
        rows = footnote.traces.rows(self._end - timedelta(days=1), now)
        rate = sum(_tokens(row) for row in rows) / max(1, len(rows))
        since = day_of(now).start
        most = max(
            footnote.ledger.used(name, since) + rate * most_a_day(rest, name) for name in PEOPLE
        )
        whole = footnote.ledger.used(None, month_of(now).start)
        whole += round(rate * sum(each.questions for each in rest))
        return {
            "user_tokens_a_day": max(1, round(most / NEAR)),
            "tokens_a_month": max(1, round(whole / BUDGETED)),
            "budget_warning_percent": 75,
            "alert_budget_percent": 100,
        }


def _noon(end: datetime) -> datetime:
    """Of the last 24 hours, after the rush."""
    noon = end.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if noon < end else noon - timedelta(days=1)


def _tokens(row: Row) -> int:
    return row.spent.usage.prompt_tokens + row.spent.usage.completion_tokens


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--home", type=Path, required=True, help="folder of its own")
    parser.add_argument("--questions", type=int, default=600, help="how many (600)")
    parser.add_argument("--seed", type=int, default=24)
    arguments = parser.parse_args()
    end, began = datetime.now().astimezone(), time.monotonic()
    footnote, seen = Day(arguments.home, arguments.questions, arguments.seed, end).run()
    print(told(footnote, seen, time.monotonic() - began, end))
    print(f"to look at it: {PREFIX}HOME={arguments.home} footnote ui")


if __name__ == "__main__":
    main()
