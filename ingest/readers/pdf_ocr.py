"""A page of a PDF read from its picture."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from statistics import median

from pypdfium2 import PdfPage  # type: ignore[import-untyped]  # it ships no types

from indexes.errors import ReadError
from ingest.readers.base import Desk
from ingest.readers.ocr import Picture, languages, quarter_turns, recognise
from ingest.readers.ocr_lines import ReadLine, Word, confidence, lines_of
from ingest.readers.ocr_memory import keep, kept
from ingest.readers.pdf_lines import CELL_GAP, Cell, Line

_logger = logging.getLogger(__name__)

_DPI = 300
_MOST_PIXELS = 12_000_000  # of a picture: an A3 page at 250 dots to the inch
_POINTS = 72
_LEADING = 1.35  # height of a line of type to that of its letters, as PDFium measures it
_SAME_TYPE = (0.72, 1.4)  # times the usual height of letters: the same size, seen unsharply
_LONG = 10  # characters of a line that shows which way it runs
_AS_SURE = 5.0  # confidence that may be lost where lines come to run from left to right
_UNSURE = 60.0  # confidence below which a page may lie on its side


@dataclass(frozen=True, slots=True)
class Seen:
    """The lines seen on a page, how surely (0 to 100), and how it lay.

    turns: quarters clockwise that brought it upright; the lines are measured on the turned page.
    """

    lines: list[Line]
    confidence: float
    turns: int


def seen(page: PdfPage, number: int, desk: Desk) -> Seen:
    """Read the picture of a page, or what was seen before of it.

    Raises ReadError, as the end of a sentence, where there is no OCR or it fails.
    """
    names = languages(desk.ocr)
    scale = _scale(page)
    memory = desk.scratch / f"ocr-{number}.json" if desk.scratch else None
    known = kept(memory) if memory else None
    if known is None:
        known = _read(page, scale, names)
        if memory:
            keep(memory, *known)
    turns, lines = known
    height = page.get_width() if turns % 2 else page.get_height()
    return Seen(_placed(lines, scale, height), confidence(lines), turns)


def _read(page: PdfPage, scale: float, names: str) -> tuple[int, list[ReadLine]]:
    """The lines of a page; turned where it makes no sense as it lies."""
    picture = _picture(page, scale, 0)
    lines = lines_of(recognise(picture, names))
    if confidence(lines) >= _UNSURE and not _run_upwards(lines):
        return 0, lines
    try:
        turns = quarter_turns(picture)
    except ReadError as error:
        _logger.info("Tesseract cannot tell how a page lies: %s", error)
        return 0, lines
    if turns:
        turned = lines_of(recognise(_picture(page, scale, turns), names))
        if confidence(turned) > confidence(lines) - _AS_SURE:
            return turns, turned
    return 0, lines


def _run_upwards(lines: Sequence[ReadLine]) -> bool:
    """Whether most lines run up or down the page."""
    long = [line.words for line in lines if len(line.text) >= _LONG]
    steep = 0
    for words in long:
        width = max(word.right for word in words) - min(word.left for word in words)
        steep += max(word.bottom for word in words) - min(word.top for word in words) > 2 * width
    return steep > len(long) / 2


def _scale(page: PdfPage) -> float:
    """Pixels for each point: 300 dots to the inch, fewer on giant pages."""
    area = max(1.0, page.get_width() * page.get_height())
    return min(_DPI / _POINTS, sqrt(_MOST_PIXELS / area))


def _picture(page: PdfPage, scale: float, turns: int) -> Picture:
    """The page's print alone, in grey."""
    bitmap = page.render(
        scale=scale,
        rotation=90 * turns,
        grayscale=True,
        draw_annots=False,
        may_draw_forms=False,
    )
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    data = memoryview(bitmap.buffer).cast("B")
    rows = b"".join(data[row * stride : row * stride + width] for row in range(height))
    bitmap.close()
    return Picture(width, height, rows, max(70, round(scale * _POINTS)))


def _placed(lines: Sequence[ReadLine], scale: float, height: float) -> list[Line]:
    """The lines in points from the lower left corner, with type of the same size made the same."""
    letters = [_height(line) for line in lines]
    usual = median(letters) if letters else 0.0
    placed = []
    sizes: dict[ReadLine, float] = {}
    for _, paragraph in groupby(lines, key=lambda line: (line.block, line.paragraph)):
        group = list(paragraph)
        size = median(_height(line) for line in group)
        low, high = _SAME_TYPE
        for line in group:
            sizes[line] = usual if low * usual < size < high * usual else size
    for line in lines:
        placed.append(_line(line, sizes[line] * _LEADING, scale, height))
    return placed


def _height(line: ReadLine) -> float:
    """Height of a line's letters in pixels."""
    return median(word.bottom - word.top for word in line.words)


def _line(line: ReadLine, type_height: float, scale: float, height: float) -> Line:
    cells, text = _cells(line.words, CELL_GAP * type_height, scale)
    foot = height - max(word.bottom for word in line.words) / scale
    top = height - min(word.top for word in line.words) / scale
    bottom = height - median(word.bottom for word in line.words) / scale
    left = min(word.left for word in line.words) / scale
    right = max(word.right for word in line.words) / scale
    placed = cells if len(cells) > 1 else ()
    return Line(text, left, right, bottom, type_height / scale, False, placed, (0, 0), foot, top)


def _cells(words: Sequence[Word], gap: float, scale: float) -> tuple[tuple[Cell, ...], str]:
    """The words' text, and its stretches between gaps wider than `gap` pixels."""
    cells: list[Cell] = []
    text = ""
    for word in words:
        start = len(text) + 1 if text else 0
        text = f"{text} {word.text}" if text else word.text
        if cells and word.left - cells[-1].right * scale <= gap:
            cells[-1] = Cell(cells[-1].start, len(text), cells[-1].left, word.right / scale)
        else:
            cells.append(Cell(start, len(text), word.left / scale, word.right / scale))
    return tuple(cells), text
