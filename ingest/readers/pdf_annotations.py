"""Everything on a PDF page that stands beside its print: comments, fields, stamps, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from ingest.readers.pdf_comments import comments
from ingest.readers.pdf_extras import Extra, OpenPage
from ingest.readers.pdf_fields import fields
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_pictures import pictures
from ingest.readers.pdf_stamps import stamps

MOST_ANNOTATIONS = 50_000
"""Annotations of one page that are looked at."""


def extras(page: OpenPage, lines: Sequence[Line]) -> list[Extra]:
    """What the page carries beside the text of its `lines`.

    Changes the open page: what its stamps draw becomes part of its print.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page.page)
    tagged = pdfium.FPDFCatalog_IsTagged(page.document)
    if not count and not tagged:
        return []
    page.printed(lines)
    found: list[Extra] = []
    if count:
        with _annotations(page, min(count, MOST_ANNOTATIONS)) as shown:
            found += comments(shown, page)
            found += fields(shown, page)
            found += stamps(shown, page, found)
    if tagged:
        found += pictures(page)
    return found


@contextmanager
def _annotations(page: OpenPage, count: int) -> Iterator[list[object]]:
    """The page's annotations but for links and hidden ones, closed at the end."""
    found = []
    for index in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page.page, index)
        if not annotation:
            continue
        hidden = pdfium.FPDFAnnot_GetFlags(annotation) & pdfium.FPDF_ANNOT_FLAG_HIDDEN
        if hidden or pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_LINK:
            pdfium.FPDFPage_CloseAnnot(annotation)
        else:
            found.append(annotation)
    try:
        yield found
    finally:
        for annotation in found:
            pdfium.FPDFPage_CloseAnnot(annotation)
