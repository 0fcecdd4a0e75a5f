from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.budgets.ledger import Ledger
from app.budgets.quotas import Quotas, Use
from app.settings import Settings
from app.types import Actor
from indexes.errors import QuotaError
from tests.app.budgets.spending import NOON, Clock, trace

ANN, BOB = Actor("ann"), Actor("bob")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "operations.sqlite3")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def limited(day: int = 0, month: int = 0, budget: int = 0, warning: int = 80) -> Settings:
    return replace(
        Settings(),
        user_tokens_a_day=day,
        user_tokens_a_month=month,
        tokens_a_month=budget,
        budget_warning_percent=warning,
    )


def test_nothing_is_limited_as_delivered(ledger: Ledger, clock: Clock) -> None:
    ledger.listen(trace(10**9))
    quotas = Quotas(ledger, Settings(), clock)

    quotas.admit(ANN)
    assert not quotas.limited
    assert quotas.note(ANN) == ""
    assert quotas.uses(ANN) == ()
    assert quotas.users() == []


def test_day_that_is_used_up_is_refused_until_midnight(ledger: Ledger, clock: Clock) -> None:
    quotas = Quotas(ledger, limited(day=50_000), clock)
    ledger.listen(trace(49_999))
    quotas.admit(ANN)

    ledger.listen(trace(1235))
    with pytest.raises(QuotaError) as refused:
        quotas.admit(ANN)
    assert str(refused.value) == (
        "Your quota for today is used up: 51,234 of 50,000 tokens. "
        "It begins anew on 23 November 2026, 00:00 UTC; ask again then."
    )
    clock.at = datetime(2026, 11, 22, 23, 59, 59, 999_999, tzinfo=UTC)
    with pytest.raises(QuotaError):
        quotas.admit(ANN)
    clock.at = datetime(2026, 11, 23, tzinfo=UTC)
    quotas.admit(ANN)


def test_exactly_the_limit_is_used_up(ledger: Ledger, clock: Clock) -> None:
    ledger.listen(trace(100))

    with pytest.raises(QuotaError):
        Quotas(ledger, limited(day=100), clock).admit(ANN)
    Quotas(ledger, limited(day=101), clock).admit(ANN)


def test_month_begins_anew_after_a_leap_day(ledger: Ledger, clock: Clock) -> None:
    clock.at = datetime(2028, 2, 29, 23, 0, tzinfo=UTC)
    ledger.listen(trace(100, at=datetime(2028, 2, 1, tzinfo=UTC)))
    quotas = Quotas(ledger, limited(month=100), clock)

    with pytest.raises(QuotaError, match=r"for this month .* anew on 1 March 2028, 00:00 UTC"):
        quotas.admit(ANN)
    clock.at += timedelta(hours=1)
    quotas.admit(ANN)


def test_quota_is_of_one_user_and_budget_of_all(ledger: Ledger, clock: Clock) -> None:
    ledger.listen(trace(100))
    Quotas(ledger, limited(day=100), clock).admit(BOB)

    with pytest.raises(QuotaError, match="This month's budget of all users is used up"):
        Quotas(ledger, limited(budget=100), clock).admit(BOB)


def test_refusal_names_what_begins_anew_last(ledger: Ledger, clock: Clock) -> None:
    ledger.listen(trace(100))

    with pytest.raises(QuotaError, match=r"for this month .* 1 December 2026"):
        Quotas(ledger, limited(day=50, month=90), clock).admit(ANN)


def test_warning_comes_from_its_share_on(ledger: Ledger, clock: Clock) -> None:
    quotas = Quotas(ledger, limited(day=1000), clock)
    ledger.listen(trace(799))
    assert quotas.note(ANN) == ""

    ledger.listen(trace(1))
    assert quotas.note(ANN) == (
        "80\u202f% of your quota for today is used (800 of 1,000 tokens); "
        "it begins anew on 23 November 2026, 00:00 UTC."
    )


def test_warning_counts_the_answer_that_carries_it(ledger: Ledger, clock: Clock) -> None:
    quotas = Quotas(ledger, limited(day=1000), clock)
    ledger.listen(trace(700))

    assert quotas.note(ANN, 99) == ""
    assert quotas.note(ANN, 150).startswith("85\u202f% ")
    assert quotas.note(ANN, 300) == (
        "100\u202f% of your quota for today is used (1,000 of 1,000 tokens). "
        "No more questions are answered until it begins anew on 23 November 2026, 00:00 UTC."
    )


def test_warning_names_what_is_nearest_to_its_end(ledger: Ledger, clock: Clock) -> None:
    ledger.listen(trace(900))

    found = Quotas(ledger, limited(day=1100, month=1000, budget=2000), clock).note(ANN)
    assert found.startswith("90\u202f% of your quota for this month")


def test_share_below_100_percent_is_never_shown_as_100(ledger: Ledger, clock: Clock) -> None:
    ledger.listen(trace(99_999))

    (use,) = Quotas(ledger, limited(day=100_000), clock).uses(ANN)
    assert (use.percent, use.used_up) == (99, False)


def test_quota_that_is_lowered_below_what_is_used_refuses_at_once(
    ledger: Ledger, clock: Clock
) -> None:
    ledger.listen(trace(600))
    Quotas(ledger, limited(month=1000), clock).admit(ANN)

    with pytest.raises(QuotaError, match="600 of 500 tokens"):
        Quotas(ledger, limited(month=500), clock).admit(ANN)
    Quotas(ledger, limited(month=601), clock).admit(ANN)


def test_use_of_another_process_counts(ledger: Ledger, clock: Clock, tmp_path: Path) -> None:
    quotas = Quotas(ledger, limited(day=100), clock)
    Ledger(tmp_path / "operations.sqlite3").listen(trace(100))

    with pytest.raises(QuotaError):
        quotas.admit(ANN)


def test_users_are_listed_with_the_greatest_share_first(ledger: Ledger, clock: Clock) -> None:
    ledger.listen(trace(500, "ann", NOON - timedelta(days=3)))
    ledger.listen(trace(100, "bob"))
    ledger.listen(trace(900, "eve", NOON - timedelta(days=40)))

    found = Quotas(ledger, limited(day=200, month=2000), clock).users()

    assert [(name, [use.used for use in uses]) for name, uses in found] == [
        ("bob", [100, 100]),
        ("ann", [0, 500]),
    ]
    assert all(isinstance(use, Use) for _, uses in found for use in uses)
