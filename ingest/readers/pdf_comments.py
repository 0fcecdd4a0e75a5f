"""Comments on a PDF page: notes, marked passages, typed text, stamps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import byref

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from ingest.readers.pdf_extras import Extra, OpenPage
from ingest.readers.pdf_strings import wide

SECTION = "Comments"

_MARKED = frozenset(
    (
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
    )
)
_TYPED = frozenset((pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP))
_SILENT = frozenset(
    (
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_WIDGET,
        pdfium.FPDF_ANNOT_PRINTERMARK,
        pdfium.FPDF_ANNOT_TRAPNET,
    )
)
_LONGEST_PASSAGE = 200  # characters of a marked passage that are repeated with its comment
_MOST_QUADS = 20
_MARKUP = re.compile(r"<[^>]*>")


def comments(annotations: Sequence[object], page: OpenPage) -> list[Extra]:
    """What people wrote on a page, each text once, without what its print shows anyway."""
    found: list[Extra] = []
    popups: list[Extra] = []
    said: set[str] = set()
    for annotation in annotations:
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind in _SILENT or pdfium.FPDFAnnot_HasKey(annotation, b"StateModel"):
            continue  # the latter only says that another comment was accepted, or the like
        text = _contents(annotation)
        if not text or page.shows(text):
            continue
        extra = Extra(
            "item", SECTION, _stated(annotation, kind, text, page), box=page.place(annotation)
        )
        if kind == pdfium.FPDF_ANNOT_POPUP:
            popups.append(extra)
            continue
        said.add(text)
        found.append(extra)
    alone = [extra for extra in popups if not any(text in extra.text for text in said)]
    return list(dict.fromkeys((*found, *alone)))


def _contents(annotation: object) -> str:
    text = wide(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
    if not text:
        rich = wide(pdfium.FPDFAnnot_GetStringValue, annotation, b"RC")
        text = " ".join(_MARKUP.sub(" ", rich).split())
    return text


def _stated(annotation: object, kind: int, text: str, page: OpenPage) -> str:
    """The comment with its author and the passage that it is about."""
    if kind in _TYPED:
        return text
    author = " ".join(wide(pdfium.FPDFAnnot_GetStringValue, annotation, b"T").split())
    passage = _passage(annotation, page) if kind in _MARKED else ""
    by = f" by {author}" if author else ""
    on = f" on “{passage}”" if passage else ""
    return f"Comment{by}{on}: {text}"


def _passage(annotation: object, page: OpenPage) -> str:
    """The words that a comment marks; '' if they are many."""
    quad = pdfium.FS_QUADPOINTSF()
    parts = []
    count = pdfium.FPDFAnnot_CountAttachmentPoints(annotation)
    for index in range(min(count, _MOST_QUADS)):
        if not pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, byref(quad)):
            continue
        xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
        parts.append(page.text.get_text_bounded(min(xs), min(ys), max(xs), max(ys)))
    passage = " ".join(" ".join(parts).split())
    return passage if len(passage) <= _LONGEST_PASSAGE else ""
