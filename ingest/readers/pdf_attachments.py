"""The files that are attached to a PDF, as a whole or to a place on a page."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from ctypes import byref, c_ulong, create_string_buffer
from pathlib import Path

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfDocument, PdfiumError

from indexes.errors import ReadError
from ingest.readers.base import Unpacked
from ingest.readers.crate import Crate
from ingest.readers.pdf_strings import wide

MOST_FILES = 200
MOST_BYTES = 200_000_000
"""Files that are taken out of one PDF, and their bytes together."""

_PIN = b"/FileAttachment"
_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_MOST_UNPACKED = 4_000_000  # bytes of one packed stretch of a file that are searched
_MANY = f"More than {MOST_FILES} files are attached; save the others by hand and ingest them."
_LARGE = f"The attachments before it fill {MOST_BYTES / 1e6:.0f} MB; save it and ingest it alone."
_EMPTY = "It is empty or damaged; check the PDF."


def unpack_attachments(path: Path, folder: Path) -> Unpacked:
    """Take out the files that a PDF carries; none where it cannot be opened without a password.

    At most 200 files and 200 MB together; the others are refused with the reason.
    """
    try:
        document = PdfDocument(path)
    except PdfiumError:
        return Unpacked()  # its reader says why
    crate = Crate(folder)
    taken = _Taken(crate)
    try:
        for index in range(pdfium.FPDFDoc_GetAttachmentCount(document)):
            taken.take(pdfium.FPDFDoc_GetAttachment(document, index))
        if _may_have_pins(path):
            for index in range(len(document)):
                _pinned(document, index, taken.take)
    finally:
        document.close()
    return crate.unpacked()


class _Taken:
    """What has been taken out so far."""

    def __init__(self, crate: Crate) -> None:
        self._crate = crate
        self._files = 0
        self._bytes = 0

    def take(self, attachment: object) -> None:
        if not attachment:
            return
        name = " ".join(wide(pdfium.FPDFAttachment_GetName, attachment).split()) or "attachment"
        size = c_ulong()
        known = pdfium.FPDFAttachment_GetFile(attachment, None, 0, byref(size)) and size.value
        self._files += 1
        if self._files > MOST_FILES:
            self._crate.refuse(name, _MANY)
        elif not known:
            self._crate.refuse(name, _EMPTY)
        elif self._bytes + size.value > MOST_BYTES:
            self._crate.refuse(name, _LARGE)
        else:
            self._bytes += size.value
            self._crate.put(name, _content(attachment, size.value))


def _content(attachment: object, size: int) -> Iterator[bytes]:
    data = create_string_buffer(size)
    if not pdfium.FPDFAttachment_GetFile(attachment, data, size, byref(c_ulong())):
        raise ReadError(_EMPTY)
    yield data.raw


def _pinned(document: PdfDocument, index: int, take: Callable[[object], None]) -> None:
    """Take the files that are pinned to a page like notes."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return
    for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        if not annotation:
            continue
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            take(pdfium.FPDFAnnot_GetFileAttachment(annotation))
        pdfium.FPDFPage_CloseAnnot(annotation)
    pdfium.FPDF_ClosePage(page)


def _may_have_pins(path: Path) -> bool:
    """Whether the file's bytes speak of files pinned to pages: opening each page is dear."""
    data = path.read_bytes()
    if _PIN in data or b"/Encrypt" in data:
        return True
    for match in _PACKED.finditer(data):
        try:
            packed = data[match.end() : match.end() + _MOST_UNPACKED]
            text = zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
        except zlib.error:
            return True
        if _PIN in text:
            return True
    return False
