"""When an office asks: a day along its hours with one that is too full, and a month before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import MappingProxyType

HOURS: Mapping[int, float] = MappingProxyType(
    {
        0: 0.1, 6: 0.5, 7: 2, 8: 6, 9: 10, 10: 11, 11: 10, 12: 5, 13: 7, 14: 10, 15: 9, 16: 7,
        17: 4, 18: 1.5, 19: 0.7, 20: 0.7, 21: 0.5, 22: 0.2,
    }
)  # fmt: skip
"""How much is asked in each hour, in the zone of the end; the others are quiet."""

RUSH_HOUR = 10
RUSH_SHARE = 0.2
"""Of the day's questions, which everybody asks in a few rushes of that hour."""

AT_ONCE = 2
"""Questions that each person asks one after another in a rush."""

DAY_SHARE = 0.7
"""Of all questions; the month before has the others."""

MONTH_DAYS = 30
WEEKEND = 0.15
"""How much is asked on Saturdays and Sundays of the month, beside 1 on other days."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When people ask, at the same time. each: how many questions, one after another."""

    at: datetime
    people: tuple[str, ...]
    each: int = 1

    @property
    def questions(self) -> int:
        return len(self.people) * self.each


def last_day(
    end: datetime, questions: int, weights: Mapping[str, float], dice: Random
) -> list[Moment]:
    """The 24 hours before `end` (with its zone), in order of time. weights: by person."""
    people = tuple(weights)
    rushes = max(1, round(RUSH_SHARE * questions / (AT_ONCE * len(people))))
    left = max(0, questions - rushes * AT_ONCE * len(people))
    start = end - timedelta(days=1)
    rush = _hour(start, RUSH_HOUR + (start.hour == RUSH_HOUR))  # one that lies in them whole
    crowds = [
        Moment(rush + timedelta(minutes=12 + 36 * number / rushes), people, AT_ONCE)
        for number in range(rushes)
    ]
    singles = [_single(_within(start, dice), weights, dice) for _ in range(left)]
    return sorted((*crowds, *singles), key=lambda each: each.at)


def month(
    end: datetime, questions: int, weights: Mapping[str, float], dice: Random
) -> list[Moment]:
    """The days before that of the last 24 hours' start, in order of time; weekends are quiet."""
    midnight = end.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [midnight - timedelta(days=number) for number in range(2, MONTH_DAYS + 2)]
    busy = [WEEKEND if each.weekday() > 4 else 1.0 for each in starts]
    drawn = dice.choices(starts, busy, k=questions)
    moments = [_single(_within(each, dice), weights, dice) for each in drawn]
    return sorted(moments, key=lambda each: each.at)


def most_a_day(moments: Sequence[Moment], person: str) -> int:
    """Questions of a person on their fullest day in UTC."""
    days: Counter[date] = Counter()
    for each in moments:
        days[each.at.astimezone(UTC).date()] += each.each * each.people.count(person)
    return max(days.values(), default=0)


def _single(at: datetime, weights: Mapping[str, float], dice: Random) -> Moment:
    return Moment(at, tuple(dice.choices(list(weights), list(weights.values()))))


def _within(start: datetime, dice: Random) -> datetime:
    """A moment of the 24 hours from `start` on, by HOURS."""
    hour = dice.choices(list(HOURS), list(HOURS.values()))[0]
    begin = _hour(start, hour)
    at = begin + timedelta(seconds=3600 * dice.random())
    return at if start <= at < start + timedelta(days=1) else start + timedelta(seconds=1)


def _hour(start: datetime, hour: int) -> datetime:
    """The beginning of the next such hour after `start`."""
    begin = start.replace(hour=hour, minute=0, second=0, microsecond=0)
    return begin if begin >= start else begin + timedelta(days=1)
