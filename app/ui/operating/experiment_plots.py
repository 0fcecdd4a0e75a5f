"""Plots of an experiment: bounds of the mean reward over time, and the traffic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import ceil, floor
from typing import Any

import altair as alt

from app.experiments.report import Point, Traffic
from app.ui.evaluations.plots import BAD, GOOD, NEUTRAL, Plot, Theme
from app.ui.operating.words import moment

COLOURS = (NEUTRAL, GOOD, BAD, "#8a68c4")
"""Of the arms in their order, the control grey; each has a contrast of 3 to both grounds."""

DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
HEIGHT, LOW = 280, 170
_EXTENT = 46


def bounds(points: Sequence[Point], arms: Sequence[str], theme: Theme) -> Plot:
    """Each arm's mean reward over time with its confidence sequence as a band.

    points: at least one.
    """
    values = [
        {"at": each.at.astimezone().replace(tzinfo=None).isoformat(), "arm": each.arm,
         "mean": each.mean, "low": each.low, "high": each.high, "time": moment(each.at),
         "counted": each.counted, "range": f"{each.low:.2f} to {each.high:.2f}"}
        for each in points
    ]  # fmt: skip
    lasted = max(each.at for each in points) - min(each.at for each in points)
    shown = "%-d %b" if lasted > timedelta(days=6) else "%-d %b %H:%M"
    times = _axis(theme, format=shown, tickCount=6, labelOverlap="greedy")
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("at:T", title=None, axis=times),
        color=_colour(arms, theme),
        tooltip=[
            alt.Tooltip("arm:N", title="Arm"), alt.Tooltip("time:N", title="At"),
            alt.Tooltip("mean:Q", title="Mean reward", format=".3f"),
            alt.Tooltip("range:N", title="Lies between"),
            alt.Tooltip("counted:Q", title="Counted units"),
        ],
    )  # fmt: skip
    axis = _axis(theme, tickCount=5, format=".1f", minExtent=_EXTENT)
    low, high = min(each.low for each in points), max(each.high for each in points)
    domain = [floor(10 * low) / 10, ceil(10 * high) / 10]
    scale = alt.Scale(domain=domain, nice=False)
    band = base.mark_area(opacity=0.22, line=False).encode(
        y=alt.Y("low:Q", title="mean reward", scale=scale, axis=axis), y2="high:Q"
    )
    strokes = alt.Scale(domain=list(arms), range=list(DASHES[: len(arms)]))
    line = base.mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=24)).encode(
        y="mean:Q", strokeDash=alt.StrokeDash("arm:N", scale=strokes, legend=None)
    )
    return alt.layer(band, line).properties(height=HEIGHT)


def traffic(found: Sequence[Traffic], arms: Sequence[str], theme: Theme) -> Plot:
    """Units that began with each arm, day by day."""
    values = [
        {"day": each.day.isoformat(), "arm": each.arm, "units": each.units,
         "order": arms.index(each.arm)}
        for each in found
    ]  # fmt: skip
    bars = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(opacity=0.85, cornerRadiusEnd=2)
        .encode(
            x=alt.X("day:O", title=None, axis=_axis(theme, labelAngle=0, labelOverlap=True)),
            y=alt.Y("units:Q", title="units", axis=_axis(theme, tickCount=4, minExtent=_EXTENT)),
            color=_colour(arms, theme),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("day:N", title="Day"), alt.Tooltip("arm:N", title="Arm"),
                alt.Tooltip("units:Q", title="Units"),
            ],
        )
    )  # fmt: skip
    return alt.layer(bars).properties(height=LOW)


def _colour(arms: Sequence[str], theme: Theme) -> alt.Color:
    scale = alt.Scale(domain=list(arms), range=list(COLOURS[: len(arms)]))
    return alt.Color(
        "arm:N",
        scale=scale,
        legend=alt.Legend(
            orient="top", title=None, labelColor=theme.ink, symbolType="square", symbolOpacity=1,
            symbolStrokeWidth=0,
        ),
    )  # fmt: skip


def _axis(theme: Theme, **options: Any) -> alt.Axis:
    return alt.Axis(labelColor=theme.ink, titleColor=theme.ink, **options)
