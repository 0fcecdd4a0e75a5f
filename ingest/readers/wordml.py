"""WordprocessingML: the elements of a Word document that hold text, and how they nest."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PARAGRAPH = f"{W}p"
TABLE = f"{W}tbl"
_CELL = f"{W}tc"
_BOX = f"{W}txbxContent"
_ALTERNATIVES = f"{_MC}AlternateContent"

_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Removed text, field codes, phonetic guides, and what is read elsewhere.
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "rt", "tblPr")}


def blocks_in(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in document order, also those inside content controls and the like."""
    for child in parent:
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag not in _SKIPPED:
            yield from blocks_in(child)


def paragraph_text(paragraph: Element) -> str:
    """The paragraph's text as it prints, without its text boxes, removals and field codes."""
    return "".join(_texts(paragraph))


def text_boxes(element: Element) -> Iterator[Element]:
    """The text boxes anchored in an element, each once, outermost only."""
    for child in _shown(element):
        if child.tag == _BOX:
            yield child
        elif child.tag != TABLE or element.tag == TABLE:
            yield from text_boxes(child)


def row_cells(row: Element, above: list[str]) -> list[str]:
    """A row's cells, one per grid column; a cell merged with the one above repeats its text.

    above: the cells of the row before, [] for the first.
    """
    cells = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"))
    for cell in _cells(row):
        properties = cell.find(f"{W}tcPr")
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        text = above[len(cells)] if goes_on and len(cells) < len(above) else _cell_text(cell)
        span = _number(properties.find(f"{W}gridSpan")) if properties is not None else 0
        cells += [text, *[""] * (span - 1)]
    return cells


def is_header_row(row: Element) -> bool:
    """Whether the document marks a row as its table's header: repeated on pages, or all bold."""
    if row.find(f"{W}trPr/{W}tblHeader") is not None:
        return True
    runs = [run for run in row.iter(f"{W}r") if "".join(_texts(run)).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Element) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(f"{W}val", "true") not in ("0", "false", "off")


def _texts(element: Element) -> Iterator[str]:
    for child in _shown(element):
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _SKIPPED and child.tag != _BOX:
            yield from _texts(child)


def _shown(element: Element) -> Iterator[Element]:
    """Children, of alternative contents only the first that there is."""
    for child in element:
        if child.tag != _ALTERNATIVES:
            yield child
            continue
        choice = child.find(f"{_MC}Choice")
        chosen = choice if choice is not None else child.find(f"{_MC}Fallback")
        if chosen is not None:
            yield from _shown(chosen)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == _CELL:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _cells(child)


def _cell_text(cell: Element) -> str:
    """A cell's text, that of tables inside it included."""
    texts = []
    for element in blocks_in(cell):
        if element.tag == PARAGRAPH:
            texts.append(paragraph_text(element))
        else:
            rows = element.iter(f"{W}tr")
            texts += ["; ".join(filter(None, map(_cell_text, _cells(row)))) for row in rows]
    return " ".join(text for text in texts if text.strip())


def _number(element: Element | None) -> int:
    value = element.get(f"{W}val", "0") if element is not None else "0"
    return min(int(value), 1000) if value.isdigit() else 0
