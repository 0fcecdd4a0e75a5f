"""Plots of an evaluation, in colours that colour-blind readers tell apart on light and dark.

Each returns an Altair chart as wide as its place. Text of people and files stands in data, which
Vega draws on a canvas and never reads as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import altair as alt

from app.evaluation.scores import Abstentions

GOOD, BAD, NEUTRAL = "#2a8a9c", "#d0641c", "#84898c"
"""Teal, orange and grey: each has a contrast of at least 3 to both of the page's grounds."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the page that a plot stands on: of its text, and of its ground."""

    ink: str
    ground: str


LIGHT = Theme("#23272b", "#fffdf9")
DARK = Theme("#e8e4da", "#15191b")

Plot = alt.LayerChart | alt.FacetChart
Side = Literal["better", "worse", "unclear"]

_ROW, _FRAME = 38, 44
"""Pixels: of a row, and of the axis below."""

_LABEL, _EXTENT = 160, 165
"""Pixels that a row's label may take, and with its margin; a longer one is cut, and whole in the
tooltip. Always the same, so that plots one below the other share their axis."""

_QUARTERS = [0, 0.25, 0.5, 0.75, 1]
_MARGIN = 0.04
"""Share of the axis left free at both ends, for what is written above a dot."""

_MEAN = "mean and its 95\u202f% interval"
_BINS = 24
_SIDES: dict[Side, tuple[str, str]] = {
    "better": (GOOD, "triangle-up"),
    "worse": (BAD, "triangle-down"),
    "unclear": (NEUTRAL, "circle"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of a plot: a value with the bounds of its interval.

    short: the value as text; shown: with all that is known of it, for the tooltip.
    """

    label: str
    value: float
    low: float
    high: float
    short: str
    shown: str
    told: Side = "better"


def intervals(marks: Sequence[Mark], theme: Theme) -> Plot:
    """Shares, 0 to 1, as dots with a bar for the interval; the first mark is on top."""
    axis = _axis(theme, title=_MEAN, format="%", values=_QUARTERS)
    scale = alt.Scale(domain=[-_MARGIN, 1 + _MARGIN], nice=False)
    base = _rows(marks, theme)
    bar = base.mark_rule(color=GOOD, strokeWidth=5, opacity=0.35, strokeCap="round").encode(
        x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q"
    )
    dot = base.mark_point(color=GOOD, filled=True, size=90, opacity=1).encode(x="value:Q")
    return _sized(alt.layer(bar, dot, _values(base, theme)), len(marks))


def differences(marks: Sequence[Mark], widest: float, theme: Theme) -> Plot:
    """Differences in points with their intervals around a line at 0.

    widest: the axis reaches from -widest to widest, so that several plots share one.

    What is surely better is a teal triangle that points up, what is worse an orange one that points
    down, the rest a grey circle.
    """
    reach = widest * (1 + 2 * _MARGIN)
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    axis = _axis(theme, title="difference in points", tickCount=5)
    x = alt.X("low:Q", scale=scale, axis=axis)
    names, colours = list(_SIDES), [colour for colour, _ in _SIDES.values()]
    colour = alt.Color("told:N", scale=alt.Scale(domain=names, range=colours), legend=None)
    shapes = alt.Scale(domain=names, range=[shape for _, shape in _SIDES.values()])
    base = _rows(marks, theme)
    bar = base.mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round").encode(
        x=x, x2="high:Q", color=colour
    )
    dot = base.mark_point(filled=True, size=120, opacity=1).encode(
        x="value:Q", color=colour, shape=alt.Shape("told:N", scale=shapes, legend=None)
    )
    zero = alt.Chart(_data([{"at": 0}])).mark_rule(color=NEUTRAL, strokeDash=[4, 3])
    layers = (zero.encode(x="at:Q"), bar, dot, _values(base, theme))
    return _sized(alt.layer(*layers), len(marks))


def confusion(counts: Abstentions, theme: Theme) -> Plot:
    """The four cases of answering and abstaining as a square of squares."""
    held, missing = "Library holds it", "Library does not"
    answered, silent = "Answered", "Abstained"
    cells: list[tuple[str, str, int, str, str]] = [
        (held, answered, counts.answered, "as it should", GOOD),
        (held, silent, counts.needless, "needlessly", BAD),
        (missing, answered, counts.missed, "should have abstained", BAD),
        (missing, silent, counts.right, "as it should", GOOD),
    ]
    most = max(1, *(number for _, _, number, _, _ in cells))
    values: list[dict[str, object]] = [
        {"library": row, "said": column, "number": number, "what": what, "colour": colour,
         "strength": 0.08 + 0.42 * number / most}
        for row, column, number, what, colour in cells
    ]  # fmt: skip
    plain = _axis(theme, title=None, labelAngle=0, ticks=False, domain=False, labelLimit=150)
    base = alt.Chart(_data(values)).encode(
        x=alt.X(
            "said:N", sort=[answered, silent], axis=plain.copy(), scale=alt.Scale(padding=0.04)
        ),
        y=alt.Y("library:N", sort=[held, missing], axis=plain, scale=alt.Scale(padding=0.06)),
        tooltip=[alt.Tooltip("number:Q", title="Questions"), alt.Tooltip("what:N", title="Case")],
    )
    squares = base.mark_rect(cornerRadius=6).encode(
        color=alt.Color("colour:N", scale=None),
        opacity=alt.Opacity("strength:Q", scale=None),
    )
    number = base.mark_text(fontSize=24, fontWeight=600, dy=-8, color=theme.ink).encode(
        text="number:Q"
    )
    what = base.mark_text(fontSize=12, dy=16, color=theme.ink).encode(text="what:N")
    return alt.layer(squares, number, what).properties(height=210)


def spread(values: Sequence[float], unit: str, middle: float, theme: Theme) -> Plot:
    """How often each size occurs, with a line at `middle`. unit: the axis's title."""
    data = _data([{"value": each} for each in values])
    axis = _axis(theme, labelOverlap="greedy", grid=False)
    bars = (
        alt.Chart(data)
        .mark_bar(color=GOOD, opacity=0.75, cornerRadiusEnd=2)
        .encode(
            x=alt.X("value:Q", bin=alt.Bin(maxbins=_BINS), title=unit, axis=axis),
            y=alt.Y("count():Q", title="questions", axis=_axis(theme, tickMinStep=1, tickCount=4)),
            tooltip=[alt.Tooltip("count():Q", title="Questions")],
        )
    )
    line = alt.Chart(_data([{"at": middle}])).mark_rule(color=BAD, strokeWidth=2)
    return alt.layer(bars, line.encode(x=alt.X("at:Q", title=unit))).properties(height=170)


def _rows(marks: Sequence[Mark], theme: Theme) -> alt.Chart:
    """One row for each mark, in their order, labelled; the tooltip has it all in words."""
    axis = _axis(
        theme,
        title=None,
        labelLimit=_LABEL,
        minExtent=_EXTENT,
        maxExtent=_EXTENT,
        ticks=False,
        domain=False,
        labelFlush=False,
        labelBound=False,
    )
    return alt.Chart(_data([asdict(each) for each in marks])).encode(
        y=alt.Y("label:N", sort=None, axis=axis),
        tooltip=[alt.Tooltip("label:N", title="Figure"), alt.Tooltip("shown:N", title="Value")],
    )


def _values(base: alt.Chart, theme: Theme) -> Plot:
    """The values in figures, above their dots; a rim in the ground's colour keeps lines off."""
    place = base.encode(x="value:Q", text="short:N")
    rim = place.mark_text(
        dy=-12, fontSize=11, color=theme.ground, stroke=theme.ground, strokeWidth=4
    )
    return alt.layer(rim, place.mark_text(dy=-12, fontSize=11, color=theme.ink))


def _axis(theme: Theme, **options: Any) -> alt.Axis:
    """An axis whose labels and title are written in the text's colour."""
    return alt.Axis(labelColor=theme.ink, titleColor=theme.ink, **options)


def _sized(chart: Plot, rows: int) -> Plot:
    return chart.properties(height=_ROW * rows + _FRAME)


def _data(values: list[dict[str, Any]] | list[dict[str, object]]) -> alt.InlineData:
    return alt.InlineData(values=values)
