"""Objects inside OpenDocument texts that can be said in words: formulas and charts."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.mathml import formula
from ingest.readers.opendocument_text import OFFICE, PARAGRAPHS, TABLE, flat, table_rows
from ingest.readers.parts import Parts

_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_LINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class Shown:
    """title: of a chart, or the whole of a formula. rows: of a chart, the first names columns."""

    title: str
    rows: tuple[tuple[str, ...], ...] = ()


class Objects:
    """The objects of one document."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def of(self, element: etree._Element) -> Shown | None:
        """What a draw:object shows; None if that cannot be said in words."""
        root = next((child for child in element if child.tag == _MATH), None)
        if root is None:
            folder = posixpath.normpath(element.get(_LINK, ""))
            root = self._parts.sound(posixpath.join(folder, "content.xml"))
        if root is None:
            return None
        if root.tag == _MATH:
            return Shown(formula(_bare(root)))
        chart = root.find(f"{OFFICE}body/{OFFICE}chart/{_CHART}chart")
        return None if chart is None else _chart(chart)


def _bare(root: etree._Element) -> etree._Element:
    """The same with its elements' names alone."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def _chart(chart: etree._Element) -> Shown:
    titles = chart.find(f"{_CHART}title")
    said = titles.iter(*PARAGRAPHS) if titles is not None else ()
    table = chart.find(f"{TABLE}table")
    rows, _ = table_rows(table) if table is not None else ([], False)
    return Shown(" ".join(map(flat, said)), tuple(map(tuple, rows)))
