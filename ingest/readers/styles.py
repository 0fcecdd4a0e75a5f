"""What the styles of a Word document say about a paragraph: heading, list item or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.readers.wordml import W

_HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_BODY_LEVEL = 9  # Word's outline level of text that is no heading
_MOST_BASES = 20


@dataclass(frozen=True, slots=True)
class _Style:
    """level: of the heading that it makes, from 0 for a title; None if it makes none."""

    level: int | None
    listed: bool


class Styles:
    """The paragraph styles of one document, by id."""

    def __init__(self, part: Element | None) -> None:
        self.title = ""
        self._elements: dict[str, Element] = {}
        self._known: dict[str, _Style] = {}
        for style in part.iter(f"{W}style") if part is not None else ():
            self._elements[style.get(f"{W}styleId", "")] = style

    def heading_level(self, paragraph: Element, text: str) -> int | None:
        """0 for the document's title, 1 to 9 for a heading, None for anything else.

        The first title's text becomes `title`.
        """
        if not text.strip():
            return None
        outline = _level(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        level = outline if outline is not None else self._style(paragraph).level
        if level == 0 and not self.title:
            self.title = " ".join(text.split())
        return level

    def is_item(self, paragraph: Element) -> bool:
        """Whether a paragraph is a numbered or bulleted list item."""
        numbering = paragraph.find(f"{W}pPr/{W}numPr")
        return _numbers(numbering) if numbering is not None else self._style(paragraph).listed

    def _style(self, paragraph: Element) -> _Style:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style_id = named.get(f"{W}val", "") if named is not None else ""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _resolve(self, style_id: str) -> _Style:
        """The style's own words, else those of the style that it is based on."""
        listed = False
        current = style_id
        for _ in range(_MOST_BASES):
            element = self._elements.get(current)
            name = _value(element, "name") or current
            level = _named_level(name)
            if level is None and element is not None:
                level = _level(element.find(f"{W}pPr/{W}outlineLvl"))
            if level is not None:
                return _Style(level, listed=False)
            numbering = element.find(f"{W}pPr/{W}numPr") if element is not None else None
            listed = listed or name.lower().startswith("list ") or _numbers(numbering)
            current = _value(element, "basedOn")
            if not current:
                break
        return _Style(None, listed)


def _named_level(name: str) -> int | None:
    if name.strip().lower() == "title":
        return 0
    heading = _HEADING.fullmatch(name.strip())
    return int(heading.group(1)) if heading else None


def _level(outline: Element | None) -> int | None:
    value = outline.get(f"{W}val", "") if outline is not None else ""
    return int(value) + 1 if value.isdigit() and int(value) < _BODY_LEVEL else None


def _numbers(numbering: Element | None) -> bool:
    """Whether numbering applies; the number 0 takes it away."""
    return numbering is not None and _value(numbering, "numId") != "0"


def _value(element: Element | None, name: str) -> str:
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""
