"""Parts of a page that are drawn rather than written: a bar chart, the table of contents."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from reportlab.graphics.charts.barcharts import VerticalBarChart  # type: ignore[import-untyped]
from reportlab.graphics.shapes import Drawing  # type: ignore[import-untyped]
from reportlab.lib.colors import HexColor, white  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.platypus import Flowable, Paragraph, Table  # type: ignore[import-untyped]

Contents = list[tuple[int, str, int]]
"""(level, title, page) of each heading."""


def bar_chart(rows: Sequence[tuple[str, ...]], width: float, accent: str) -> Flowable:
    """One bar for each (label, number). width: in points. accent: the bars' colour."""
    drawing = Drawing(width, 128)
    chart = VerticalBarChart()
    chart.x, chart.y, chart.width, chart.height = 36, 22, width - 44, 98
    chart.data = [[float(row[1]) for row in rows]]
    chart.categoryAxis.categoryNames = [row[0] for row in rows]
    chart.categoryAxis.labels.fontSize = chart.valueAxis.labels.fontSize = 7
    chart.valueAxis.valueMin = 0
    chart.bars[0].fillColor = HexColor(accent)
    chart.bars[0].strokeColor = white
    drawing.add(chart)
    return drawing


def contents_table(
    contents: Contents, styles: Mapping[str, ParagraphStyle], width: float
) -> Flowable:
    """The table of contents, its own heading left out. width: in points."""
    rows = [
        [
            Paragraph(html.escape(title, quote=False), styles[f"toc{level}"]),
            Paragraph(str(page), styles["tocpage"]),
        ]
        for level, title, page in contents
        if title != "Contents"
    ]
    table = Table(rows or [["", ""]], colWidths=[width - 40, 40])
    table.setStyle(
        [
            ("TOPPADDING", (0, 0), (-1, -1), 0.8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, HexColor("#cccccc")),
        ]
    )
    return table
