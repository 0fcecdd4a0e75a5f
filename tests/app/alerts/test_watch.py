from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.alerts.store import KEPT
from app.alerts.types import Alert
from app.alerts.watch import Alerts
from app.budgets.ledger import Ledger
from app.budgets.quotas import Quotas
from app.settings import Settings
from tests.app.alerts.asked import Asked, Moved, row
from tests.app.budgets.spending import NOON, Clock, trace

SLOW = [row(41_000)] * 20
QUICK = [row(1000)] * 20


@dataclass
class Place:
    """Alerts with what they look at. sent: what was posted."""

    path: Path
    settings: Settings = field(default_factory=Settings)
    clock: Clock = field(default_factory=Clock)
    asked: Asked = field(default_factory=Asked)
    moved: list[Moved] = field(default_factory=list)
    sent: list[dict[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.path)
        self.alerts = self.opened()

    def opened(self) -> Alerts:
        """As another process, or one that starts again, opens them."""
        quotas = Quotas(self.ledger, self.settings, self.clock)
        return Alerts(
            self.path, self.settings, self.asked.rows, quotas, lambda: self.moved, self._post,
            self.clock,
        )  # fmt: skip

    def _post(self, body: bytes) -> None:
        self.sent.append(json.loads(body))

    def later(self, minutes: float = 1) -> list[Alert]:
        self.clock.at += timedelta(minutes=minutes)
        return self.alerts.check()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "operations.sqlite3")


def test_alert_opens_once_and_stays_open(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.asked.held = SLOW
    (first,) = place.alerts.check()
    (again,) = place.later()

    assert (first.rule, first.opened_at, first.closed_at) == ("p95", NOON, None)
    assert (first.value, first.limit) == (41_000, 30_000)
    assert again == first
    assert [each["event"] for each in place.sent] == ["opened"]
    assert [(each.levelno, each.getMessage()) for each in caplog.records] == [
        (
            logging.WARNING,
            "Footnote alert: P95 of whole answers is 41.0\u202fs, limit 30.0\u202fs.",
        )
    ]


def test_value_that_swings_about_its_limit_opens_one_alert(place: Place) -> None:
    for total_ms in (31_000, 29_900, 30_100, 28_000, 30_001):
        place.asked.held = [row(total_ms)] * 20
        assert len(place.later()) == 1

    (alert,) = place.alerts.open_alerts()
    assert (alert.value, alert.worst) == (30_001, 31_000)
    assert [each["event"] for each in place.sent] == ["opened"]


def test_alert_closes_when_its_value_is_well_below_the_limit_again(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.asked.held = SLOW
    place.alerts.check()
    place.asked.held = [row(90_000)] * 20
    place.later()
    place.asked.held = [row(27_000)] * 20

    assert place.later() == []
    assert place.alerts.open_alerts() == []
    (past,) = place.alerts.history()
    assert past.closed_at == NOON + timedelta(minutes=2)
    assert (past.value, past.worst) == (27_000, 90_000)
    assert [each["event"] for each in place.sent] == ["opened", "closed"]
    assert "is over" in caplog.messages[-1]
    assert "at worst 90.0\u202fs" in caplog.messages[-1]


def test_alert_that_comes_back_is_another_one(place: Place) -> None:
    for held in (SLOW, QUICK, SLOW):
        place.asked.held = held
        place.later()

    (opened,), (past,) = place.alerts.open_alerts(), place.alerts.history()
    assert opened.number > past.number
    assert len(place.sent) == 3


def test_only_the_last_minutes_are_looked_at(place: Place) -> None:
    place.asked.held = [row(41_000, at=NOON - timedelta(minutes=61))] * 50

    assert place.alerts.check() == []
    assert place.asked.looked == [(NOON - timedelta(minutes=60), NOON)]


def test_open_alert_stays_with_few_questions_and_closes_with_none(place: Place) -> None:
    place.asked.held = SLOW
    place.alerts.check()
    place.asked.held = SLOW[:3]
    assert len(place.later()) == 1

    assert place.later(minutes=120) == []
    (past,) = place.alerts.history()
    assert past.value == 41_000


def test_alert_is_open_still_after_a_restart_and_is_not_told_again(place: Place) -> None:
    place.asked.held = SLOW
    place.alerts.check()

    again = place.opened()
    assert again.open_alerts() == place.alerts.open_alerts()
    again.check()
    assert len(place.sent) == 1


def test_of_two_processes_that_check_at_once_one_tells(place: Place) -> None:
    other, gate = place.opened(), threading.Barrier(2)
    place.asked.held = SLOW

    def check(alerts: Alerts) -> None:
        gate.wait()
        alerts.check()

    for event in ("opened", "closed"):
        threads = [threading.Thread(target=check, args=(each,)) for each in (other, place.alerts)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert [each["event"] for each in place.sent][-1] == event
        place.asked.held = QUICK
    assert len(place.sent) == 2


def test_budget_alert_closes_with_the_month(place: Place) -> None:
    place.settings = replace(Settings(), tokens_a_month=1000)
    place.ledger.listen(trace(950))
    place.alerts = place.opened()
    place.clock.at = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
    (found,) = place.alerts.check()
    assert (found.rule, found.value, found.limit) == ("budget", 95.0, 90.0)

    place.clock.at = datetime(2026, 12, 1, tzinfo=UTC)
    assert place.alerts.check() == []


def test_each_distribution_that_drifts_is_an_alert_of_its_own(place: Place) -> None:
    place.moved = [Moved("question length", 0.4), Moved("language", 0.5)]
    assert [each.subject for each in place.alerts.check()] == ["question length", "language"]

    del place.moved[0]
    assert [each.subject for each in place.later()] == ["language"]


def test_rule_that_is_turned_off_closes_its_alert(place: Place) -> None:
    place.asked.held = SLOW
    place.alerts.check()
    place.settings = replace(Settings(), alert_p95_ms=0)

    assert place.opened().check() == []


def test_limit_that_is_raised_closes_what_is_below_it(place: Place) -> None:
    place.asked.held = SLOW
    place.alerts.check()
    place.settings = replace(Settings(), alert_p95_ms=45_000)

    assert place.opened().check() == []
    (past,) = place.alerts.history()
    assert past.limit == 45_000


def test_what_is_posted_has_figures_and_no_text_of_people(place: Place) -> None:
    place.asked.held = SLOW
    place.alerts.check()

    assert place.sent == [
        {
            "event": "opened",
            "rule": "p95",
            "subject": "",
            "text": "Footnote alert: P95 of whole answers is 41.0\u202fs, limit 30.0\u202fs.",
            "unit": "ms",
            "value": 41_000,
            "worst": 41_000,
            "limit": 30_000,
            "minutes": 60,
            "opened_at": "2026-11-22T12:00:00+00:00",
            "closed_at": None,
        }
    ]


def test_alerts_that_have_long_been_over_are_deleted(place: Place) -> None:
    place.asked.held = SLOW
    place.alerts.check()
    place.later(minutes=600)
    place.clock.at += KEPT
    assert len(place.alerts.history()) == 1

    place.later()
    assert place.alerts.history() == []
