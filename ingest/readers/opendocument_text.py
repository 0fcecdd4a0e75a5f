"""OpenDocument's elements: the text of a paragraph, what is anchored in it, the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_ODF}office:1.0}}"
TEXT = f"{{{_ODF}text:1.0}}"
TABLE = f"{{{_ODF}table:1.0}}"
DRAW = f"{{{_ODF}drawing:1.0}}"
_SVG = f"{{{_ODF}svg-compatible:1.0}}"

NOTE = f"{TEXT}note"
ANNOTATION = f"{OFFICE}annotation"
FRAME_TEXTS = frozenset((f"{_SVG}title", f"{_SVG}desc"))
"""The alternative texts of a picture or shape."""

MOST_REPEATS = 1000
"""Spaces, cells or rows that stand for one another; files claim millions."""

_ASIDES = frozenset((NOTE, ANNOTATION, f"{DRAW}text-box", *FRAME_TEXTS))
_SKIPPED = frozenset(
    (*_ASIDES, f"{OFFICE}annotation-end", f"{TEXT}ruby-text", f"{DRAW}frame", f"{DRAW}object",
     f"{TEXT}tracked-changes")
)  # fmt: skip
_CELLS = frozenset((f"{TABLE}table-cell", f"{TABLE}covered-table-cell"))
_HEADER_ROWS = f"{TABLE}table-header-rows"


def flat(element: etree._Element) -> str:
    """A paragraph's text as it prints, without notes, comments and frames."""
    return "".join(_texts(element))


def asides(element: etree._Element) -> Iterator[etree._Element]:
    """Notes, comments, text boxes and alternative texts anchored in an element, outermost only."""
    for child in element:
        if child.tag in _ASIDES:
            yield child
        else:
            yield from asides(child)


def table_rows(table: etree._Element) -> tuple[list[list[str]], bool]:
    """A table's rows of cell texts, and whether the file marks the first as a header."""
    rows: list[list[str]] = []
    marked = False
    for row in _rows(table):
        cells = _row_cells(row)
        if not any(cells):
            continue
        if not rows:
            parent = row.getparent()
            marked = parent is not None and parent.tag == _HEADER_ROWS
        rows.append(cells)
    return rows, marked


def _texts(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * _repeats(child, f"{TEXT}c")
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag == NOTE:
            yield child.findtext(f"{TEXT}note-citation") or ""
        elif child.tag not in _SKIPPED:
            yield from _texts(child)
        if child.tail:
            yield child.tail


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag not in _CELLS:
            yield from _rows(child)


def _row_cells(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in _CELLS:
            paragraphs = [flat(each) for each in cell.iter(f"{TEXT}p", f"{TEXT}h")]
            text = " ".join(each for each in paragraphs if each.strip())
            times = _repeats(cell, f"{TABLE}number-columns-repeated")
            cells += [text] * (times if len(cells) + times <= MOST_REPEATS else 1)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _repeats(element: etree._Element, attribute: str) -> int:
    count = element.get(attribute, "1")
    return min(int(count), MOST_REPEATS) if count.isdecimal() and len(count) < 10 else 1
