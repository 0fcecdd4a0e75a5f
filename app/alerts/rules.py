"""The rules: what the last questions, the budget and the drift findings say against the limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.alerts.types import Drifted, Finding, Rule, RuleName
from app.budgets.quotas import Use
from app.operations.latency import answering
from app.operations.rates import Share, finished, rates
from app.settings import Settings
from app.tracing.types import Row

LEAST_QUESTIONS = 20
"""Fewer cannot open an alert: one of them would be more than 5 % of all, and P95 the slowest one,
so that a single slow or failed question would pass the limits as they are delivered."""

RULES: dict[RuleName, Rule] = {
    each.name: each
    for each in (
        Rule(
            "p95",
            "alert_p95_ms",
            "ms",
            "P95 of whole answers",
            "See under Questions which steps of the slowest ones take the time. A long queue needs "
            "more processors or fewer users; a slow model a smaller one.",
        ),
        Rule(
            "errors",
            "alert_error_percent",
            "%",
            "Questions that failed",
            "See under Overview which errors they are; `footnote doctor` checks the models and the "
            "library, and the log has the details.",
        ),
        Rule(
            "unsupported",
            "alert_unsupported_percent",
            "%",
            "Sentences without support",
            "See under Review which answers they stand in. If a prompt or model was changed "
            "lately, take the change back under Versions.",
        ),
        Rule(
            "budget",
            "alert_budget_percent",
            "%",
            "Budget of the month that is used",
            "See below who uses most. Raise the setting `tokens_a_month`, or limit users by "
            "`user_tokens_a_month`.",
        ),
        Rule(
            "drift",
            "alert_drift",
            "PSI",
            "Drift",
            "See under Drift what has changed, and which documents are worth adding.",
        ),
    )
}


def findings(
    rows: Sequence[Row], budget: Use | None, drifted: Sequence[Drifted], settings: Settings
) -> list[Finding]:
    """What each rule that is on (its limit is above 0) finds; without a value it is left out.

    rows: those of the last `alert_minutes`. budget: the month's; None where there is none.
    """
    found = [*_of_rows(rows, settings), *_of_budget(budget, settings), *_drift(drifted, settings)]
    return [each for each in found if each.limit > 0]


def _of_rows(rows: Sequence[Row], settings: Settings) -> Iterator[Finding]:
    if (times := answering(rows)) is not None:
        enough = times.n >= LEAST_QUESTIONS
        yield Finding("p95", "", times.p95, settings.alert_p95_ms, enough)
    counted = rates(rows, {})
    asked = counted.failed.whole
    yield from _share("errors", counted.failed, settings.alert_error_percent, asked)
    said = sum(row.outcome == "answered" and row.counts.all > 0 for row in finished(rows))
    limit = settings.alert_unsupported_percent
    yield from _share("unsupported", counted.unsupported, limit, said)


def _share(rule: RuleName, share: Share, limit: float, questions: int) -> Iterator[Finding]:
    """A share in percent, which rests on so many questions."""
    if share.whole:
        percent = 100 * share.part / share.whole
        yield Finding(rule, "", percent, limit, questions >= LEAST_QUESTIONS)


def _of_budget(budget: Use | None, settings: Settings) -> Iterator[Finding]:
    if budget is not None:
        yield Finding("budget", "", 100 * budget.share, settings.alert_budget_percent)


def _drift(drifted: Sequence[Drifted], settings: Settings) -> Iterator[Finding]:
    """Changes that may be chance are left out."""
    for each in drifted:
        if each.certain:
            yield Finding("drift", each.name, each.psi, settings.alert_drift)
