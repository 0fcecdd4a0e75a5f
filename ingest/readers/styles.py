"""What the styles of a Word document say about a paragraph: heading, list item or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.readers.wordml import W, value, within

_HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_BODY_LEVEL = 9  # Word's outline level of text that is no heading
_MOST_BASES = 20
_NO_LIST = "0"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in a list.

    name: the list's. level: from 0; None: by its style. styles: its style and those that this one
    is based on, up to the one that names the list.
    """

    name: str
    level: int | None
    styles: tuple[str, ...]


@dataclass(slots=True)
class _Style:
    """level: of the heading that it makes, from 0 for a title; None if it makes none.

    place: in the list that it numbers its paragraphs by.
    """

    level: int | None = None
    listed: bool = False
    place: Place | None = None


class Styles:
    """The paragraph styles of one document, by id."""

    def __init__(self, part: Element | None) -> None:
        self.title = ""
        self._elements: dict[str, Element] = {}
        self._known: dict[str, _Style] = {}
        self._default = ""
        for style in part.iter(f"{W}style") if part is not None else ():
            self._elements[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = style.get(f"{W}styleId", "")

    def heading_level(self, paragraph: Element, text: str) -> int | None:
        """0 for the document's title, 1 to 9 for a heading, None for anything else.

        The first title's text becomes `title`.
        """
        if not text.strip():
            return None
        outline = _level(within(paragraph, f"{W}pPr", f"{W}outlineLvl"))
        level = outline if outline is not None else self._style(paragraph).level
        if level == 0 and not self.title:
            self.title = " ".join(text.split())
        return level

    def is_item(self, paragraph: Element) -> bool:
        """Whether a paragraph is a numbered or bulleted list item."""
        own = within(paragraph, f"{W}pPr", f"{W}numPr", f"{W}numId")
        if own is not None:
            return value(own) != _NO_LIST
        style = self._style(paragraph)
        return style.listed or style.place is not None

    def place(self, paragraph: Element) -> Place | None:
        """Where a paragraph stands in a list; the paragraph's own word goes before its style's."""
        styled = self._style(paragraph).place
        own = within(paragraph, f"{W}pPr", f"{W}numPr")
        if own is None:
            return styled
        name = value(own.find(f"{W}numId"), styled.name if styled is not None else "")
        if name in ("", _NO_LIST):
            return None
        level = value(own.find(f"{W}ilvl"))
        if level.isdecimal():
            return Place(name, int(level), ())
        if styled is None:
            return Place(name, 0, ())
        return Place(name, styled.level, styled.styles)

    def _style(self, paragraph: Element) -> _Style:
        named = within(paragraph, f"{W}pPr", f"{W}pStyle")
        style_id = value(named, self._default)
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _resolve(self, style_id: str) -> _Style:
        """The style's own words, else those of the style that it is based on."""
        found = _Style()
        numbered = False
        level = ""
        styles: list[str] = []
        current = style_id
        for _ in range(_MOST_BASES):
            element = self._elements.get(current)
            name = _value(element, "name") or current
            numbering = element.find(f"{W}pPr/{W}numPr") if element is not None else None
            if not numbered:
                styles.append(current)
                level = level or _value(numbering, "ilvl")
                name_of_list = _value(numbering, "numId")
                numbered = bool(name_of_list)
                found.place = _place(name_of_list, level, tuple(styles))
            if found.level is None:
                found.level = _named_level(name)
            if found.level is None and element is not None:
                found.level = _level(element.find(f"{W}pPr/{W}outlineLvl"))
            found.listed = found.listed or name.lower().startswith("list ")
            current = _value(element, "basedOn")
            if not current:
                break
        return found


def _place(name: str, level: str, styles: tuple[str, ...]) -> Place | None:
    """Where a style puts its paragraphs; the list 0 takes numbers away."""
    if name in ("", _NO_LIST):
        return None
    return Place(name, int(level) if level.isdecimal() else None, styles)


def _named_level(name: str) -> int | None:
    if name.strip().lower() == "title":
        return 0
    heading = _HEADING.fullmatch(name.strip())
    return int(heading.group(1)) if heading else None


def _level(outline: Element | None) -> int | None:
    said = value(outline)
    return int(said) + 1 if said.isdecimal() and int(said) < _BODY_LEVEL else None


def _value(element: Element | None, name: str) -> str:
    return value(element.find(f"{W}{name}")) if element is not None else ""
