"""`footnote operations`: the main figures of the last hours, for a terminal or a script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.cli.output import columns, counted, note, one_line, print_json
from app.operations import latency, tokens
from app.operations.costs import Cost, cost
from app.operations.held import by_trace
from app.operations.latency import Latency
from app.operations.periods import hours_back
from app.operations.rates import Rates, Share, caution, rates
from app.tracing.spans import QUEUE

if TYPE_CHECKING:
    from app.build import Footnote
    from app.tracing.types import Row

_OFF = "nothing is kept of new questions: the setting traces is off"


def operations(footnote: Footnote, hours: int, as_json: bool) -> int:
    """Print the figures of the last `hours`."""
    covered = hours_back(hours, datetime.now(UTC))
    rows = footnote.traces.rows(covered.since, covered.until)
    told = rates(rows, by_trace(footnote.records.opinions(covered.since)))
    waits = footnote.traces.step_ms(QUEUE, covered.since, covered.until)
    times = {
        "whole answer": latency.answering(rows),
        "first word": latency.first_token(rows),
        "wait in the queue": latency.waiting(rows, waits),
    }
    spent = cost(rows)
    if as_json:
        print_json(_json(hours, rows, told, times, spent))
        return 0
    lead = f"last {counted(hours, 'hour')}: {counted(len(rows), 'question')}"
    print(f"{lead} by {counted(len({row.actor for row in rows}), 'user')}" if rows else lead)
    if rows:
        print("\n".join(_lines(rows, told, times, spent)))
        if few := caution(len(rows)):
            note(few)
    if footnote.settings.traces == "off":
        note(_OFF)
    return 0


def _lines(
    rows: Sequence[Row], told: Rates, times: dict[str, Latency | None], spent: Cost
) -> list[str]:
    timed = [
        (name, *(f"{each / 1000:.2f}" for each in (held.mean, held.p50, held.p95, held.p99)))
        for name, held in times.items()
        if held is not None
    ]
    table = [("seconds", "mean", "P50", "P95", "P99"), *timed] if timed else []
    shares = [(name, _percent(share), _of(share, noun)) for name, share, noun in _shares(told)]
    used, mean = tokens.total(rows), tokens.per_question(rows)
    each = f", {mean.tokens:,.0f} a question" if mean else ""
    lines = ["", *columns(table, right=(1, 2, 3, 4)), ""] if table else [""]
    lines += columns(shares, right=(1,))
    lines += [f"failed by {one_line(name)}: {number:,}" for name, number in told.errors]
    lines += ["", f"tokens: {used.read:,} read, {used.written:,} written{each}"]
    lines.append(f"processor: {spent.cpu_s:,.0f} s, {spent.cpu_s_each:.1f} s an answer")
    if spent.price:
        lines.append(f"price: {spent.price:,.4f}, {spent.price_each:.6f} an answer")
    return lines


def _shares(told: Rates) -> list[tuple[str, Share, str]]:
    return [
        ("unsupported", told.unsupported, "sentence"),
        ("abstained", told.abstained, "question"),
        ("failed", told.failed, "question"),
        ("thumbs up", told.liked, "opinion"),
        ("from the cache", told.cached, "answer"),
    ]


def _percent(share: Share) -> str:
    return "-" if share.value is None else f"{100 * share.value:.1f} %"


def _of(share: Share, noun: str) -> str:
    return f"{share.part:,} of {counted(share.whole, noun)}"


def _json(
    hours: int, rows: Sequence[Row], told: Rates, times: dict[str, Latency | None], spent: Cost
) -> dict[str, object]:
    """The same as JSON; times in milliseconds, shares as counts."""
    used = tokens.total(rows)
    return {
        "hours": hours,
        "questions": len(rows),
        "users": len({row.actor for row in rows}),
        "ms": {name.replace(" ", "_"): _timed(held) for name, held in times.items()},
        **{
            name.replace(" ", "_"): {"part": share.part, "whole": share.whole}
            for name, share, _ in _shares(told)
        },
        "stopped": told.stopped,
        "refused": told.refused,
        "errors": dict(told.errors),
        "tokens": {"read": used.read, "written": used.written},
        "cpu_s": round(spent.cpu_s, 3),
        "price": spent.price,
    }


def _timed(held: Latency | None) -> dict[str, float] | None:
    if held is None:
        return None
    means = {"mean": held.mean, "p50": held.p50, "p95": held.p95, "p99": held.p99}
    return {"questions": held.n, **{name: round(value, 1) for name, value in means.items()}}
