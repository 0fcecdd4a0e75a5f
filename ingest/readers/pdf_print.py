"""What is printed on a page of a PDF that has no text, or hardly any."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float
from dataclasses import dataclass

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfPage

from ingest.readers.pdf_frame import Box

_MOST_OBJECTS = 3_000
_DEEPEST = 4
_SOME_PICTURE = 0.01  # of the page: smaller ones are ornaments
_LARGE_PICTURE = 0.3  # of the page: it may be a scanned page or a chart with words
_MANY_PATHS = 25  # letters drawn as outlines; fewer are rules and frames


@dataclass(frozen=True, slots=True)
class Print:
    """picture: share of the page that its largest picture covers, 0 to 1. paths: lines and shapes.

    letters: pieces of text, readable or not.
    """

    picture: float
    paths: int
    letters: int

    @property
    def has_pictures(self) -> bool:
        """Whether there may be words in what is drawn: more than ornaments, rules and frames."""
        return self.picture > _SOME_PICTURE or self.paths >= _MANY_PATHS


def print_of(page: PdfPage) -> Print:
    """Count what is printed; the first few thousand objects tell."""
    area = max(1.0, page.get_width() * page.get_height())
    picture, paths, letters = 0.0, 0, 0
    for kind, covered in _objects(page):
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            picture = max(picture, min(1.0, covered / area))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            letters += 1
    return Print(picture, paths, letters)


def large_picture(page: PdfPage) -> Box | None:
    """Where the first picture stands that fills a good part of a page, in the file's measure."""
    raw, area = page.raw, max(1.0, page.get_width() * page.get_height())
    for index in range(min(pdfium.FPDFPage_CountObjects(raw), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(raw, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(item)
            if (right - left) * (top - bottom) > _LARGE_PICTURE * area:
                return left, bottom, right, top
    return None


def _objects(page: PdfPage) -> Iterator[tuple[int, float]]:
    """Kind and area of each object, those inside forms with the area of the outermost form."""
    left = _MOST_OBJECTS
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        covered = _area(item)
        waiting = [(item, 0)]
        while waiting and left > 0:
            item, depth = waiting.pop()
            left -= 1
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inside = min(pdfium.FPDFFormObj_CountObjects(item), left)
                waiting += [
                    (pdfium.FPDFFormObj_GetObject(item, place), depth + 1)
                    for place in range(inside)
                ]
            else:
                yield kind, covered


def _area(item: object) -> float:
    left, bottom, right, top = _bounds(item)
    return (right - left) * (top - bottom)


def _bounds(item: object) -> Box:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
        return 0.0, 0.0, 0.0, 0.0
    return left.value, bottom.value, right.value, top.value
