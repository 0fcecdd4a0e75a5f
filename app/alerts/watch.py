"""Looks at the rules again and again, and tells what opens and closes."""

from __future__ import annotations

import logging
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
    limit, however few questions that rests on, and as long as it is near below (`types.EASED`), so
    that a value about the limit opens one alert and not one a minute. It closes below that: also
    when no question was asked for `alert_minutes`, and when its limit is raised or turned off.
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
        staying = {
            (alert.rule, alert.subject)
            for alert in self._states.opened()
            if self._stays(alert, by_key.get((alert.rule, alert.subject)), now)
        }
        for key, each in by_key.items():
            if key in staying or (each.over and each.enough):
                self._tell(self._states.open(each, now))
        self._states.purge(now)
        return self._states.opened()

    def open_alerts(self) -> list[Alert]:
        """Those that the last check left open, the longest first."""
        return self._states.opened()

    def history(self, limit: int = HISTORY) -> list[Alert]:
        """Those that are over, the last closed first."""
        return self._states.past(limit)

    def _stays(self, alert: Alert, found: Finding | None, now: datetime) -> bool:
        """Whether an alert stays open; otherwise it is closed, and that is told."""
        if found is not None:
            near = not found.eased and found.limit == alert.limit
            if found.over or near:
                return True
        self._tell(self._states.close(alert, found, now))
        return False

    def _tell(self, alert: Alert | None) -> None:
        """Log and post what has opened or closed; None: nothing has, or another process tells."""
        if alert is None:
            return
        log.warning("%s", told(alert))
        if self._post is not None:
            self._post(body(alert, self.settings.alert_minutes))
