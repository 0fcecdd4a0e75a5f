"""Plots of drift: shares of a distribution before and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from app.ui.evaluations.plots import BAD, GOOD, NEUTRAL, Plot, Theme

BEFORE, NOW = "before", "now"
_ROW, _FRAME, _NAMES = 22, 62, 150
"""Pixels: of a bin, of what stands round them, and of the bins' names."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A bin's shares, 0 to 1. label: as it is shown."""

    label: str
    before: float
    after: float


def shares(pairs: Sequence[Pair], certain: bool, theme: Theme) -> Plot:
    """For each bin a grey circle for before and a coloured diamond for now, joined by a line.

    certain: whether chance does not explain it: then now is orange, else teal. Text of people and
    files stands in data, which Vega draws on a canvas and never reads as markup.
    """
    values = [
        {"place": at, "label": each.label, "of": name, "share": share, "shown": f"{share:.1%}"}
        for at, each in enumerate(pairs)
        for name, share in ((BEFORE, each.before), (NOW, each.after))
    ]
    colour, domain = BAD if certain else GOOD, [BEFORE, NOW]
    names = alt.Axis(
        title=None, labelColor=theme.ink, ticks=False, domain=False, labelLimit=_NAMES,
        labelOverlap=False, minExtent=_NAMES, maxExtent=_NAMES,
    )  # fmt: skip
    across = alt.Axis(
        title="share of the questions", format="%", tickCount=4, labelColor=theme.ink,
        titleColor=theme.ink,
    )  # fmt: skip
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("label:N", sort=None, axis=names),
        x=alt.X("share:Q", axis=across, scale=alt.Scale(domainMin=0)),
        tooltip=[
            alt.Tooltip("label:N", title="Part"), alt.Tooltip("of:N", title="When"),
            alt.Tooltip("shown:N", title="Share"),
        ],
    )  # fmt: skip
    line = base.mark_line(color=NEUTRAL, strokeWidth=2, opacity=0.5).encode(
        detail="label:N", order="place:Q"
    )
    dots = base.mark_point(filled=True, size=75, opacity=1).encode(
        color=alt.Color(
            "of:N",
            scale=alt.Scale(domain=domain, range=[NEUTRAL, colour]),
            legend=alt.Legend(orient="top", title=None, labelColor=theme.ink),
        ),
        shape=alt.Shape("of:N", scale=alt.Scale(domain=domain, range=["circle", "diamond"])),
    )
    return alt.layer(line, dots).properties(height=_ROW * len(pairs) + _FRAME)
