"""Plots of runs: a figure from evaluation to evaluation, and figures of a training by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt

from app.ui.evaluations.plots import GOOD, Plot, Theme

HEIGHT = 190
"""Pixels."""

MOST_DOTS = 60

_EXTENT = 46
"""Pixels left of every plot, so that plots one below the other share their axis."""


@dataclass(frozen=True, slots=True)
class At:
    """A figure of one run. at: when, in ISO 8601 on the wall clock of Footnote's machine.

    shown: the value in words. run, model: as people name them. moment: `at` in words.
    """

    at: str
    value: float
    shown: str
    run: str
    model: str
    moment: str


def over_time(points: Sequence[At], share: bool, title: str, theme: Theme) -> Plot:
    """A figure of several runs. share: values are 0 to 1, drawn in percent on the whole scale.

    title: of the axis, '' for none.
    """
    axis = _axis(theme, format="%" if share else "~g", tickCount=4, minExtent=_EXTENT)
    scale = alt.Scale(domain=[0, 1]) if share else alt.Scale(zero=False, padding=12)
    days = "%-d %b" if len({each.at[:10] for each in points}) > 2 else "%-d %b, %H:%M"
    time = _axis(theme, title=None, format=days, grid=False, tickCount=5, labelOverlap="greedy")
    base = alt.Chart(alt.InlineData(values=[asdict(each) for each in points])).encode(
        x=alt.X("at:T", axis=time),
        y=alt.Y("value:Q", title=title or None, axis=axis, scale=scale),
        tooltip=[
            alt.Tooltip("moment:N", title="Run"),
            alt.Tooltip("shown:N", title="Value"),
            alt.Tooltip("run:N", title="Questions"),
            alt.Tooltip("model:N", title="Model"),
        ],
    )
    return _drawn(base, len(points))


def by_step(points: Sequence[tuple[int, float]], title: str, theme: Theme) -> Plot:
    """A figure of one training. points: steps with values. title: of the axis."""
    values: list[dict[str, Any]] = [{"step": step, "value": value} for step, value in points]
    up = _axis(theme, format="~g", tickCount=4, minExtent=_EXTENT)
    along = _axis(theme, tickMinStep=1, grid=False, format="~s")
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("step:Q", title="step", axis=along, scale=alt.Scale(nice=False, padding=8)),
        y=alt.Y("value:Q", title=title, axis=up, scale=alt.Scale(zero=False, padding=12)),
        tooltip=[
            alt.Tooltip("step:Q", title="Step"),
            alt.Tooltip("value:Q", title="Value", format=".4~g"),
        ],
    )
    return _drawn(base, len(points))


def _drawn(base: alt.Chart, count: int) -> Plot:
    """A line with a dot for each of its `count` points, while there is room for them."""
    seen = 1 if count <= MOST_DOTS else 0  # one that is not seen still has its tooltip
    points = base.mark_point(color=GOOD, filled=True, size=48, opacity=seen)
    return alt.layer(base.mark_line(color=GOOD, strokeWidth=2), points).properties(height=HEIGHT)


def _axis(theme: Theme, **options: Any) -> alt.Axis:
    """An axis whose labels and title are written in the text's colour."""
    return alt.Axis(labelColor=theme.ink, titleColor=theme.ink, **options)
