"""Response times and throughput of a period, over time and under load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.operations import latency
from app.operations.latency import Band, Bucket, Hour
from app.operations.periods import DAY, HOUR
from app.ui import markup
from app.ui.evaluations.figures import theme
from app.ui.operating import plots, tables
from app.ui.operating.seen import Seen, waits
from app.ui.operating.words import NONE, milliseconds, moment, percentiles

if TYPE_CHECKING:
    from app.build import Footnote

_HEADS = ("Mean", "P50", "P95", "P99")
_LOAD_FROM_HOURS = 2
"""Shorter periods have no day whose hours could be told apart."""


def show(footnote: Footnote, seen: Seen) -> None:
    """Percentiles, both over time, and by load."""
    st.header("Response time", anchor=False)
    _show_percentiles(footnote, seen)
    buckets = latency.over_time(seen.rows, seen.window)
    _show_over_time(buckets, seen)
    if seen.window.hours > _LOAD_FROM_HOURS:
        _show_load(seen)


def _show_percentiles(footnote: Footnote, seen: Seen) -> None:
    kinds = (
        ("Whole answer", latency.answering(seen.rows)),
        ("First word", latency.first_token(seen.rows)),
        ("Wait in the queue", latency.waiting(seen.rows, waits(footnote, seen.window))),
    )
    rows = [(name, f"{held.n:,}", *percentiles(held)) for name, held in kinds if held is not None]
    if not rows:
        st.markdown("No question of this period was answered or abstained from.")
        return
    tables.show(("Until", "Questions", *_HEADS), rows, "Percentiles of response times")
    _caption(
        "Over answered questions and abstentions, waits and answers from the cache included; the "
        "queue over those that waited. P95: 95\u202f% took at most so long."
    )


def _show_over_time(buckets: list[Bucket], seen: Seen) -> None:
    bucket = seen.window.period.bucket
    if any(each.latency for each in buckets):
        told = ", ".join(
            f"{moment(each.start)} P50 {milliseconds(each.latency.p50)} "
            f"P95 {milliseconds(each.latency.p95)}"
            for each in buckets
            if each.latency
        )
        st.altair_chart(
            plots.response(buckets, bucket, theme()), key="plot-response",
            alt=f"Response time: {told}",
        )  # fmt: skip
    st.header("Throughput", anchor=False)
    length = "day" if bucket == DAY else "hour" if bucket == HOUR else "five minutes"
    most = max(buckets, key=lambda each: each.questions)
    told = f"Questions in each {length}, at most {most.questions:,} ({moment(most.start)})"
    st.altair_chart(
        plots.throughput(buckets, bucket, theme()), key="plot-throughput", alt=f"{told}."
    )
    _caption(f"{told}. The last bar, grey, still grows.")
    rows = [
        (moment(each.start), f"{each.questions:,}", *percentiles(each.latency))
        for each in reversed(buckets)
    ]
    tables.fold("Over time, as a table", ("From", "Questions", *_HEADS), rows)


def _show_load(seen: Seen) -> None:
    hours = latency.by_hour(seen.rows, seen.window)
    st.header("Under load", anchor=False)
    busiest = max(hours, key=lambda each: each.per_hour)
    told = (
        f"Most is asked from {busiest.hour}:00 to {busiest.hour + 1}:00: "
        f"{busiest.per_hour:,.1f} questions an hour"
    )
    st.altair_chart(plots.load(hours, theme()), key="plot-load", alt=f"{told}.")
    slow = [each for each in hours if each.latency]
    if slow:
        alt = ", ".join(f"{each.hour}:00 {percentiles(each.latency)[2]}" for each in slow)
        st.altair_chart(
            plots.slow_hours(hours, theme()), key="plot-slow", alt=f"P95 by hour: {alt}"
        )
    _caption(f"{told}. Hours are those of this machine's clock, over all days of the period.")
    _show_bands(latency.by_band(seen.rows))
    tables.fold(
        "By hour, as a table",
        ("Hour", "Questions", "An hour", *_HEADS, "At work", "At most"),
        [_hour(each) for each in hours if each.questions],
    )


def _show_bands(bands: list[Band]) -> None:
    """What a question takes that finds others at work."""
    if len(bands) < 2:
        return
    rows = [(_band(each), f"{each.latency.n:,}", *percentiles(each.latency)) for each in bands]
    tables.show(("At the same time", "Questions", *_HEADS), rows, "Response time by concurrency")
    _caption("How many questions were at work when one came, itself among them.")


def _band(band: Band) -> str:
    if band.low == band.high:
        return str(band.low)
    last = latency.BANDS[-1][0]
    return f"{band.low} or more" if band.low == last else f"{band.low} to {band.high}"


def _hour(each: Hour) -> tuple[str, ...]:
    busy = f"{each.busy:.2f}" if each.busy else NONE
    return (
        f"{each.hour}:00", f"{each.questions:,}", f"{each.per_hour:,.1f}",
        *percentiles(each.latency), busy, str(each.most),
    )  # fmt: skip


def _caption(text: str) -> None:
    st.markdown(markup.quiet(markup.line(text)))
