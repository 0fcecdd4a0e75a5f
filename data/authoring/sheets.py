"""Page geometry, running heads and footnotes of the PDF samples.

Footnotes stand at the foot of the column that holds their mark. One pass of layout tells where
marks fall; the next leaves that much room; passes are repeated until the room suffices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4, A5, B5  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
)

_SIZES: Mapping[str, tuple[float, float]] = {"A4": A4, "A5": A5, "B5": B5}
_MOST_PAGES = 40
_GUTTER = 18.0
_NOTE_GAP = 8.0
Place = tuple[int, int]
"""Page number from 1, column from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the pages of one document look. top_height: of the full-width head of page 1."""

    size: str
    margin: float
    columns: int
    accent: str
    running: str
    sans: bool
    cover: bool
    top_height: float = 0.0

    @property
    def page(self) -> tuple[float, float]:
        return _SIZES[self.size]

    @property
    def body_width(self) -> float:
        return self.page[0] - 2 * self.margin

    @property
    def column_width(self) -> float:
        return (self.body_width - _GUTTER * (self.columns - 1)) / self.columns

    def left(self, column: int) -> float:
        return self.margin + column * (self.column_width + _GUTTER)


@dataclass
class Notes:
    """Footnote paragraphs by number, the room left for them, and where their marks fell."""

    paragraphs: Mapping[int, Paragraph]
    room: dict[Place, float] = field(default_factory=dict)
    marked: dict[Place, list[int]] = field(default_factory=dict)

    def height(self, place: Place, width: float) -> float:
        numbers = self.marked.get(place, [])
        heights = [self.paragraphs[number].wrap(width, 1000)[1] for number in numbers]
        return sum(heights) + _NOTE_GAP if heights else 0.0

    def settle(self, width: float) -> bool:
        """Widen the room where marks need more; True if it sufficed everywhere."""
        enough = True
        for place in self.marked:
            needed = self.height(place, width)
            if needed > self.room.get(place, 0.0) + 0.01:
                self.room[place] = needed
                enough = False
        return enough


class SheetTemplate(BaseDocTemplate):  # type: ignore[misc]
    """A document of `Sheet`s. headings: title and page of each heading of level 1 and 2."""

    def __init__(self, path: str, sheet: Sheet, notes: Notes, title: str) -> None:
        super().__init__(
            path,
            pagesize=sheet.page,
            invariant=1,
            title=title,
            author="Skerry Point Marine Station",
        )
        self.sheet = sheet
        self.notes = notes
        self.headings: list[tuple[int, str, int]] = []
        notes.marked.clear()
        self.addPageTemplates([self._template(number) for number in range(1, _MOST_PAGES + 1)])

    def _template(self, number: int) -> PageTemplate:
        sheet = self.sheet
        bottom, top = sheet.margin, sheet.page[1] - sheet.margin
        frames: list[Frame] = []
        if number == 1 and sheet.top_height:
            top -= sheet.top_height
            frames.append(_frame(sheet.margin, top, sheet.body_width, sheet.top_height))
        for column in range(sheet.columns):
            room = self.notes.room.get((number, column), 0.0)
            frames.append(
                _frame(sheet.left(column), bottom + room, sheet.column_width, top - bottom - room)
            )
        return PageTemplate(
            id=f"page{number}", frames=frames, onPage=self._head, onPageEnd=self._foot
        )

    def _head(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setNamedCB("note", self._mark)
        sheet, page = self.sheet, canvas.getPageNumber()
        width, height = sheet.page
        canvas.saveState()
        if sheet.cover and page == 1:
            canvas.setFillColor(HexColor(sheet.accent))
            canvas.rect(0, height - 42, width, 42, stroke=0, fill=1)
            canvas.rect(0, 0, width, 14, stroke=0, fill=1)
        elif page > 1:
            canvas.setFont("Helvetica" if sheet.sans else "Times-Italic", 8.5)
            canvas.setFillColor(HexColor("#555555"))
            canvas.drawString(sheet.margin, height - sheet.margin + 14, sheet.running)
            canvas.setStrokeColor(HexColor("#bbbbbb"))
            canvas.setLineWidth(0.5)
            canvas.line(
                sheet.margin,
                height - sheet.margin + 9,
                width - sheet.margin,
                height - sheet.margin + 9,
            )
        canvas.restoreState()

    def _foot(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        sheet, page = self.sheet, canvas.getPageNumber()
        for column in range(sheet.columns):
            self._draw_notes(canvas, (page, column))
        if page > 1 or not sheet.cover:
            canvas.saveState()
            canvas.setFont("Helvetica" if sheet.sans else "Times-Roman", 9)
            canvas.setFillColor(HexColor("#555555"))
            canvas.drawCentredString(sheet.page[0] / 2, sheet.margin - 24, str(page))
            canvas.restoreState()

    def afterPage(self) -> None:
        self.handle_nextPageTemplate(f"page{self.page + 1}")

    def _draw_notes(self, canvas: Canvas, place: Place) -> None:
        sheet = self.sheet
        numbers = self.notes.marked.get(place, [])
        if not numbers:
            return
        left = sheet.left(place[1])
        y = sheet.margin + self.notes.height(place, sheet.column_width) - _NOTE_GAP
        canvas.setLineWidth(0.4)
        canvas.line(left, y + 4, left + 60, y + 4)
        for number in numbers:
            paragraph = self.notes.paragraphs[number]
            y -= paragraph.wrap(sheet.column_width, 1000)[1]
            paragraph.drawOn(canvas, left, y)

    def _mark(self, canvas: Canvas, _: str, label: str) -> None:
        x, _y = canvas.absolutePosition(0, 0)
        column = int(x >= self.sheet.left(1) - _GUTTER) if self.sheet.columns == 2 else 0
        self.notes.marked.setdefault((canvas.getPageNumber(), column), []).append(int(label))

    def afterFlowable(self, flowable: Flowable) -> None:
        style = getattr(getattr(flowable, "style", None), "name", "")
        if style in ("heading1", "heading2"):
            self.headings.append((int(style[-1]), flowable.getPlainText(), self.page))


def _frame(x: float, y: float, width: float, height: float) -> Frame:
    return Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
