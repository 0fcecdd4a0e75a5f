"""PDF: text and structure by PDFium, page by page; pypdf where PDFium cannot open a file."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfDocument, PdfiumError

from indexes.types import LineBox, Unread
from ingest.readers.base import ALONE, Desk, Layout, Reading
from ingest.readers.pdf_document import MEDIA_TYPE, joined, stated_title
from ingest.readers.pdf_fallback import read_with_pypdf
from ingest.readers.pdf_layout import blocks_of
from ingest.readers.pdf_page import PageRead, read_page
from ingest.readers.pdf_running import running_lines
from ingest.readers.pdf_warnings import DAMAGED, nothing_read, warnings_of
from ingest.readers.pdf_xfa import xfa_form

_logger = logging.getLogger(__name__)

# What a damaged page may make PDFium, or the arithmetic on its numbers, raise.
_DAMAGE = (PdfiumError, ValueError, ArithmeticError, LookupError)
_MOST_DAMAGED = 500  # pages one after another: the file claims more pages than it has
_XFA = (
    "The file is a form in XFA, which only Adobe's programs draw; its words were read without "
    "their order on the page. Print it to a PDF from there if that matters."
)


def read_pdf(path: Path, desk: Desk = ALONE) -> Reading:
    """Read a PDF: its print, comments, form fields and descriptions of pictures, with layouts.

    Pages without text, or with letters that mean nothing, are read by OCR; where there is none,
    and where they are damaged, they are unread. Raises ReadError for a damaged or
    password-protected file, and for one of which nothing can be read.
    """
    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        _logger.info("PDFium cannot open %s: %s", path.name, error)
        return read_with_pypdf(path, desk, error)
    try:
        title = document.get_metadata_value("Title")
        xfa = document.get_formtype() == pdfium.FORMTYPE_XFA_FULL
        pages, unread = _pages(document, desk)
        if xfa and pages:
            first = pages[0]
            pages[0] = replace(first, extras=[*first.extras, *xfa_form(document)])
    finally:
        document.close()
    if not any(page.lines or page.extras for page in pages):
        raise nothing_read(pages, unread)
    texts = joined([page.said for page in pages])
    blocks, first_heading = blocks_of(pages, texts, running_lines([page.lines for page in pages]))
    if not blocks:  # every page says the same
        blocks, first_heading = blocks_of(pages, texts, [()] * len(pages))
    warnings = [*([_XFA] if xfa else []), *warnings_of(pages, desk.ocr)]
    layouts = tuple(_layouts(pages, texts))
    return Reading(
        stated_title(title) or first_heading,
        MEDIA_TYPE,
        texts,
        blocks,
        tuple(warnings),
        layouts,
        tuple(unread),
    )


def _pages(document: PdfDocument, desk: Desk) -> tuple[list[PageRead], list[Unread]]:
    """What each page gave, and those that are not read."""
    pages: list[PageRead] = []
    unread: list[Unread] = []
    damaged, count = 0, len(document)
    for number in range(1, count + 1):
        pages.append(PageRead())
        left_out = desk.unread(number)
        if left_out is not None:
            unread.append(left_out)
            continue
        desk.begin(number, count)
        try:
            pages[-1] = read_page(document, number - 1, desk)
            damaged = 0
        except _DAMAGE as error:
            _logger.info("page %d cannot be read: %s", number, error)
            unread.append(Unread(number, DAMAGED))
            damaged += 1
            if damaged == _MOST_DAMAGED:
                break
        if pages[-1].reason:
            unread.append(Unread(number, pages[-1].reason))
    return pages, unread


def _layouts(pages: Sequence[PageRead], texts: Sequence[str]) -> Iterator[Layout]:
    """Each page's size and the places of its lines and extras, as shown."""
    starts = accumulate((len(text) for text in texts), initial=0)
    for page, start in zip(pages, starts, strict=False):
        boxes = []
        for text, box in page.pieces():
            end = start + len(text)
            if box is not None:
                boxes.append(LineBox(start, end, *(round(edge, 2) for edge in box)))
            start = end + 1
        yield Layout(*page.frame.shown_size, tuple(boxes))
