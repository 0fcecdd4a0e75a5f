"""The section Alerts of the Operations page, drawn alone over real alerts and quotas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.alerts.watch import Alerts
from app.budgets.ledger import Ledger
from app.budgets.quotas import Quotas
from app.settings import Settings
from app.ui.operating.alerts import MOST_USERS
from tests.app.alerts.asked import Asked, Moved, row
from tests.app.budgets.spending import Clock, trace
from tests.app.ui.fakes import armed

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] $z$ `c` ![i](http://e) :smile:"
SLOW = [row(41_000)] * 20


@dataclass
class Running:
    """Has what the section shows, under the names that it uses."""

    path: Path
    settings: Settings = field(default_factory=Settings)
    clock: Clock = field(default_factory=Clock)
    asked: Asked = field(default_factory=Asked)
    moved: list[Moved] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.path)
        self.set()

    def set(self, **changes: str | int) -> None:
        """Start with other settings."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]  # by name
        self.quotas = Quotas(self.ledger, self.settings, self.clock)
        self.alerts = Alerts(
            self.path, self.settings, self.asked.rows, self.quotas, lambda: self.moved,
            now=self.clock,
        )  # fmt: skip

    def draw(self) -> AppTest:
        HELD[:] = [self]
        return AppTest.from_function(_section, default_timeout=30).run()


HELD: list[Running] = []
"""What is drawn; the page's script has no other way to it."""


def _section() -> None:
    from app.ui.operating import alerts
    from tests.app.ui.operating import test_alerts

    (running,) = test_alerts.HELD
    alerts.show_open(running)
    alerts.show(running)


@pytest.fixture
def running(tmp_path: Path) -> Running:
    return Running(tmp_path / "operations.sqlite3")


def texts(page: AppTest) -> str:
    """Everything that is drawn as Markdown, without its backslashes."""
    assert not page.exception
    lines = [*(each.value for each in page.markdown), *bars(page)]
    return "\n".join(lines).replace("\\", "")


def cells(page: AppTest) -> str:
    """All tables as text, without backslashes."""
    return "\n".join(each.value.to_string() for each in page.table).replace("\\", "")


def bars(page: AppTest) -> list[str]:
    """The bars' texts, each with its length in percent."""
    found = [each.proto for each in page.get("progress")]
    return [f"{each.value}: {each.text}".replace("\\", "") for each in found]


def test_quiet_page_says_so_and_how_to_set_quotas_and_rules(running: Running) -> None:
    page = running.draw()

    assert [each.value for each in page.header] == [
        "Open alerts", "Quotas and budget", "Past alerts", "Rules",
    ]  # fmt: skip
    shown = texts(page)
    assert "No alert is open." in shown
    assert "`user_tokens_a_day`" in shown
    assert "footnote.toml" in shown
    assert "open:" not in shown
    assert "30.0\u202fs" in cells(page)
    assert "alert_p95_ms" in cells(page)


def test_open_alert_is_shown_with_value_limit_and_what_to_do(running: Running) -> None:
    running.asked.held = SLOW
    running.alerts.check()
    shown = texts(running.draw())

    assert "1 alert is open: P95 of whole answers. More under Alerts." in shown
    assert "41.0\u202fs, limit 30.0\u202fs · since" in shown
    assert "which steps of the slowest ones" in shown
    assert "at worst" not in shown


def test_alert_that_was_worse_tells_its_worst(running: Running) -> None:
    for ms in (90_000, 41_000):
        running.asked.held = [row(ms)] * 20
        running.alerts.check()

    assert "41.0\u202fs, limit 30.0\u202fs" in texts(page := running.draw())
    assert "at worst 90.0\u202fs" in texts(page)


def test_alert_that_is_over_is_in_the_history(running: Running) -> None:
    running.asked.held = SLOW
    running.alerts.check()
    running.clock.at += timedelta(hours=2)
    running.alerts.check()
    page = running.draw()

    assert "No alert is open." in texts(page)
    assert page.table[0].value.shape == (1, 5)
    assert "41.0\u202fs" in cells(page)


def test_quotas_are_bars_with_their_end_for_each_user(running: Running) -> None:
    running.set(user_tokens_a_day=1000, user_tokens_a_month=10_000, tokens_a_month=50_000)
    running.ledger.listen(trace(1200, "ann"))
    running.ledger.listen(trace(5000, "bob", datetime(2026, 11, 1, tzinfo=UTC)))
    page = running.draw()

    shown = [each.replace("\u202f", " ") for each in bars(page)]
    assert [each.partition(" :small")[0] for each in shown] == [
        "12: All users, this month", "100: Today", "12: This month", "0: Today", "50: This month",
    ]  # fmt: skip
    assert "120 % of 1,000 tokens · used up · anew on 23 November 2026, 00:00 UTC" in shown[1]
    assert "5,000 left · anew on 1 December 2026, 00:00 UTC" in shown[4]
    assert texts(page).index("**ann**") < texts(page).index("**bob**")


def test_many_users_are_counted(running: Running) -> None:
    running.set(user_tokens_a_month=1000)
    for number in range(MOST_USERS + 3):
        running.ledger.listen(trace(100 + number, f"user {number}"))
    page = running.draw()

    assert len(bars(page)) == MOST_USERS
    assert "and 3 users more" in texts(page)


def test_webhook_is_named_by_its_host_alone(running: Running) -> None:
    running.set(alert_webhook="https://chat.example/hooks/s3cret")
    shown = texts(running.draw())

    assert "posted to chat.example" in shown.replace("\u2060", "")
    assert "s3cret" not in shown


def test_rules_say_what_keeps_them_from_seeing(running: Running) -> None:
    running.set(traces="off", alert_p95_ms=0)
    page = running.draw()

    assert "as the setting `traces` is off" in texts(page)
    assert "The budget needs `tokens_a_month`" in texts(page)
    assert "off" in cells(page)


def test_hostile_names_are_inert(running: Running) -> None:
    running.moved = [Moved(HOSTILE, 0.9)]
    running.set(user_tokens_a_month=1000)
    running.ledger.listen(trace(900, HOSTILE))
    running.alerts.check()
    page = running.draw()

    assert not page.exception
    drawn = [each.value for each in page.markdown] + [
        each.proto.text for each in page.get("progress")
    ]
    ours = re.compile(r":(small|orange|gray)\[|:material/|`")
    named = [each for each in drawn if "img" in each]
    assert len(named) == 3
    assert [armed(ours.sub("", each)) for each in named] == [[]] * 3
