"""What belongs to a page of a PDF beside its printed text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import byref
from dataclasses import dataclass

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

from ingest.readers.base import BlockKind
from ingest.readers.pdf_frame import Box, Frame
from ingest.readers.pdf_lines import Line

_FEWEST_TELLING = 12  # characters below which a comment may say by chance what the page says
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Extra:
    """A comment, a field of a form, or the description of a picture.

    section: what it comes under, as the last heading. columns, cells: for a row, else empty.
    box: on the page as shown; None where it has no place.
    """

    kind: BlockKind
    section: str
    text: str
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    box: Box | None = None


class OpenPage:
    """A page while it is being read. index: from 0."""

    def __init__(
        self, document: PdfDocument, index: int, page: PdfPage, text: PdfTextPage, frame: Frame
    ) -> None:
        self.document = document
        self.index = index
        self.page = page
        self.text = text
        self.frame = frame
        self._shown: str | None = None

    def printed(self, lines: Sequence[Line]) -> None:
        """Say what the page's print was read as."""
        self._shown = _BLANKS.sub("", "".join(line.text for line in lines))

    def shows(self, text: str) -> bool:
        """Whether the printed text holds `text`, blanks aside, and surely not by chance."""
        wanted = _BLANKS.sub("", text)
        return len(wanted) >= _FEWEST_TELLING and wanted in (self._shown or "")

    def place(self, annotation: object) -> Box | None:
        """Where an annotation stands, as shown."""
        box = file_box(annotation)
        return box and self.frame.file_to_shown(box)


def file_box(annotation: object) -> Box | None:
    """Where an annotation stands, in the file's own measure."""
    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, byref(rectangle)):
        return None
    left, right = sorted((rectangle.left, rectangle.right))
    bottom, top = sorted((rectangle.bottom, rectangle.top))
    return left, bottom, right, top
