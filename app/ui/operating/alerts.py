"""Section Alerts: what is wrong now, what was, quotas and the budget, and the rules as set."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urlsplit

import streamlit as st

from app.alerts.rules import LEAST_QUESTIONS, RULES
from app.alerts.types import EASED, Alert, Unit
from app.alerts.watch import Alerts
from app.alerts.words import against, shown, subject
from app.budgets.quotas import Kind, Quotas, Use
from app.settings import Settings
from app.ui import markup
from app.ui.operating import tables
from app.ui.operating.words import moment
from app.ui.report import NAME_CHARACTERS, count

MOST_USERS = 10

TITLES: dict[Kind, str] = {
    "user day": "Today",
    "user month": "This month",
    "month": "All users, this month",
}


class Watched(Protocol):
    """The parts of the application that this section shows."""

    @property
    def settings(self) -> Settings: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def quotas(self) -> Quotas: ...


def show(footnote: Watched) -> None:
    """Draw open alerts, quotas, the history and the rules, one below the other."""
    _show_now(footnote.alerts.open_alerts())
    _show_quotas(footnote.quotas)
    _show_history(footnote.alerts.history())
    _show_rules(footnote.settings)


def show_open(footnote: Watched) -> None:
    """One quiet line where alerts are open, for the top of the page; else nothing."""
    found = footnote.alerts.open_alerts()
    if not found:
        return
    verb = "is" if len(found) == 1 else "are"
    names = ", ".join(dict.fromkeys(map(subject, found)))
    told = f"{count(len(found), 'alert')} {verb} open: {names}. More under Alerts."
    st.markdown(f":small[:orange[:material/notifications_active:] {markup.line(told)}]")


def _show_now(found: list[Alert]) -> None:
    st.header("Open alerts", anchor=False)
    if not found:
        st.markdown(":green[:material/check_circle:] No alert is open.")
    for alert in found:
        with st.container(border=True, gap="xxsmall", key=f"alert-{alert.number}"):
            name = markup.line(subject(alert), NAME_CHARACTERS)
            st.markdown(f":orange[:material/warning:] **{name}**")
            since = f"{against(alert)} \u00b7 since {moment(alert.opened_at)}"
            if alert.worst > alert.value:
                since += f" \u00b7 at worst {shown(alert.worst, RULES[alert.rule].unit)}"
            st.markdown(markup.line(since))
            st.markdown(markup.quiet(RULES[alert.rule].todo))


def _show_quotas(quotas: Quotas) -> None:
    st.header("Quotas and budget", anchor=False)
    if not quotas.limited:
        told = (
            "None is set. The settings `user_tokens_a_day` and `user_tokens_a_month` limit what "
            "one user may use, `tokens_a_month` what all may."
        )
        st.markdown(told)
        return
    budget = quotas.budget()
    if budget is not None:
        _show_use(budget)
    users = quotas.users()
    for actor, uses in users[:MOST_USERS]:
        st.markdown(f"**{markup.line(actor, NAME_CHARACTERS)}**")
        for use in uses:
            _show_use(use)
    more = len(users) - MOST_USERS
    if more > 0:
        st.markdown(markup.quiet(f"and {count(more, 'user')} more, who used a smaller share."))
    told = "Days and months are those of UTC. Tokens read and written are counted, once an answer "
    st.markdown(markup.quiet(markup.line(f"{told}is done; answers from the cache use none.")))


def _show_use(use: Use) -> None:
    """A bar of what is used, with the figures and the end above it."""
    share = f"{use.percent}\u202f% of {count(use.limit, 'token')}"
    colour = "orange" if use.used_up else "gray"
    left = "used up" if use.used_up else f"{use.limit - use.used:,} left"
    told = markup.line(f"{share} \u00b7 {left} \u00b7 anew on {use.anew}")
    st.progress(min(1.0, use.share), text=f"{TITLES[use.kind]} :small[:{colour}[{told}]]")


def _show_history(past: list[Alert]) -> None:
    st.header("Past alerts", anchor=False)
    if not past:
        st.markdown("None yet.")
        return
    rows = [_row(alert) for alert in past]
    tables.show(("Alert", "From", "Until", "At worst", "Limit"), rows, "Alerts that are over")


def _row(alert: Alert) -> tuple[str, str, str, str, str]:
    unit = RULES[alert.rule].unit
    until = moment(alert.closed_at) if alert.closed_at else ""
    worst, limit = shown(alert.worst, unit), shown(alert.limit, unit)
    return subject(alert), moment(alert.opened_at), until, worst, limit


def _show_rules(settings: Settings) -> None:
    st.header("Rules", anchor=False)
    limits = {
        "p95": float(settings.alert_p95_ms),
        "errors": float(settings.alert_error_percent),
        "unsupported": float(settings.alert_unsupported_percent),
        "budget": float(settings.alert_budget_percent),
        "drift": settings.alert_drift,
    }
    rows = [
        (each.title, _limit(limits[each.name], each.unit), each.setting) for each in RULES.values()
    ]
    tables.show(("Alert on", "When above", "Setting"), rows, "Rules of alerts")
    host = urlsplit(settings.alert_webhook).hostname
    sentences = [
        f"The first three look back on the last {count(settings.alert_minutes, 'minute')} "
        f"(`alert_minutes`) and alert on {LEAST_QUESTIONS} questions or more.",
        f"An alert ends at {EASED * 100:.0f}\u202f% of its limit.",
        "Alerts are written to the log"
        + (f" and posted to {markup.line(host)}." if host else "; `alert_webhook` posts them too."),
        "Change the settings in `footnote.toml` or by `FOOTNOTE_` variables, and start Footnote "
        "again.",
    ]
    if settings.traces == "off":
        sentences.insert(0, "The first three see nothing, as the setting `traces` is off.")
    if not settings.tokens_a_month:
        sentences.insert(1, "The budget needs `tokens_a_month`, which is not set.")
    st.markdown(markup.quiet(" ".join(sentences)))


def _limit(limit: float, unit: Unit) -> str:
    return shown(limit, unit) if limit else "off"
