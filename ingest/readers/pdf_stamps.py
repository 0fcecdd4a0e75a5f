"""Text that annotations of a PDF only draw: stamps, captions, fields without a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref, c_double

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfTextPage

from ingest.readers.pdf_comments import SECTION
from ingest.readers.pdf_extras import Extra, OpenPage, file_box
from ingest.readers.pdf_fields import is_secret
from ingest.readers.pdf_frame import Box

_MOST_OBJECTS = 200  # of one annotation, that are looked at
_Letter = tuple[str, float, float]  # a character and where it begins
_TEXT_BEARING = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM)


def stamps(annotations: Sequence[object], page: OpenPage, said: Sequence[Extra]) -> list[Extra]:
    """What is drawn by annotations whose text is not among `said`.

    PDFium reads the text of the page's own print alone, so the annotations are made part of that,
    in memory.
    """
    form = page.document.formenv
    places = [
        box
        for annotation in annotations
        if _draws_text(annotation)
        and not (form and is_secret(form, annotation))
        and (box := file_box(annotation))
        and page.frame.file_to_shown(box) not in {extra.box for extra in said}
    ]
    if not places:
        return []
    before = set(_letters(page.text))
    if pdfium.FPDFPage_Flatten(page.page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return []
    flat = page.document[page.index]
    text = flat.get_textpage()
    new = [letter for letter in _letters(text) if letter not in before]
    text.close()
    flat.close()
    drawn = ((_words(new, box), page.frame.file_to_shown(box)) for box in places)
    return list(
        dict.fromkeys(Extra("item", SECTION, words, box=at) for words, at in drawn if words)
    )


def _draws_text(annotation: object) -> bool:
    count = min(pdfium.FPDFAnnot_GetObjectCount(annotation), _MOST_OBJECTS)
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFAnnot_GetObject(annotation, index)) in _TEXT_BEARING
        for index in range(count)
    )


def _letters(text: PdfTextPage) -> Iterator[_Letter]:
    """The characters of a page and where they stand; blanks have no place of their own."""
    x, y = c_double(), c_double()
    for index in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        if letter.isspace() or pdfium.FPDFText_IsGenerated(text, index):
            yield " ", float("nan"), float("nan")
        elif pdfium.FPDFText_GetCharOrigin(text, index, byref(x), byref(y)):
            yield letter, round(x.value, 1), round(y.value, 1)


def _words(letters: Sequence[_Letter], box: Box) -> str:
    """What stands in a box, in the order of the letters."""
    left, bottom, right, top = box
    kept = [
        letter
        for letter, x, y in letters
        if letter == " " or (left <= x <= right and bottom <= y <= top)
    ]
    return " ".join("".join(kept).split())
