from __future__ import annotations

import json

import pytest

from app.alerts.rules import RULES
from app.alerts.types import Alert, RuleName, Unit
from app.alerts.words import against, body, shown, subject, told
from tests.app.budgets.spending import NOON


def alert(rule: RuleName, value: float, limit: float, name: str = "") -> Alert:
    return Alert(1, rule, name, NOON, None, value, value, limit)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234, "ms", "1.23\u202fs"),
        (41_234, "ms", "41.2\u202fs"),
        (30_000, "ms", "30.0\u202fs"),
        (120_000, "ms", "120\u202fs"),
        (2_345_678, "ms", "2,346\u202fs"),
        (999_999, "ms", "1,000\u202fs"),
        (5, "%", "5.0\u202f%"),
        (0.25, "PSI", "PSI 0.25"),
    ],
)
def test_values_are_shown_with_their_unit(value: float, unit: Unit, text: str) -> None:
    assert shown(value, unit) == text


def test_alert_is_told_against_its_limit() -> None:
    assert against(alert("errors", 12.5, 5)) == "12.5\u202f%, limit 5.0\u202f%"
    assert subject(alert("drift", 0.4, 0.25, "language")) == "Drift of language"
    assert told(alert("budget", 95, 90)).startswith("Footnote alert: Budget of the month")


@pytest.mark.parametrize("rule", list(RULES))
def test_each_alert_is_posted_as_json_in_ascii(rule: RuleName) -> None:
    found = json.loads(body(alert(rule, 2, 1, "\u00e9" if rule == "drift" else ""), 60))

    assert body(alert(rule, 2, 1), 60).isascii()
    assert found["rule"] == rule
    assert found["unit"] == RULES[rule].unit
