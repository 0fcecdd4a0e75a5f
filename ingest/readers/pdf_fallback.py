"""PDFs that PDFium cannot open: the text alone by pypdf, without places on the page."""

from __future__ import annotations

import logging
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from indexes.errors import ReadError
from indexes.types import Unread
from ingest.readers.base import Block, Desk, Reading
from ingest.readers.paragraphs import paragraphs
from ingest.readers.pdf_document import MEDIA_TYPE, joined, stated_title
from ingest.readers.pdf_junk import MOST, share_of_signs
from ingest.readers.pdf_lines import without_debris
from ingest.readers.pdf_warnings import DAMAGED

_logger = logging.getLogger(__name__)
# Told by a ReadError; pypdf's own lines on damaged files, dozens at times, help nobody.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# What pypdf raises on damaged files beside its own errors.
_DAMAGE = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError,
           RecursionError, OSError, NotImplementedError, AssertionError)  # fmt: skip
_PLAIN = (
    "The file is damaged or unusual, so its text was read without tables, headings, comments and "
    "form fields."
)
_NO_TEXT = "This page has no text that can be read from a damaged or unusual file."


def read_with_pypdf(path: Path, desk: Desk, cause: Exception) -> Reading:
    """Read a PDF that PDFium refuses with `cause`.

    Raises ReadError where a password is needed, and where pypdf can read no page either.
    """
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("needs a password; save an unprotected copy.") from cause
        title = reader.metadata.title if reader.metadata else None
        texts, unread = _texts(reader, desk)
    except _DAMAGE as error:
        raise ReadError("is damaged; open it in a PDF viewer and save it again.") from error
    if not any(texts):
        raise ReadError("is damaged; open it in a PDF viewer and save it again.") from cause
    pages = joined(texts)
    whole, start = "".join(pages), 0
    blocks: list[Block] = []
    for text in pages:
        blocks += paragraphs(whole, start, start + len(text))
        start += len(text)
    return Reading(
        stated_title(title), MEDIA_TYPE, pages, tuple(blocks), (_PLAIN,), unread=tuple(unread)
    )


def _texts(reader: pypdf.PdfReader, desk: Desk) -> tuple[list[str], list[Unread]]:
    """Each page's text, and the pages that have none."""
    texts: list[str] = []
    unread: list[Unread] = []
    count = len(reader.pages)
    for number in range(1, count + 1):
        texts.append("")
        reason = desk.unread(number)
        if reason is not None:
            unread.append(reason)
            continue
        desk.begin(number, count)
        try:
            text = without_debris(reader.pages[number - 1].extract_text()).strip()
        except _DAMAGE as error:
            _logger.info("page %d cannot be read: %s", number, error)
            unread.append(Unread(number, DAMAGED))
            continue
        if text and share_of_signs(text) <= MOST:
            texts[-1] = text
        else:
            unread.append(Unread(number, _NO_TEXT))
    return texts, unread
