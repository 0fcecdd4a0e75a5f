"""The lines of a PDF page with their places, sizes and gaps, as PDFium finds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import byref, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import accumulate

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfTextPage

from ingest.readers.pdf_frame import Box, Frame

# PDFium puts \x02 or U+FFFE where a hyphen ends a line, and then often no line end.
_LINE = re.compile(r"[^\r\n\x02\ufffe]*(?:[\x02\ufffe](?:\r\n?|\n)?|\r\n?|\n|\Z)")
_NUMBERING = re.compile(r"[•◦▪‣●○■□➢✓–—*-]|\(?(?:\d+(?:\.\d+)+|[a-z]{1,4}|[A-Z]|\d+(?=[.)]))[.)]?")
_SPACES = re.compile(r"\s+")
_HYPHEN = re.compile(r"(?<=[^\W_])[\x02\ufffe]")
_GONE = [*range(0x09), *range(0x0A, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF]
# Bullets of symbol fonts come as private characters.
_BULLETS = (0xF0B7, 0xF0A7, 0xF076, 0xF0D8, 0xF0FC, 0xF06E, 0xF0A8)
_TRANSLATION: dict[int, str | None] = {
    **dict.fromkeys(_GONE),
    **dict.fromkeys(_BULLETS, "•"),
    0x09: " ",
}
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_FORCED_BOLD = 1 << 18
_BOLD_WEIGHT = 600

CELL_GAP = 0.8
"""White space, in line heights, that parts two cells rather than two words."""

_MOST_LEVELS = 3
_LOOSE_WIDTH = 0.48
"""Mean width of a character, in line heights, above which a line is searched for gaps."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a line between wide gaps. start, end: in its text; left, right: in points."""

    start: int
    end: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. Coordinates in points, in the upright measure of the page's frame.

    height: of the font's box, about 1.2 times the font's size. cells: two or more where wide gaps
    part the line, else none. source: its place in PDFium's text of the page, start and end.
    foot, top: how far down and up it reaches; more than its height where it is aslant.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    bold: bool
    cells: tuple[Cell, ...]
    source: tuple[int, int]
    foot: float
    top: float

    @property
    def box(self) -> Box:
        return self.left, self.foot, self.right, self.top


class PageLines:
    """Measures the lines of one page; usable while the page is open."""

    def __init__(self, page: PdfTextPage, frame: Frame) -> None:
        self._page = page.raw
        self._turned = frame if frame.upright else None
        self._x, self._y = frame.origin
        self._text: str = page.get_text_range(errors="replace")
        self._offsets: Sequence[int] | None = None
        if not self._text.isascii() and max(self._text) > "\uffff":  # PDFium counts UTF-16 units
            widths = (1 + (character > "\uffff") for character in self._text)
            self._offsets = [0, *accumulate(widths)]
        # PDFium keeps characters that it does not say, as blanks at a line's end
        self._says_all = self._offsets is None and page.count_chars() == len(self._text)
        self._box = pdfium.FS_RECTF()
        self._rectangles: dict[int, tuple[float, float, float, float]] = {}
        self._name = create_string_buffer(128)
        self._flags = c_int()

    @property
    def text(self) -> str:
        """What PDFium says of the whole page."""
        return self._text

    def lines(self) -> list[Line]:
        """The page's lines in the order in which PDFium reads them, blank ones left out."""
        return [
            line
            for match in _LINE.finditer(self._text)
            if match.group().strip()
            for span in self._levels(*match.span())
            if (line := self.measured(*span)).text
        ]

    def _levels(self, start: int, end: int) -> list[tuple[int, int]]:
        """The span parted where the text jumps up or down: PDFium takes that for a space."""
        text = self._text
        first, last = start, end - 1
        while text[first].isspace():
            first += 1
        while last > first and (text[last].isspace() or text[last] in "\x02\ufffe"):
            last -= 1
        _, bottom, _, height = self._rectangle(first)
        if abs(self._rectangle(last)[1] - bottom) < height:
            return [(start, end)]
        spans = [(start, end)]
        for space in _SPACES.finditer(text, first, last):
            before, after = space.span()
            jump = self._rectangle(after)[1] - self._rectangle(before - 1)[1]
            if abs(jump) > height:
                spans[-1:] = [(spans[-1][0], before), (after, end)]
        return spans if len(spans) <= _MOST_LEVELS else [(start, end)]  # else it is turned text

    def measured(self, start: int, end: int, cells: Sequence[Cell] = ()) -> Line:
        """The line at start:end of PDFium's text. cells: as `cells_of` gave them, if known."""
        text = self._text
        while start < end and text[start].isspace():
            start += 1
        last = end
        while last > start + 1 and (text[last - 1].isspace() or text[last - 1] in "\x02\ufffe"):
            last -= 1
        ends = (
            self._rectangle(start),
            self._rectangle((start + last) // 2),
            self._rectangle(last - 1),
        )
        # the first letter of a line written from right to left stands on its right
        left, right = min(ends[0][0], ends[2][0]), max(ends[0][2], ends[2][2])
        bottom = ends[0][1]
        height = sorted(end[3] for end in ends)[1]
        if not cells and right - left > _LOOSE_WIDTH * height * (last - start):
            cells = self.cells_of(start, last, CELL_GAP * height)
        if len(cells) > 1:
            words, placed = self._joined(cells)
        else:
            words, placed = text[start:last].translate(_TRANSLATION).strip(), ()
        if _HYPHEN.match(text, last):
            words += "-"
        if len(placed) == 2 and _NUMBERING.fullmatch(words, 0, placed[0].end):
            placed = ()  # a hanging number or bullet, not a column
        bold = self._is_bold(start) and self._is_bold(last - 1)
        foot = min(end[1] for end in ends)
        top = max(end[1] + end[3] for end in ends)
        return Line(words, left, right, bottom, height, bold, placed, (start, end), foot, top)

    def cells_of(self, start: int, end: int, gap: float) -> list[Cell]:
        """The stretches of text[start:end] between gaps wider than `gap` points.

        Their offsets are in PDFium's text.
        """
        cells = []
        first, left = start, self._rectangle(start)[0]
        for space in _SPACES.finditer(self._text, start, end):
            before, after = space.span()
            if before == first or after >= end:
                continue
            right, following = self._rectangle(before - 1)[2], self._rectangle(after)[0]
            if following - right > gap:
                cells.append(Cell(first, before, left, right))
                first, left = after, following
        cells.append(Cell(first, end, left, self._rectangle(end - 1)[2]))
        return cells

    def core(self, line: Line) -> tuple[int, int]:
        """Where a line stands in PDFium's text, without white space at its end."""
        start, end = line.source
        return start, start + len(self._text[start:end].rstrip("\r\n\t \x02\ufffe"))

    def _joined(self, cells: Sequence[Cell]) -> tuple[str, tuple[Cell, ...]]:
        """The cells' texts joined by a space, and the cells with offsets in it."""
        words = ""
        placed = []
        for cell in cells:
            text = self._text[cell.start : cell.end].translate(_TRANSLATION).strip()
            if text:
                words += " " if words else ""
                start = len(words)
                words += text
                placed.append(Cell(start, len(words), cell.left, cell.right))
        return words, tuple(placed)

    def _rectangle(self, place: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and height of the character at a place of PDFium's text."""
        known = self._rectangles.get(place)
        if known is None:
            loose = self._box
            pdfium.FPDFText_GetLooseCharBox(self._page, self._index(place), byref(loose))
            if self._turned:
                box = loose.left, loose.bottom, loose.right, loose.top
                left, bottom, right, top = self._turned.from_file(box)
                known = left, bottom, right, top - bottom
            else:
                x, y, bottom = self._x, self._y, loose.bottom
                known = loose.left - x, bottom - y, loose.right - x, loose.top - bottom
            self._rectangles[place] = known
        return known

    def _is_bold(self, place: int) -> bool:
        index = self._index(place)
        size = len(self._name)
        pdfium.FPDFText_GetFontInfo(self._page, index, self._name, size, byref(self._flags))
        return bool(
            _BOLD.search(self._name.value)
            or self._flags.value & _FORCED_BOLD
            or pdfium.FPDFText_GetFontWeight(self._page, index) >= _BOLD_WEIGHT
        )

    def _index(self, place: int) -> int:
        if self._says_all:
            return place
        unit = self._offsets[place] if self._offsets is not None else place
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, unit))


def without_debris(text: str) -> str:
    """Text from any PDF reader: line ends as \\n, line-end hyphens as "-", controls gone."""
    lines = _HYPHEN.sub("-\n", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.translate(_TRANSLATION).strip() for line in lines)
