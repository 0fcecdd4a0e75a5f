"""What answers cost."""

from __future__ import annotations

import pytest

from app.operations.costs import cost
from tests.app.operations.made import row


def test_failed_questions_are_paid_for_but_are_no_answers() -> None:
    found = cost([row(cpu_s=2, price=0.1), row(cpu_s=4, price=0.3),
                  row(cpu_s=6, price=0.2, outcome="failed")])  # fmt: skip
    assert (found.n, found.cpu_s, found.cpu_s_each) == (2, 12, 3)
    assert found.price == pytest.approx(0.6)
    assert found.price_each == pytest.approx(0.2)


def test_nothing_costs_nothing() -> None:
    assert cost([]).cpu_s_each == 0
