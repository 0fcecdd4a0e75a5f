"""Looks at the rules again and again, and tells what opens and closes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.alerts.rules import findings
from app.alerts.store import States
from app.alerts.types import Alert, Drifted, Finding
from app.alerts.words import body, told
from app.budgets.quotas import Quotas
from app.settings import Settings
from app.tracing.types import Row

CHECK_S = 60.0
"""Seconds between two checks."""

HISTORY = 50
"""Alerts of the past that are shown at most."""

Rows = Callable[[datetime, datetime], Sequence[Row]]
"""The rows of the questions that began in [since, until)."""

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def no_drift() -> Sequence[Drifted]:
    """Nothing is known of drift."""
    return ()


class Alerts:
    """The rules as set, their state, and whom to tell.

    An alert opens once, on `LEAST_QUESTIONS` or more, and stays open while its value is above its
    limit, however few questions that rests on. It closes when it is no longer above: also when no
    question was asked for `alert_minutes`, and when its rule is turned off.
    """

    def __init__(
        self,
        path: Path,
        settings: Settings,
        rows: Rows,
        quotas: Quotas,
        drift: Callable[[], Sequence[Drifted]] = no_drift,
        post: Callable[[bytes], None] | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """path: the database file. drift: the newest findings. post: takes JSON for the webhook,
        and returns at once; None where there is no webhook. now: the clock, with a zone.
        """
        self.settings = settings
        self._states = States(path)
        self._rows = rows
        self._quotas = quotas
        self._drift = drift
        self._post = post
        self._now = now

    def check(self) -> list[Alert]:
        """Open and close what has to be, tell it, and return the alerts that are open now."""
        now = self._now().astimezone(UTC)
        rows = self._rows(now - timedelta(minutes=self.settings.alert_minutes), now)
        found = findings(rows, self._quotas.budget(), self._drift(), self.settings)
        by_key = {(each.rule, each.subject): each for each in found}
        before = self._states.opened()
        for alert in before:
            self._close_if_over(alert, by_key.get((alert.rule, alert.subject)), now)
        known = {(each.rule, each.subject) for each in before}
        for each in found:
            if each.over and (each.enough or (each.rule, each.subject) in known):
                self._tell(self._states.open(each, now))
        self._states.purge(now)
        return self._states.opened()

    def open_alerts(self) -> list[Alert]:
        """Those that the last check left open, the longest first."""
        return self._states.opened()

    def history(self, limit: int = HISTORY) -> list[Alert]:
        """Those that are over, the last closed first."""
        return self._states.past(limit)

    def _close_if_over(self, alert: Alert, found: Finding | None, now: datetime) -> None:
        if found is None or not found.over:
            self._tell(self._states.close(alert, found, now))

    def _tell(self, alert: Alert | None) -> None:
        """Log and post what has opened or closed; None: nothing has, or another process tells."""
        if alert is None:
            return
        log.warning("%s", told(alert))
        if self._post is not None:
            self._post(body(alert, self.settings.alert_minutes))


class Watch:
    """Checks the alerts every minute in a thread of its own, until it is stopped."""

    def __init__(self, check: Callable[[], object], every_s: float = CHECK_S) -> None:
        """check: `Alerts.check`. every_s: also before the first one."""
        self._check = check
        self._every_s = every_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="alerts", daemon=True)

    def start(self) -> None:
        """Begin; once in its life."""
        self._thread.start()

    def stop(self) -> None:
        """End; a check that goes on is waited for."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._stopped.wait(self._every_s):
            try:
                self._check()
            except Exception:  # the next one may go well, such as after a full disk
                log.exception("The alerts could not be checked; the next try is in a while.")
