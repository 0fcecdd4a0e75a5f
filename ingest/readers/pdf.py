"""PDF: text and structure by PDFium, page by page; pypdf where PDFium cannot open a file."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError
from pypdfium2 import (  # type: ignore[import-untyped]  # it ships no types
    PdfDocument,
    PdfiumError,
)

from indexes.errors import ReadError
from ingest.readers.base import Block, Reading
from ingest.readers.paragraphs import paragraphs
from ingest.readers.pdf_baselines import on_baselines
from ingest.readers.pdf_cells import with_close_cells
from ingest.readers.pdf_columns import in_reading_order
from ingest.readers.pdf_layout import blocks_of
from ingest.readers.pdf_lines import Line, PageLines, without_debris
from ingest.readers.pdf_running import running_lines

_logger = logging.getLogger(__name__)
# Told by a ReadError; pypdf's own lines on damaged files, dozens at times, help nobody.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MEDIA_TYPE = "application/pdf"
_NO_TITLE = re.compile(
    r"(?:\(?(?:untitled|anonymous)\)?|microsoft \w+ - .*"
    r"|.*\.(?:docx?|pdf|indd|tex|dvi|xlsx?|pptx?|rtf|qxd))?",
    re.IGNORECASE,
)
# What pypdf raises on damaged files beside its own errors.
_DAMAGE = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError,
           RecursionError, OSError, NotImplementedError, AssertionError)  # fmt: skip
_MOST_NAMED_PAGES = 10


def read_pdf(path: Path) -> Reading:
    """Read a PDF. Pages without text are named in a warning.

    Raises ReadError for a damaged or password-protected file, and for one without any text.
    """
    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        _logger.info("PDFium cannot open %s: %s", path.name, error)
        return _read_with_pypdf(path, error)
    try:
        title = document.get_metadata_value("Title")
        pages, broken = _pages(document)
    finally:
        document.close()
    running = running_lines(pages)
    texts = _joined(["\n".join(line.text for line in lines) for lines in pages])
    blocks, first_heading = blocks_of(pages, texts, running)
    return Reading(
        _title(title) or first_heading, MEDIA_TYPE, texts, blocks, _warnings(texts, broken)
    )


def _pages(document: PdfDocument) -> tuple[list[list[Line]], list[int]]:
    """Each page's lines in reading order, and the numbers of the pages that cannot be read."""
    pages: list[list[Line]] = []
    broken = []
    for index in range(len(document)):
        lines: list[Line] = []
        try:
            page = document[index]
            text = page.get_textpage()
            measure = PageLines(text)
            lines = in_reading_order(measure, on_baselines(measure.lines()))
            lines = with_close_cells(measure, lines)
            text.close()
            page.close()
        except PdfiumError as error:
            _logger.info("page %d cannot be read: %s", index + 1, error)
            broken.append(index + 1)
        pages.append(lines)
    return pages, broken


def _read_with_pypdf(path: Path, cause: PdfiumError) -> Reading:
    """Text alone, without places on the page."""
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("needs a password; save an unprotected copy.") from cause
        texts = _joined([without_debris(page.extract_text()) for page in reader.pages])
        title = reader.metadata.title if reader.metadata else None
    except _DAMAGE as error:
        raise ReadError("is damaged; open it in a PDF viewer and save it again.") from error
    blocks: list[Block] = []
    whole, start = "".join(texts), 0
    for text in texts:
        blocks += paragraphs(whole, start, start + len(text))
        start += len(text)
    return Reading(_title(title), MEDIA_TYPE, texts, tuple(blocks), _warnings(texts, []))


def _joined(pages: Sequence[str]) -> tuple[str, ...]:
    """Page texts, each but the last ending with a form feed."""
    return (*(f"{page}\f" for page in pages[:-1]), *pages[-1:])


def _title(stated: str | None) -> str:
    title = " ".join((stated or "").replace("\x00", "").split())
    return "" if _NO_TITLE.fullmatch(title) else title


def _warnings(texts: Sequence[str], broken: list[int]) -> tuple[str, ...]:
    warnings = []
    empty = [n for n, text in enumerate(texts, start=1) if not text.strip() and n not in broken]
    if len(empty) == len(texts):
        raise ReadError("has no text layer; it is probably a scan, which this version cannot read.")
    if empty:
        warnings.append(f"No text on {_named(empty)}: probably pictures, or blank.")
    if broken:
        warnings.append(f"{_named(broken).capitalize()} could not be read: damaged.")
    return tuple(warnings)


def _named(pages: list[int]) -> str:
    numbers = ", ".join(map(str, pages[:_MOST_NAMED_PAGES]))
    more = f" and {len(pages) - _MOST_NAMED_PAGES} more" if len(pages) > _MOST_NAMED_PAGES else ""
    return f"page{'s' if len(pages) > 1 else ''} {numbers}{more}"
