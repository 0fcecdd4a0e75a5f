"""Tokens: of a question, a session, a user and a month."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.operations.held import Day
from app.tracing.types import Row


@dataclass(frozen=True, slots=True)
class Tokens:
    """read: of prompts, those out of the model's cache among them. written: of answers."""

    read: int = 0
    written: int = 0

    @property
    def all(self) -> int:
        return self.read + self.written


@dataclass(frozen=True, slots=True)
class Mean:
    """n: how many of them. tokens: mean of each, read and written. most: of the largest."""

    n: int
    tokens: float
    most: int


@dataclass(frozen=True, slots=True)
class Used:
    """What one user used."""

    name: str
    questions: int
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month so far. before_so_far: of the month before, up to the same day of the
    month. before: of all of it. day: today's, from 1. days: of this month.
    """

    tokens: Tokens
    price: float
    before_so_far: int
    before: int
    day: int
    days: int

    @property
    def change(self) -> float | None:
        """Growth against the same days of the month before, 0 for none; None without those."""
        if not self.before_so_far:
            return None
        return self.tokens.all / self.before_so_far - 1


def of(row: Row) -> int:
    """Tokens of one question, read and written."""
    return row.spent.usage.prompt_tokens + row.spent.usage.completion_tokens


def total(rows: Sequence[Row]) -> Tokens:
    return Tokens(
        sum(row.spent.usage.prompt_tokens for row in rows),
        sum(row.spent.usage.completion_tokens for row in rows),
    )


def out_of_cache(rows: Sequence[Row]) -> int:
    """Tokens of prompts that the model did not have to read again."""
    return sum(row.spent.usage.cached_tokens for row in rows)


def per_question(rows: Sequence[Row]) -> Mean | None:
    """Over the questions for which a model worked."""
    return _mean([of(row) for row in rows if of(row)])


def per_session(rows: Sequence[Row]) -> Mean | None:
    """Over the sessions in which a model worked; rows without a session are left out."""
    return _mean(_summed(rows, lambda row: row.session))


def per_user(rows: Sequence[Row]) -> Mean | None:
    """Over the users for whom a model worked."""
    return _mean(_summed(rows, lambda row: row.actor))


def users(rows: Sequence[Row]) -> list[Used]:
    """What each user used, the most first."""
    held: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        held[row.actor].append(row)
    told = [Used(name, len(theirs), total(theirs)) for name, theirs in held.items()]
    return sorted(told, key=lambda each: (-each.tokens.all, each.name))


def month(days: Sequence[Day], today: date) -> Month:
    """This calendar month beside the one before. days: of the ledger, of both months."""
    first = today.replace(day=1)
    before = _month_before(first)
    same = before.replace(day=min(today.day, calendar.monthrange(before.year, before.month)[1]))
    now = [each for each in days if first <= each.day <= today]
    then = [each for each in days if before <= each.day < first]
    return Month(
        Tokens(sum(each.read for each in now), sum(each.written for each in now)),
        sum(each.price for each in now),
        sum(each.read + each.written for each in then if each.day <= same),
        sum(each.read + each.written for each in then),
        today.day,
        calendar.monthrange(today.year, today.month)[1],
    )


def months_since(today: date) -> date:
    """The first day of the month before: what `month` needs of the ledger."""
    return _month_before(today.replace(day=1))


def _month_before(first: date) -> date:
    if first.month == 1:
        return first.replace(year=first.year - 1, month=12)
    return first.replace(month=first.month - 1)


def _summed(rows: Sequence[Row], key: Callable[[Row], str]) -> list[int]:
    held: dict[str, int] = defaultdict(int)
    for row in rows:
        held[key(row)] += of(row)
    return [number for name, number in held.items() if name and number]


def _mean(numbers: Sequence[int]) -> Mean | None:
    if not numbers:
        return None
    return Mean(len(numbers), sum(numbers) / len(numbers), max(numbers))
