"""Alerts in words and as JSON; neither holds text of documents or questions."""

from __future__ import annotations

import json
from datetime import datetime

from app.alerts.rules import RULES
from app.alerts.types import Alert, Unit


def shown(value: float, unit: Unit) -> str:
    """A value with its unit: times in seconds."""
    match unit:
        case "ms":
            seconds = value / 1000
            digits = 2 if seconds < 10 else 1 if seconds < 100 else 0
            return f"{seconds:,.{digits}f}\u202fs"
        case "%":
            return f"{value:.1f}\u202f%"
        case "PSI":
            return f"PSI {value:.2f}"


def subject(alert: Alert) -> str:
    """What the alert is about, such as `P95 of whole answers` or `Drift of question length`."""
    title = RULES[alert.rule].title
    return f"{title} of {alert.subject}" if alert.subject else title


def against(alert: Alert) -> str:
    """Its value against its limit."""
    unit = RULES[alert.rule].unit
    return f"{shown(alert.value, unit)}, limit {shown(alert.limit, unit)}"


def told(alert: Alert) -> str:
    """One line for the log and for chats."""
    if alert.closed_at is None:
        return f"Footnote alert: {subject(alert)} is {against(alert)}."
    worst = shown(alert.worst, RULES[alert.rule].unit)
    return f"Footnote alert is over: {subject(alert)} (at worst {worst})."


def body(alert: Alert, minutes: int) -> bytes:
    """What is posted, as JSON in ASCII. minutes: what the rules looked back on.

    `text` is a line that chat services show as it is.
    """
    fields: dict[str, str | float | None] = {
        "event": "opened" if alert.closed_at is None else "closed",
        "rule": alert.rule,
        "subject": alert.subject,
        "text": told(alert),
        "unit": RULES[alert.rule].unit,
        "value": round(alert.value, 4),
        "worst": round(alert.worst, 4),
        "limit": round(alert.limit, 4),
        "minutes": minutes,
        "opened_at": alert.opened_at.isoformat(),
        "closed_at": _moment(alert.closed_at),
    }
    return json.dumps(fields).encode("ascii")


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
