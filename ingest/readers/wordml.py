"""WordprocessingML: the elements of a Word document that hold text, and how they nest."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PARAGRAPH = f"{W}p"
TABLE = f"{W}tbl"
BOX = f"{W}txbxContent"
_ALTERNATIVES = f"{_MC}AlternateContent"
_CONTROL = f"{W}sdt"
_PLACEHOLDER = f"{W}sdtPr/{W}showingPlcHdr"

REMOVED = frozenset((f"{W}del", f"{W}moveFrom"))
"""What was taken out of the text or moved elsewhere while changes were tracked."""

SKIPPED = REMOVED | {
    f"{W}{name}"
    for name in ("instrText", "delText", "delInstrText", "pPr", "rPr", "rt", "tblPr", "tblGrid")
}
"""Removed text, field codes, phonetic guides, and properties."""


def shown(element: Element) -> Iterator[Element]:
    """Children; of alternative contents only the first, of content controls what is filled in."""
    for child in element:
        if child.tag == _CONTROL:
            content = child.find(f"{W}sdtContent")
            if content is not None and not is_on(child.find(_PLACEHOLDER)):
                yield from shown(content)
        elif child.tag == _ALTERNATIVES:
            choice = child.find(f"{_MC}Choice")
            chosen = choice if choice is not None else child.find(f"{_MC}Fallback")
            if chosen is not None:
                yield from shown(chosen)
        else:
            yield child


def blocks_in(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in document order, also those inside content controls and the like."""
    for child in shown(parent):
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag not in SKIPPED:
            yield from blocks_in(child)


def is_on(element: Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and value(element, "true") not in ("0", "false", "off", "none")


def value(element: Element | None, default: str = "") -> str:
    """What an element says in its w:val."""
    return element.get(f"{W}val", default) if element is not None else default


def within(element: Element, *tags: str) -> Element | None:
    """The child, its child and so on, by tag: what find() does with a path, but faster."""
    found: Element | None = element
    for tag in tags:
        found = found.find(tag) if found is not None else None
    return found


def number(element: Element | None, default: int = 0) -> int:
    """The whole number, 0 to 100,000, that an element says; `default` for anything else."""
    said = value(element)
    return min(int(said), 100_000) if said.isdecimal() and len(said) < 10 else default
