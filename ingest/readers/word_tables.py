"""The tables of a Word document as rows of cells, one cell per grid column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.readers.wordml import (
    PARAGRAPH,
    SKIPPED,
    W,
    blocks_in,
    is_on,
    number,
    shown,
    value,
)

_ROW = f"{W}tr"
_CELL = f"{W}tc"
_MOST_COLUMNS = 63  # that Word allows
_DEEPEST = 20

Say = Callable[[Element], str]
"""The text of a paragraph."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. marked: whether its first row is marked as the names of its columns.

    about: what its author says of it for those who do not see it.
    """

    rows: list[list[str]]
    marked: bool
    about: tuple[str, ...]


def grid_of(table: Element, say: Say) -> Grid:
    """The table's rows; those that were deleted are left out.

    A cell merged with the one above repeats its text. Several rows that name columns become one.
    """
    elements = list(_rows(table))
    rows: list[list[str]] = []
    for row in elements:
        rows.append(_cells(row, rows[-1] if rows else [], say))
    properties = table.find(f"{W}tblPr")
    about = ("tblCaption", "tblDescription") if properties is not None else ()
    said = [value(properties.find(f"{W}{name}")) for name in about if properties is not None]
    heads = _heads(elements)
    if 1 < heads < len(rows):
        rows = [_joined(elements[:heads], rows[:heads]), *rows[heads:]]
    return Grid(rows, bool(heads), tuple(filter(None, said)))


def _heads(rows: list[Element]) -> int:
    """How many of the first rows name columns: repeated on every page, or else all in bold."""
    count = 0
    while count < len(rows) and is_on(rows[count].find(f"{W}trPr/{W}tblHeader")):
        count += 1
    return count or int(bool(rows) and _is_bold_row(rows[0]))


def _is_bold_row(row: Element) -> bool:
    runs = [run for run in row.iter(f"{W}r") if any((t.text or "").strip() for t in run)]
    return bool(runs) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _joined(elements: list[Element], rows: list[list[str]]) -> list[str]:
    """Rows of names made one: a name over several columns goes before each of theirs."""
    spread = []
    for element, row in zip(elements, rows, strict=True):
        full = list(row)
        at = number(element.find(f"{W}trPr/{W}gridBefore"))
        for cell in _in(element, _CELL):
            span = max(1, number(cell.find(f"{W}tcPr/{W}gridSpan")))
            full[at : at + span] = row[at : at + 1] * len(full[at : at + span])
            at += span
        spread.append(full)
    width = max(map(len, spread))
    columns = ([row[at] for row in spread if at < len(row)] for at in range(width))
    return [" ".join(dict.fromkeys(filter(None, column))) for column in columns]


def _cells(row: Element, above: list[str], say: Say) -> list[str]:
    cells = [""] * min(number(row.find(f"{W}trPr/{W}gridBefore")), _MOST_COLUMNS)
    for cell in _in(row, _CELL):
        properties = cell.find(f"{W}tcPr")
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            cells.append("")
            continue
        goes_on = merge is not None and value(merge, "continue") == "continue"
        at = len(cells)
        text = above[at] if goes_on and at < len(above) else _cell_text(cell, say, 0)
        span = number(properties.find(f"{W}gridSpan")) if properties is not None else 0
        cells += [text, *[""] * min(span - 1, _MOST_COLUMNS)]
    return cells


def _cell_text(cell: Element, say: Say, depth: int) -> str:
    """A cell's text, that of tables inside it included."""
    texts = []
    for element in blocks_in(cell):
        if element.tag == PARAGRAPH:
            texts.append(say(element))
        elif depth < _DEEPEST:
            rows = (
                "; ".join(filter(None, (_cell_text(c, say, depth + 1) for c in _in(row, _CELL))))
                for row in _rows(element)
            )
            texts.append(" / ".join(filter(None, rows)))
    return " ".join(text for text in texts if text.strip())


def _rows(table: Element) -> Iterator[Element]:
    for row in _in(table, _ROW):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _in(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those inside content controls."""
    for child in shown(parent):
        if child.tag == tag:
            yield child
        elif child.tag not in SKIPPED:
            yield from _in(child, tag)
