"""What people call the formats of their files."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexes.types import Document

FORMATS = (
    "PDF, Word (DOCX), PowerPoint (PPTX), Excel (XLSX), OpenDocument text (ODT), RTF, EPUB, web "
    "pages (HTML, MHTML), e-mail (EML) with its attachments, Markdown, plain text, CSV, source "
    "code, and ZIP archives of these"
)
"""All that goes in, in one breath."""

_NAMES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/rtf": "RTF",
    "application/epub+zip": "EPUB",
    "application/json": "JSON",
    "application/x-ipynb+json": "notebook",
    "application/x-tex": "TeX",
    "application/xhtml+xml": "HTML",
    "message/rfc822": "e-mail",
    "multipart/related": "MHTML",
    "text/asciidoc": "AsciiDoc",
    "text/csv": "CSV",
    "text/html": "HTML",
    "text/markdown": "Markdown",
    "text/plain": "text",
    "text/tab-separated-values": "TSV",
    "text/x-rst": "reStructuredText",
    "text/x-source": "code",
}


def format_name(document: Document) -> str:
    """`PDF`, `DOCX`, `text`; for a format without a name here, its file name ending."""
    if known := _NAMES.get(document.media_type):
        return known
    return PurePath(document.source).suffix.lstrip(".").upper() or document.media_type
