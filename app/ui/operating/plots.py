"""Plots of the Operations page, in the colours of the evaluations' plots.

Times are drawn on the wall clock of the machine that Footnote runs on: they carry no zone, which
the browser reads as its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import altair as alt

from app.operations.latency import Bucket, Hour
from app.ui.evaluations.plots import BAD, GOOD, NEUTRAL, Plot, Theme
from app.ui.operating.words import milliseconds, moment

HEIGHT, LOW = 240, 190
"""Pixels, axes and legends included."""

_EXTENT = 46
"""Pixels left of every plot over time, so that plots one below the other share their axis."""

PART = "\u00b7 "
"""Stands before the name of a part of the step above."""

_NAMES, _ROW = 110, 26
_DATES = alt.JsonDataFormat(parse={"at": "date", "end": "date"})
_WIDE = 0.88
"""Share of its bucket that a bar takes."""

SECONDS_FROM_MS = 2000
_ROOM = 1.2
"""How much longer a waterfall's axis is than its question: room for what is written at bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A step of a waterfall. label: its name. depth: how many steps enclose it. shown: its
    attributes in words. waits: whether nothing was done meanwhile.
    """

    label: str
    start_ms: float
    ms: float
    depth: int
    shown: str
    waits: bool = False


def response(buckets: Sequence[Bucket], bucket: timedelta, theme: Theme) -> Plot:
    """P50 and P95 over time, in seconds; empty buckets are gaps."""
    values = [
        {"at": _wall(each.start), "of": name, "seconds": number, "time": moment(each.start),
         "questions": each.questions}
        for each in buckets
        for name, number in (
            ("P50", each.latency.p50 / 1000 if each.latency else None),
            ("P95", each.latency.p95 / 1000 if each.latency else None),
        )
    ]  # fmt: skip
    scale = alt.Scale(domain=["P50", "P95"], range=[GOOD, BAD])
    shapes = alt.Scale(domain=["P50", "P95"], range=["circle", "triangle-up"])
    legend = alt.Legend(orient="top", title=None, labelColor=theme.ink)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=_time(bucket, theme),
        y=alt.Y("seconds:Q", title="seconds", axis=_axis(theme, tickCount=4, minExtent=_EXTENT)),
        color=alt.Color("of:N", scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip("time:N", title="From"), alt.Tooltip("of:N", title="Figure"),
            alt.Tooltip("seconds:Q", title="Seconds", format=",.2f"),
            alt.Tooltip("questions:Q", title="Questions"),
        ],
    )  # fmt: skip
    points = base.mark_point(filled=True, size=36, opacity=1).encode(
        shape=alt.Shape("of:N", scale=shapes, legend=legend)
    )
    return alt.layer(base.mark_line(strokeWidth=2), points).properties(height=HEIGHT)


def throughput(buckets: Sequence[Bucket], bucket: timedelta, theme: Theme) -> Plot:
    """Questions in each bucket; the one that goes on is grey."""
    values = [
        {"at": _wall(each.start), "end": _wall(each.start + _WIDE * bucket),
         "questions": each.questions, "time": moment(each.start),
         "colour": NEUTRAL if each.running else GOOD}
        for each in buckets
    ]  # fmt: skip
    bars = (
        alt.Chart(alt.InlineData(values=values, format=_DATES))
        .mark_rect(cornerRadius=2)
        .encode(
            x=_time(bucket, theme),
            x2="end:T",
            y=_counts("questions:Q", "questions", theme),
            y2=alt.Y2Datum(0),
            color=alt.Color("colour:N", scale=None),
            tooltip=[
                alt.Tooltip("time:N", title="From"),
                alt.Tooltip("questions:Q", title="Questions"),
            ],
        )
    )
    return alt.layer(bars).properties(height=LOW)


def load(hours: Sequence[Hour], theme: Theme) -> Plot:
    """Questions in an hour, by the hour of the day."""
    values = [{"hour": each.hour, "number": each.per_hour} for each in hours]
    bars = (
        _hours(values, theme)
        .mark_bar(color=GOOD, cornerRadiusEnd=2)
        .encode(
            y=_counts("number:Q", "questions", theme),
            tooltip=[
                alt.Tooltip("hour:O", title="Hour"),
                alt.Tooltip("number:Q", title="Questions an hour", format=",.1f"),
            ],
        )
    )
    return alt.layer(bars).properties(height=LOW)


def slow_hours(hours: Sequence[Hour], theme: Theme) -> Plot:
    """P95 by the hour of the day, in seconds."""
    values = [
        {"hour": each.hour, "p95": each.latency.p95 / 1000 if each.latency else None,
         "questions": each.questions}
        for each in hours
    ]  # fmt: skip
    base = _hours(values, theme).encode(
        y=alt.Y("p95:Q", title="P95, s", axis=_axis(theme, tickCount=4, minExtent=_EXTENT)),
        tooltip=[
            alt.Tooltip("hour:O", title="Hour"),
            alt.Tooltip("p95:Q", title="P95 in seconds", format=",.2f"),
            alt.Tooltip("questions:Q", title="Questions"),
        ],
    )
    points = base.mark_point(color=BAD, filled=True, size=44, shape="triangle-up", opacity=1)
    return alt.layer(base.mark_line(color=BAD, strokeWidth=2), points).properties(height=LOW)


def waterfall(bars: Sequence[Bar], total_ms: float, theme: Theme) -> Plot:
    """Steps from top to bottom, each from when to when; what waits is grey.

    A step too short to be seen as a bar is still a stroke.
    """
    unit, length = ("seconds", 1000.0) if total_ms >= SECONDS_FROM_MS else ("milliseconds", 1.0)
    longest = max([total_ms, *(each.start_ms + each.ms for each in bars)], default=1.0) or 1.0
    values = [
        {"place": at, "name": f"{PART * each.depth}{each.label}", "start": each.start_ms / length,
         "end": (each.start_ms + each.ms) / length, "took": milliseconds(each.ms),
         "shown": each.shown,
         "colour": NEUTRAL if each.waits else GOOD}
        for at, each in enumerate(bars)
    ]  # fmt: skip
    names = json.dumps([each["name"] for each in values])  # an expression of Vega: all quoted
    axis = _axis(
        theme, title=None, ticks=False, domain=False, labelLimit=_NAMES, labelAlign="left",
        labelPadding=_NAMES, labelExpr=f"{names}[datum.value]", minExtent=_NAMES,
    )  # fmt: skip
    scale = alt.Scale(domain=[0, longest / length * _ROOM], nice=False)
    across = _axis(theme, title=unit, tickCount=4, grid=True)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("place:O", axis=axis, sort=None),
        x=alt.X("start:Q", scale=scale, axis=across),
        tooltip=[
            alt.Tooltip("name:N", title="Step"), alt.Tooltip("took:N", title="Took"),
            alt.Tooltip("shown:N", title="Noted"),
        ],
    )  # fmt: skip
    paint = {"color": alt.Color("colour:N", scale=None)}
    bar = base.mark_bar(height=12, cornerRadius=2).encode(x2="end:Q", **paint)
    stroke = base.mark_tick(height=12, thickness=2).encode(**paint)
    took = base.mark_text(align="left", dx=6, fontSize=11, color=theme.ink).encode(
        x="end:Q", text="took:N"
    )
    return alt.layer(bar, stroke, took).properties(height=_ROW * len(bars) + 50)


def _wall(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat()


def _time(bucket: timedelta, theme: Theme) -> alt.X:
    shown = "%-d %b" if bucket >= timedelta(days=1) else "%H:%M"
    axis = _axis(theme, title=None, format=shown, grid=False, tickCount=6, labelOverlap="greedy")
    return alt.X("at:T", axis=axis)


def _hours(values: list[dict[str, Any]], theme: Theme) -> alt.Chart:
    axis = _axis(theme, title="hour of the day", values=list(range(0, 24, 3)), labelAngle=0)
    return alt.Chart(alt.InlineData(values=values)).encode(x=alt.X("hour:O", axis=axis))


def _counts(field: str, title: str, theme: Theme) -> alt.Y:
    return alt.Y(
        field, title=title, axis=_axis(theme, tickMinStep=1, tickCount=4, minExtent=_EXTENT)
    )


def _axis(theme: Theme, **options: Any) -> alt.Axis:
    """An axis whose labels and title are written in the text's colour."""
    return alt.Axis(labelColor=theme.ink, titleColor=theme.ink, **options)
