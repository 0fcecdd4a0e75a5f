"""One page of a PDF: its lines by PDFium, or by OCR where it has no text worth the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pypdfium2 import (  # type: ignore[import-untyped]  # it ships no types
    PdfDocument,
    PdfPage,
    PdfTextPage,
)

from indexes.errors import ReadError
from ingest.readers.base import Desk
from ingest.readers.pdf_annotations import extras
from ingest.readers.pdf_baselines import on_baselines
from ingest.readers.pdf_cells import with_close_cells
from ingest.readers.pdf_columns import in_reading_order
from ingest.readers.pdf_extras import Extra, OpenPage
from ingest.readers.pdf_frame import Box, Frame, frame_of
from ingest.readers.pdf_junk import is_junk
from ingest.readers.pdf_lines import Line, PageLines
from ingest.readers.pdf_ocr import seen
from ingest.readers.pdf_print import large_picture, print_of

_HARDLY_ANY = 100  # characters of text that may be a stamp on a scan
_MOST_OF_THE_PAGE = 0.5  # what the picture of such a page covers
_ILLEGIBLE = 60.0  # confidence below which most words are wrong, as in a language it does not know
_NOWHERE = Frame((0.0, 0.0), 0.0, 0.0)

NO_TEXT = "This page is a picture without text that can be copied; {}"
NO_MEANING = "The fonts of this page do not say which letters they draw; {}"

ILLEGIBLE = (
    "Tesseract could not make out the words in the picture; if they are in another language than "
    "it has, install that (such as tesseract-ocr-fra for French) and ingest the file again with "
    "--reread."
)


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a page gave.

    reason: why its text could not be had, '' if it could. seen: Tesseract's confidence where the
    lines come from it, else None. picture_left: why the picture behind a few words was not read.
    outside: whether text that stands beyond the edges was left out. picture: whether a large one
    beside the text may hold words.
    """

    lines: list[Line] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    frame: Frame = _NOWHERE
    reason: str = ""
    seen: float | None = None
    picture_left: str = ""
    outside: bool = False
    picture: bool = False

    @property
    def said(self) -> str:
        """The page's text: its lines and extras, one below the other."""
        return "\n".join(text for text, _ in self.pieces())

    def pieces(self) -> Iterator[tuple[str, Box | None]]:
        """Each line and extra, and where it stands as shown."""
        turned = self.frame.shown != self.frame.upright
        for line in self.lines:
            yield line.text, self.frame.to_shown(line.box) if turned else line.box
        for extra in self.extras:
            yield extra.text, extra.box


def read_page(document: PdfDocument, index: int, desk: Desk) -> PageRead:
    """Read a page. index: from 0. Raises PdfiumError where it is damaged."""
    page = document[index]
    text, frame = _upright(page)
    try:
        measure = PageLines(text, frame)
        lines, outside = _lines(measure, frame)
        open_page = OpenPage(document, index, page, text, frame)
        said = sum(len(line.text) for line in lines)
        junk = said > 0 and is_junk(text, measure.text)
        if junk or said < _HARDLY_ANY:
            read = PageRead(lines, frame=frame)
            if _may_be_seen(page, lines, junk, outside):
                read = _by_ocr(open_page, [] if junk else lines, junk, desk)
        else:
            read = PageRead(lines, frame=frame, picture=_has_bare_picture(page, lines, frame))
        return replace(read, extras=extras(open_page, read.lines), outside=outside)
    finally:
        text.close()
        page.close()


def _upright(page: PdfPage) -> tuple[PdfTextPage, Frame]:
    """The page's text and frame. PDFium orders text well only where it runs from left to right."""
    text = page.get_textpage()
    frame = frame_of(page, text)
    if frame.upright != frame.shown:
        text.close()
        page.set_rotation(90 * frame.upright)
        text = page.get_textpage()
    return text, frame


def _lines(measure: PageLines, frame: Frame) -> tuple[list[Line], bool]:
    """The lines in reading order, and whether others stand outside the page's edges."""
    found = measure.lines()
    inside = [line for line in found if not frame.is_outside(line.box)]
    lines = in_reading_order(measure, on_baselines(inside))
    return with_close_cells(measure, lines), len(inside) < len(found)


def _may_be_seen(page: PdfPage, lines: list[Line], junk: bool, outside: bool) -> bool:
    """Whether a page of little text, or of junk, may say more to those who look at it."""
    if junk:
        return True
    printed = print_of(page)
    if lines:
        return printed.picture > _MOST_OF_THE_PAGE
    return printed.has_pictures or (printed.letters > 0 and not outside)


def _has_bare_picture(page: PdfPage, lines: Sequence[Line], frame: Frame) -> bool:
    """Whether a page has a large picture on which hardly any of its text stands."""
    box = large_picture(page)
    if box is None:
        return False
    left, bottom, right, top = frame.from_file(box)
    on_it = sum(
        len(line.text)
        for line in lines
        if left < (line.left + line.right) / 2 < right and bottom < line.bottom < top
    )
    return on_it < _HARDLY_ANY


def _by_ocr(page: OpenPage, lines: list[Line], junk: bool, desk: Desk) -> PageRead:
    """The lines, or those that Tesseract sees on the page where they say more.

    lines: what is known of the text; none if that is junk.
    """
    try:
        found = seen(page.page, page.index + 1, desk)
    except ReadError as error:
        if lines:
            return PageRead(lines, frame=page.frame, picture_left=str(error))
        return PageRead(frame=page.frame, reason=(NO_MEANING if junk else NO_TEXT).format(error))
    if found.lines and found.confidence < _ILLEGIBLE:
        if lines:
            return PageRead(lines, frame=page.frame, picture_left=ILLEGIBLE)
        return PageRead(frame=page.frame, reason=ILLEGIBLE)
    if _length(found.lines) < _length(lines):
        return PageRead(lines, frame=page.frame)
    frame = replace(page.frame, upright=(page.frame.upright + found.turns) % 4)
    return PageRead(found.lines, frame=frame, seen=found.confidence)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)
