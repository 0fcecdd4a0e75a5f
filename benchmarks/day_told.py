"""What a day of traffic has left, in short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.evaluation.report_text import aligned
from app.operations.grouped import ARM, PROMPT, Group, groups
from app.operations.held import by_trace
from benchmarks.day_wiring import Dated
from benchmarks.questioner import Seen


def told(footnote: Dated, seen: Sequence[Seen], seconds: float, end: datetime) -> str:
    """What the page will show, in short."""
    now = footnote.clock.now() + timedelta(seconds=1)
    rows = footnote.traces.rows(end - timedelta(days=60), now)
    day = [row for row in rows if row.started_at >= end - timedelta(days=1)]
    opinions = footnote.records.opinions(end - timedelta(days=60))
    liked = by_trace(opinions)
    past = footnote.alerts.history()
    uses = [use for _, each in footnote.quotas.users() for use in each]
    budget = footnote.quotas.budget()
    return "\n".join(
        [
            f"{len(seen)} questions in {seconds:.0f} s, {len(day)} of them in the last 24 hours",
            *_arms(groups(rows, liked, ARM), "experiment arm"),
            *_arms(groups(day, liked, PROMPT), "prompt"),
            f"review queue: {len(footnote.review.queue())}; "
            f"corrections: {sum(bool(each.correction) for each in opinions)}",
            f"alerts: {len(past)} closed, {len(footnote.alerts.open_alerts())} open; "
            f"refused: {sum(each.error == 'QuotaError' for each in seen)} by a quota",
            f"most used of a quota: {max((use.percent for use in uses), default=0)} %, "
            f"of the budget: {budget.percent if budget else 0} %",
        ]
    )


def _arms(found: Sequence[Group], title: str) -> list[str]:
    rows: list[tuple[str, ...]] = [
        (title, "questions", "P50 s", "P95 s", "abstained", "unsupported", "liked")
    ]
    for each in found:
        times, rates = each.latency, each.rates
        rows.append(
            (
                each.name,
                str(each.questions),
                f"{times.p50 / 1000:.1f}" if times else "",
                f"{times.p95 / 1000:.1f}" if times else "",
                *(f"{s.part}/{s.whole}" for s in (rates.abstained, rates.unsupported, rates.liked)),
            )
        )
    return ["", *aligned(rows)]
