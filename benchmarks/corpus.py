"""Invented reports as PDF files, made anew by each benchmark: the same bytes of text each time.

A report has a title, running heads, page numbers, headings, paragraphs, and tables; one page in
four is set in two columns.
"""

from __future__ import annotations

from pathlib import Path

from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import getSampleStyleSheet  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from benchmarks.prose import Prose

PAGES = 16
"""Pages of each report but the last."""

_MARGIN = 22 * mm
_GAP = 8 * mm
_ENOUGH = 40
"""Paragraphs that fill any page."""


def write_reports(folder: Path, pages: int, seed: int = 1) -> list[Path]:
    """Write reports of PAGES pages each, `pages` in all, into `folder`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, first in enumerate(range(0, pages, PAGES)):
        path = folder / f"report-{number:03}.pdf"
        _write(path, min(PAGES, pages - first), Prose(seed * 100_003 + number))
        paths.append(path)
    return paths


def _write(path: Path, pages: int, prose: Prose) -> None:
    title = prose.title()
    template = BaseDocTemplate(
        str(path), pagesize=A4, title=title, author="Invented", invariant=True
    )
    template.addPageTemplates(
        [
            PageTemplate(name, frames, onPage=lambda canvas, _: _running_head(canvas, title))
            for name, frames in (("one", _frames(1)), ("two", _frames(2)))
        ]
    )
    story: list[Flowable] = []
    for page in range(pages):
        if page:
            story += [NextPageTemplate("two" if page % 4 == 2 else "one"), PageBreak()]
        story += _page(prose, title if not page else "", columns=2 if page % 4 == 2 else 1)
    template.build(story)


def _page(prose: Prose, title: str, columns: int) -> list[Flowable]:
    """What fills one page and no more."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = []
    left = 680.0 * columns - 40 * columns  # points of height, with room for the last paragraph
    width = _width(columns)
    for number in range(_ENOUGH):
        if number == 0 and title:
            piece: Flowable = Paragraph(title, styles["Title"])
        elif number % 4 == 0:
            piece = Paragraph(prose.heading(), styles["Heading2"])
        elif number == 6 and columns == 1:
            piece = _table(prose)
        else:
            piece = Paragraph(prose.paragraph(), styles["BodyText"])
        height = piece.wrap(width, 1000)[1] + 16
        if height > left:
            break
        left -= height
        story += [piece, Spacer(1, 4)]
    return story


def _table(prose: Prose) -> Flowable:
    table = Table(prose.table(6), hAlign="LEFT")
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey)])
    return table


def _width(columns: int) -> float:
    return float((A4[0] - 2 * _MARGIN - (columns - 1) * _GAP) / columns) - 12


def _frames(columns: int) -> list[Frame]:
    width = (A4[0] - 2 * _MARGIN - (columns - 1) * _GAP) / columns
    height = A4[1] - 2 * _MARGIN
    return [
        Frame(_MARGIN + column * (width + _GAP), _MARGIN, width, height)
        for column in range(columns)
    ]


def _running_head(canvas: Canvas, title: str) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.drawString(_MARGIN, A4[1] - 15 * mm, title)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"Page {canvas.getPageNumber()}")
    canvas.restoreState()
