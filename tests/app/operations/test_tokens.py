"""Tokens per question, session, user and month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from app.operations import tokens
from app.types import Usage
from tests.app.operations.made import row


@dataclass(frozen=True)
class Spent:
    """A day of the ledger."""

    day: date
    read: int
    written: int = 0
    actor: str = "anna"
    model: str = "tiny"
    cpu_s: float = 0.0
    price: float = 0.5
    questions: int = 1


ROWS = [
    row("a", session="s1", actor="anna", usage=Usage(100, 20, 40)),
    row("b", session="s1", actor="anna", usage=Usage(300, 80)),
    row("c", session="s2", actor="bob", usage=Usage(50, 50)),
    row("d", session="", actor="bob", usage=Usage(0, 0)),
]


def test_means_are_over_those_for_whom_a_model_worked() -> None:
    assert tokens.per_question(ROWS) == tokens.Mean(3, 200.0, 380)
    assert tokens.per_session(ROWS) == tokens.Mean(2, 300.0, 500)
    assert tokens.per_user(ROWS) == tokens.Mean(2, 300.0, 500)
    assert tokens.per_question([]) is None


def test_users_are_told_with_the_most_first() -> None:
    used = tokens.users(ROWS)
    assert [(each.name, each.questions, each.tokens.all) for each in used] == [
        ("anna", 2, 500), ("bob", 2, 100),
    ]  # fmt: skip


def test_totals_part_read_written_and_cached() -> None:
    assert tokens.total(ROWS) == tokens.Tokens(450, 150)
    assert tokens.out_of_cache(ROWS) == 40


def test_month_is_compared_with_the_same_days_of_the_month_before() -> None:
    days = [Spent(date(2026, 1, 31), 7), Spent(date(2026, 2, 3), 100), Spent(date(2026, 2, 20), 60),
            Spent(date(2026, 3, 1), 90, 30), Spent(date(2026, 3, 4), 30)]  # fmt: skip
    found = tokens.month(days, date(2026, 3, 4))
    assert found == tokens.Month(tokens.Tokens(120, 30), 1.0, 100, 160, 4, 31)
    assert found.change == pytest.approx(0.5)


def test_long_month_is_compared_with_all_of_a_short_one() -> None:
    found = tokens.month([Spent(date(2026, 2, 28), 10)], date(2026, 3, 31))
    assert (found.before_so_far, found.change) == (10, -1.0)


def test_month_without_one_before_has_no_trend() -> None:
    assert tokens.month([Spent(date(2026, 1, 2), 5)], date(2026, 1, 9)).change is None
    assert tokens.months_since(date(2026, 1, 9)) == date(2025, 12, 1)
    assert tokens.months_since(date(2026, 3, 31)) == date(2026, 2, 1)
