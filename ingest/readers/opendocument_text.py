"""OpenDocument's elements: the text of a paragraph, what is anchored in it, the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.note_marks import inside_sentences, note_mark

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_ODF}office:1.0}}"
TEXT = f"{{{_ODF}text:1.0}}"
TABLE = f"{{{_ODF}table:1.0}}"
DRAW = f"{{{_ODF}drawing:1.0}}"
_SVG = f"{{{_ODF}svg-compatible:1.0}}"

NOTE = f"{TEXT}note"
ANNOTATION = f"{OFFICE}annotation"
OBJECT = f"{DRAW}object"
DESCRIPTIONS = frozenset((f"{_SVG}title", f"{_SVG}desc"))
"""The alternative texts of a picture or shape."""

PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
BLOCKS = PARAGRAPHS | {f"{TEXT}list", f"{TABLE}table", f"{TEXT}section"}
MOST_REPEATS = 1000
"""Spaces, cells or rows that stand for one another; files claim millions."""

_ASIDES = frozenset((NOTE, ANNOTATION, OBJECT, *DESCRIPTIONS))
_SKIPPED = frozenset((ANNOTATION, f"{TEXT}ruby-text", f"{TEXT}tracked-changes"))
_CELLS = frozenset((f"{TABLE}table-cell", f"{TABLE}covered-table-cell"))
_COVERED = f"{TABLE}covered-table-cell"
_HEADER_ROWS = f"{TABLE}table-header-rows"


def flat(element: etree._Element) -> str:
    """A paragraph's text as it prints, with marks for its notes, without comments and shapes."""
    return inside_sentences("".join(_texts(element)))


def note_name(note: etree._Element) -> str:
    """What a note is called: "footnote 3"."""
    kind = note.get(f"{TEXT}note-class", "footnote")
    return f"{kind} {note.findtext(f'{TEXT}note-citation') or ''}".strip()


def asides(element: etree._Element) -> Iterator[etree._Element]:
    """Notes, comments, objects, descriptions, and boxes or shapes with text, outermost only."""
    for child in element:
        if child.tag in _ASIDES or holds_text(child):
            yield child
        else:
            yield from asides(child)


def holds_text(element: etree._Element) -> bool:
    """Whether an element is a shape or text box with text of its own."""
    return element.tag.startswith(DRAW) and any(each.tag in BLOCKS for each in element)


def table_rows(table: etree._Element) -> tuple[list[list[str]], bool]:
    """A table's rows of cell texts, and whether the file marks the first as a header.

    A cell that reaches over several rows repeats its text in each.
    """
    rows: list[list[str]] = []
    marked = False
    reach: dict[int, tuple[int, str]] = {}
    for row in _rows(table):
        cells = _row_cells(row, reach)
        if not any(cells):
            continue
        if not rows:
            parent = row.getparent()
            marked = parent is not None and parent.tag == _HEADER_ROWS
        rows += [cells] * _repeats(row, f"{TABLE}number-rows-repeated")
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
            yield note_mark(note_name(child))
        elif child.tag not in _SKIPPED and not child.tag.startswith(DRAW):
            yield from _texts(child)
        if child.tail:
            yield child.tail


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag not in _CELLS:
            yield from _rows(child)


def _row_cells(row: etree._Element, reach: dict[int, tuple[int, str]]) -> list[str]:
    """The texts of a row. reach: rows left and text of the tall cells, by column; changes."""
    cells: list[str] = []
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        at = len(cells)
        left, above = reach.pop(at, (0, ""))
        if left and cell.tag == _COVERED:
            reach[at] = (left - 1, above)
        text = above if left and cell.tag == _COVERED else " ".join(_cell_texts(cell))
        rows = _repeats(cell, f"{TABLE}number-rows-spanned")
        if rows > 1:
            reach[at] = (rows - 1, text)
        times = _repeats(cell, f"{TABLE}number-columns-repeated")
        cells += [text] * (times if at + times <= MOST_REPEATS else 1)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell_texts(element: etree._Element) -> Iterator[str]:
    """The paragraphs of a cell, without those of notes, comments and shapes in it."""
    for child in element:
        if child.tag in PARAGRAPHS:
            if text := flat(child).strip():
                yield text
        elif child.tag not in _ASIDES and not child.tag.startswith(DRAW):
            yield from _cell_texts(child)


def _repeats(element: etree._Element, attribute: str) -> int:
    count = element.get(attribute, "1")
    return min(int(count), MOST_REPEATS) if count.isdecimal() and len(count) < 10 else 1
