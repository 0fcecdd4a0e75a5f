"""HTML tables -> rows of cells, spans resolved."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

_MOST_SPANNED = 100
_LONGEST_CELL = 1000
_STRUCTURE = "table|h1|h2|h3|h4|h5|h6|pre"
_NESTED = etree.XPath(" | ".join(f".//{tag}" for tag in _STRUCTURE.split("|")), smart_strings=False)
_HIDDEN = frozenset(("script", "style", "noscript", "template"))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of data. marked: its first row stands in a head, or has only heading cells."""

    rows: tuple[tuple[str, ...], ...]
    marked: bool
    caption: str

    @classmethod
    def of(cls, table: etree._Element) -> Grid | None:
        """The table's rows; None if it only lays out the page: structure or long text inside."""
        if _NESTED(table):
            return None
        rows: list[tuple[str, ...]] = []
        below: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text
        elements = list(table.iter("tr"))
        for element in elements:
            rows.append(_row(element, below))
        if any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
            return None
        caption = table.find("caption")
        marked = bool(elements) and _is_head(elements[0])
        return cls(tuple(rows), marked, _text(caption) if caption is not None else "")


def _row(element: etree._Element, below: dict[int, tuple[int, str]]) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in element.iterchildren("td", "th"):
        _fill(cells, below)
        text = _text(cell)
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        for column in range(len(cells), len(cells) + width):
            if height > 1:
                below[column] = (height - 1, text if column == len(cells) else "")
        cells += [text, *[""] * (width - 1)]
    _fill(cells, below)
    return tuple(cells)


def _fill(cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Repeat the cells that reach down from rows above."""
    while (column := len(cells)) in below:
        left, text = below.pop(column)
        if left > 1:
            below[column] = (left - 1, text)
        cells.append(text)


def _text(cell: etree._Element) -> str:
    parts = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            if element.tag == "img":
                parts.append(element.get("alt") or "")
            elif element.tag not in _HIDDEN:
                parts.append(element.text or "")
            if element.tag in ("br", "p", "li", "div"):
                parts.append(" ")
        elif element is not cell:
            parts.append(element.tail or "")
    return " ".join("".join(parts).split())


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _MOST_SPANNED)) if value.isdigit() else 1


def _is_head(row: etree._Element) -> bool:
    cells = list(row.iterchildren("td", "th"))
    in_head = row.getparent() is not None and row.getparent().tag == "thead"
    return bool(cells) and (in_head or all(cell.tag == "th" for cell in cells))
