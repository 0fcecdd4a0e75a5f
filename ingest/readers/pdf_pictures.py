"""The descriptions of pictures in a tagged PDF."""

from __future__ import annotations

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

from ingest.readers.pdf_extras import Extra, OpenPage
from ingest.readers.pdf_strings import wide

SECTION = "Pictures"

_MOST_ELEMENTS = 5_000
_PICTURES = frozenset(("Figure", "Formula", "Chart", "Diagram", "InlineShape"))


def pictures(page: OpenPage) -> list[Extra]:
    """What the file says of the pictures on a page, for those who cannot see them."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.page)
    if not tree:
        return []
    try:
        texts = _descriptions(tree)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return [
        Extra("item", SECTION, f"Picture: {text}")
        for text in dict.fromkeys(texts)
        if not page.shows(text)
    ]


def _descriptions(tree: object) -> list[str]:
    """In reading order. The tree may be damaged: no element more than the most is looked at."""
    count = pdfium.FPDF_StructTree_CountChildren(tree)
    waiting = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
        for index in reversed(range(min(count, _MOST_ELEMENTS)))
    ]
    found = []
    for _ in range(_MOST_ELEMENTS):
        if not waiting:
            break
        element = waiting.pop()
        if not element:
            continue
        if wide(pdfium.FPDF_StructElement_GetType, element) in _PICTURES:
            found.append(" ".join(wide(pdfium.FPDF_StructElement_GetAltText, element).split()))
        children = pdfium.FPDF_StructElement_CountChildren(element)
        waiting += [
            pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            for index in reversed(range(min(children, _MOST_ELEMENTS)))
        ]
    return [text for text in found if text]
