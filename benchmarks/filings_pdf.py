"""Pages of lines, paragraphs and rows of numbers, drawn as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import LETTER  # type: ignore[import-untyped]
from reportlab.lib.utils import simpleSplit  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

_LEFT, _TOP, _WIDTH = 60.0, 735.0, 490.0
_COLUMN = 75.0


@dataclass(frozen=True, slots=True)
class Block:
    """kind: `title`, `heading`, `text` or `row`. cells: of a row, after its label `text`."""

    kind: str
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. key: what it is, as `cash_flow`, by which questions find it."""

    key: str
    blocks: tuple[Block, ...]


_FONTS = {"title": ("Helvetica-Bold", 14, 20), "heading": ("Helvetica-Bold", 11, 17)}


def draw(path: Path, sheets: list[Sheet], foot: str) -> None:
    """Write the sheets as pages; the same bytes each time. Raises ValueError for one too full."""
    canvas = Canvas(str(path), pagesize=LETTER, invariant=True)
    for number, sheet in enumerate(sheets, start=1):
        if _sheet(canvas, sheet) < 45:
            raise ValueError(f"The page {sheet.key!r} of {path.name} is too full; shorten it.")
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_LEFT, 30, foot)
        canvas.drawRightString(_LEFT + _WIDTH, 30, str(number))
        canvas.showPage()
    canvas.save()


def _sheet(canvas: Canvas, sheet: Sheet) -> float:
    """Draw what stands on a page; return how far up its last line is, in points."""
    y = _TOP
    for block in sheet.blocks:
        font, size, leading = _FONTS.get(block.kind, ("Helvetica", 9.5, 12))
        canvas.setFont(font, size)
        if block.kind == "row":
            y -= leading
            canvas.drawString(_LEFT, y, block.text)
            for number, cell in enumerate(reversed(block.cells)):
                canvas.drawRightString(_LEFT + _WIDTH - number * _COLUMN, y, cell)
            continue
        y -= 5
        for line in simpleSplit(block.text, font, size, _WIDTH):
            y -= leading
            canvas.drawString(_LEFT, y, line)
    return y
