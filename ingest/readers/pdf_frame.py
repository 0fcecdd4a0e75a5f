"""Where things stand on a PDF page: as the file says, as text runs, and as the page is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import degrees

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfPage, PdfTextPage

_SAMPLE = 24  # characters that show which way a page's text runs
_MOST = 0.6  # of the sample

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The three ways to measure a page.

    The file's own: from any corner, before the page is turned and cropped. Upright: turned so that
    most of its text runs from left to right; lines, columns and tables are found in this one.
    Shown: as a viewer displays it, from the lower left corner.

    origin: lower left corner of what is shown, in the file's measure; width, height: of what is
    shown, before turning. upright, shown: quarter turns clockwise from the file's to each.
    """

    origin: tuple[float, float]
    width: float
    height: float
    upright: int = 0
    shown: int = 0

    @property
    def shown_size(self) -> tuple[float, float]:
        return _turned_size(self.width, self.height, self.shown)

    def from_file(self, box: Box) -> Box:
        """A box of the file's measure in the upright one."""
        return _turned(self._moved(box), self.width, self.height, self.upright)

    def file_to_shown(self, box: Box) -> Box:
        return _turned(self._moved(box), self.width, self.height, self.shown)

    def to_shown(self, box: Box) -> Box:
        """A box of the upright measure as it is displayed."""
        size = _turned_size(self.width, self.height, self.upright)
        return _turned(box, *size, (self.shown - self.upright) % 4)

    def is_outside(self, box: Box) -> bool:
        """Whether a box of the upright measure touches nothing of what is shown."""
        width, height = _turned_size(self.width, self.height, self.upright)
        left, bottom, right, top = box
        return right < 0 or top < 0 or left > width or bottom > height

    def _moved(self, box: Box) -> Box:
        left, bottom, right, top = box
        x, y = self.origin
        return left - x, bottom - y, right - x, top - y


def frame_of(page: PdfPage, text: PdfTextPage) -> Frame:
    """The frame of a page that is open."""
    left, bottom, right, top = page.get_bbox()
    shown = page.get_rotation() // 90
    return Frame((left, bottom), right - left, top - bottom, _text_turns(text, shown), shown)


def _text_turns(text: PdfTextPage, usual: int) -> int:
    """Quarter turns clockwise that bring most of the text upright; `usual` where none does."""
    count = text.count_chars()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLE)):
        if not pdfium.FPDFText_IsGenerated(text, index):
            angle = degrees(pdfium.FPDFText_GetCharAngle(text, index))  # clockwise
            turns[-round(angle / 90) % 4] += 1
    if not turns:
        return usual
    turn, found = turns.most_common(1)[0]
    return turn if found > _MOST * turns.total() else usual


def _turned_size(width: float, height: float, turns: int) -> tuple[float, float]:
    return (height, width) if turns % 2 else (width, height)


def _turned(box: Box, width: float, height: float, turns: int) -> Box:
    """A box on a page of that size after quarter turns of the page, clockwise."""
    left, bottom, right, top = box
    if turns == 1:
        return bottom, width - right, top, width - left
    if turns == 2:
        return width - right, height - top, width - left, height - bottom
    if turns == 3:
        return height - top, left, height - bottom, right
    return box
