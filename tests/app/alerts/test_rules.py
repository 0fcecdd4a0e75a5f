from __future__ import annotations

from dataclasses import replace

import pytest

from app.alerts.rules import LEAST_QUESTIONS, RULES, findings
from app.alerts.types import Finding
from app.budgets.periods import month
from app.budgets.quotas import Use
from app.settings import Settings
from tests.app.alerts.asked import Moved, row
from tests.app.budgets.spending import NOON

ALL = Settings()
MANY = LEAST_QUESTIONS


def found(name: str, all_found: list[Finding]) -> Finding:
    (one,) = (each for each in all_found if each.rule == name)
    return one


def test_each_rule_names_a_setting_that_there_is() -> None:
    assert all(hasattr(ALL, rule.setting) for rule in RULES.values())


def test_nothing_is_found_where_nothing_was_asked() -> None:
    assert findings([], None, [], ALL) == []


def test_p95_is_of_answers_and_abstentions_alone() -> None:
    rows = [row(1000)] * 18 + [row(40_000, "abstained")] * 2 + [row(9e6, "failed")] * 5

    one = found("p95", findings(rows, None, [], ALL))
    assert (one.value, one.limit, one.over, one.enough) == (40_000, 30_000, True, True)


def test_too_few_questions_cannot_open_an_alert() -> None:
    for rows in ([row(90_000)] * (MANY - 1), [row(outcome="failed")] * (MANY - 1)):
        told = findings(rows, None, [], ALL)
        assert all(not each.enough for each in told)
        assert any(each.over for each in told)


def test_share_of_errors_leaves_refused_questions_out() -> None:
    rows = [row()] * 38 + [row(outcome="failed")] * 2 + [row(outcome="refused")] * 100

    one = found("errors", findings(rows, None, [], ALL))
    assert (one.value, one.over) == (5.0, False)
    worse = findings([*rows, row(outcome="failed")], None, [], ALL)
    assert found("errors", worse).over


def test_refused_questions_do_not_make_a_window_full() -> None:
    rows = [row(outcome="failed")] * 3 + [row(outcome="refused")] * 100

    one = found("errors", findings(rows, None, [], ALL))
    assert (one.over, one.enough) == (True, False)


def test_unsupported_sentences_are_counted_of_all_sentences() -> None:
    rows = [row(unsupported=4)] * 5 + [row()] * 15 + [row(outcome="abstained")] * 10

    one = found("unsupported", findings(rows, None, [], ALL))
    assert (one.value, one.over, one.enough) == (25.0, True, True)
    fewer = found("unsupported", findings(rows[:19] + rows[20:], None, [], ALL))
    assert not fewer.enough


@pytest.mark.parametrize(("used", "over"), [(900, False), (901, True), (1200, True)])
def test_budget_alerts_above_its_share(used: int, over: bool) -> None:
    one = found("budget", findings([], Use("month", used, 1000, month(NOON)), [], ALL))
    assert (one.over, one.enough) == (over, True)


def test_drift_that_may_be_chance_is_no_finding() -> None:
    moved = [Moved("question length", 0.3), Moved("topics", 0.9, False), Moved("language", 0.1)]

    told = findings([], None, moved, ALL)
    assert [(each.subject, each.over) for each in told] == [
        ("question length", True), ("language", False),
    ]  # fmt: skip


def test_rule_with_limit_zero_is_off() -> None:
    off = replace(
        ALL, alert_p95_ms=0, alert_error_percent=0, alert_unsupported_percent=0,
        alert_budget_percent=0, alert_drift=0.0,
    )  # fmt: skip
    rows = [row(9e9, unsupported=4)] * 30 + [row(outcome="failed")] * 30

    assert findings(rows, Use("month", 9, 1, month(NOON)), [Moved("topics", 9.0)], off) == []
