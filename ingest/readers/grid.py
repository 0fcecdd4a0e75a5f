"""HTML tables -> rows of cells, spans resolved."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.elements import flat, is_shown

_MOST_SPANNED = 100
_WIDEST = 500  # columns, beyond which no cell spans several
_LONGEST_CELL = 1000
_STRUCTURE = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
_PARAGRAPHS = ("p", "ul", "ol", "div", "blockquote")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of data. marked: its first row stands in a head, or has only heading cells."""

    rows: tuple[tuple[str, ...], ...]
    marked: bool
    caption: str

    @classmethod
    def of(cls, table: etree._Element) -> Grid | None:
        """The table's rows; None if it only lays out the page: structure or long text inside."""
        if _has_structure(table):
            return None
        elements = list(table.iter("tr"))
        below: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text
        heads = next((i for i, row in enumerate(elements) if not _in_head(row)), len(elements))
        rows = [_row(row, below, index < heads - 1) for index, row in enumerate(elements)]
        if any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
            return None
        if all(len(row) < 2 for row in rows) and next(table.iter(*_PARAGRAPHS), None) is not None:
            return None
        caption = table.find("caption")
        marked = bool(elements) and _is_head(elements[0])
        return cls(_one_head(rows, heads), marked, flat(caption) if caption is not None else "")


def _has_structure(table: etree._Element) -> bool:
    for inner in table.iterdescendants(*_STRUCTURE):
        # a heading may well name a row or a column
        cell = next(inner.iterancestors("th", "td"), None)
        if inner.tag in ("table", "pre") or cell is None or cell.tag == "td":
            return True
    return False


def _one_head(rows: list[tuple[str, ...]], count: int) -> tuple[tuple[str, ...], ...]:
    """The rows, the first `count` put together if they are several: "2025 Income"."""
    if count < 2:
        return tuple(rows)
    width = max(map(len, rows[:count]))
    columns = zip(*((*row, *[""] * (width - len(row))) for row in rows[:count]), strict=True)
    names = tuple(" ".join(dict.fromkeys(filter(None, column))) for column in columns)
    return (names, *rows[count:])


def _row(
    element: etree._Element, below: dict[int, tuple[int, str]], repeats: bool
) -> tuple[str, ...]:
    """The row's cells. repeats: whether a wide cell names each column under it."""
    cells: list[str] = []
    for cell in element.iterchildren("td", "th"):
        if not is_shown(cell):
            continue
        _fill(cells, below)
        text = f"{flat(cell)} {(cell.tail or '').strip()}".strip()
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        if len(cells) > _WIDEST:
            width = height = 1
        for column in range(len(cells), len(cells) + width):
            if height > 1:
                below[column] = (height - 1, text if repeats or column == len(cells) else "")
        cells += [text, *[text if repeats else ""] * (width - 1)]
    _fill(cells, below)
    return tuple(cells)


def _fill(cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Repeat the cells that reach down from rows above."""
    while (column := len(cells)) in below:
        left, text = below.pop(column)
        if left > 1:
            below[column] = (left - 1, text)
        cells.append(text)


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _MOST_SPANNED)) if value.isdigit() else 1


def _is_head(row: etree._Element) -> bool:
    cells = list(row.iterchildren("td", "th"))
    return bool(cells) and (_in_head(row) or all(cell.tag == "th" for cell in cells))


def _in_head(row: etree._Element) -> bool:
    return row.getparent() is not None and row.getparent().tag == "thead"
