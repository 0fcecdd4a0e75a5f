"""An OpenDocument text written into a draft: each paragraph followed by what hangs on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.base import BlockKind
from ingest.readers.draft import Draft
from ingest.readers.note_marks import note_title
from ingest.readers.opendocument_lists import Lists
from ingest.readers.opendocument_objects import Objects
from ingest.readers.opendocument_styles import STYLE, ParagraphStyles
from ingest.readers.opendocument_text import (
    ANNOTATION,
    DESCRIPTIONS,
    DRAW,
    NOTE,
    OBJECT,
    OFFICE,
    PARAGRAPHS,
    TABLE,
    TEXT,
    asides,
    flat,
    note_name,
    table_rows,
)
from ingest.readers.slide_text import alt_text

_AUTHOR = "{http://purl.org/dc/elements/1.1/}creator"
_ITEMS = (f"{TEXT}list-item", f"{TEXT}list-header")
_RUNNING = (
    ("Header", ("header", "header-left", "header-first")),
    ("Footer", ("footer", "footer-left", "footer-first")),
)
_LEFT_OUT = {
    f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}variable-decls",
    f"{TEXT}user-field-decls", f"{OFFICE}forms",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in its lists a reader stands. level: 0 outside of lists."""

    style: str = ""
    level: int = 0


_OUTSIDE = _Place()


class TextPage:
    """A document on its way into a draft.

    lost: what carries text or data and is not read, by name.
    """

    def __init__(self, styles: ParagraphStyles, lists: Lists, objects: Objects) -> None:
        self.draft = Draft()
        self.lost: Counter[str] = Counter()
        self.title = ""
        self._styles = styles
        self._lists = lists
        self._objects = objects

    def write(self, parent: etree._Element, place: _Place = _OUTSIDE) -> None:
        """Append the headings, paragraphs, lists and tables in `parent`."""
        for child in parent:
            if child.tag in PARAGRAPHS:
                self._paragraph(child, self._number(child, place), place)
            elif child.tag == f"{TEXT}list":
                self._list(child, place)
            elif child.tag == f"{TABLE}table":
                rows, marked = table_rows(child)
                self.draft.table(rows, marked)
                self._asides(child)
            elif child.tag.startswith(DRAW):
                self._asides([child])
            elif child.tag in DESCRIPTIONS:
                self._description(child)
            elif child.tag not in _LEFT_OUT:
                self.write(child, place)  # sections, indexes and the like

    def running(self, styles: etree._Element) -> None:
        """Append headers and footers, each text once."""
        for title, tags in _RUNNING:
            texts: dict[str, None] = {}
            for master in styles.iter(f"{STYLE}master-page"):
                for tag in tags:
                    for paragraph in master.iterfind(f"{STYLE}{tag}//{TEXT}p"):
                        texts[flat(paragraph).strip()] = None
            shown = [text for text in texts if any(map(str.isalpha, text))]
            if shown:
                self.draft.heading(0, title)
            for text in shown:
                self.draft.add(text)

    def _list(self, element: etree._Element, outer: _Place) -> None:
        style = element.get(f"{TEXT}style-name") or outer.style
        place = _Place(style, outer.level + 1)
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        goes_on = goes_on or element.get(f"{TEXT}continue-list") is not None
        self._lists.begin(style, place.level, goes_on)
        for item in element:
            if item.tag not in _ITEMS:
                continue
            start = item.get(f"{TEXT}start-value", "")
            counted = item.tag == _ITEMS[0]
            for child in item:
                if child.tag in PARAGRAPHS:
                    number = self._lists.next(style, place.level, start) if counted else ""
                    counted, start = False, ""
                    self._paragraph(child, number, place)
                else:
                    self.write([child], place)

    def _number(self, element: etree._Element, place: _Place) -> str:
        """The number of a paragraph that is in no list of its own."""
        if place.level or element.tag != f"{TEXT}h" or not flat(element).strip():
            return ""
        if element.get(f"{TEXT}is-list-header") == "true":
            return ""
        style = self._styles.list_style(element)
        if style == "":
            return ""
        level = _outline_level(element)
        start = element.get(f"{TEXT}start-value", "")
        if style is not None and self._lists.knows(style):
            return self._lists.next(style, level, start)
        return self._lists.next_heading(level, start)

    def _paragraph(self, element: etree._Element, number: str, place: _Place) -> None:
        text = flat(element)
        said = number + text if text.strip() else ""
        kind: BlockKind = "item" if place.level else "text"
        if element.tag == f"{TEXT}h":
            self.draft.heading(_outline_level(element), said)
        elif said and not place.level and self._styles.is_title(element):
            self.title = self.title or " ".join(text.split())
            self.draft.heading(0, said)
        else:
            self.draft.add(said, kind)
        self._asides(element)

    def _asides(self, element: etree._Element | list[etree._Element]) -> None:
        """What is anchored in a paragraph or table and printed elsewhere."""
        for aside in asides(element):
            if aside.tag == NOTE:
                text = _lines(aside.find(f"{TEXT}note-body"))
                self.draft.add(note_title(note_name(aside)) + text if text else "")
            elif aside.tag == ANNOTATION:
                self._comment(aside)
            elif aside.tag == OBJECT:
                self._object(aside)
            elif aside.tag in DESCRIPTIONS:
                self._description(aside)
            else:
                self.write(aside)

    def _description(self, element: etree._Element) -> None:
        said = " ".join("".join(element.itertext()).split())
        self.draft.add(alt_text(etree.Element("shape", descr=said)))

    def _comment(self, element: etree._Element) -> None:
        author = " ".join((element.findtext(_AUTHOR) or "").split())
        by = f" by {author}" if author else ""
        text = " ".join(_lines(element).split())
        if text:
            self.draft.add(f"Comment{by}: {text}", "item")

    def _object(self, element: etree._Element) -> None:
        found = self._objects.of(element)
        if found is None:
            self.lost["embedded object"] += 1
        elif found.rows:
            self.draft.table(found.rows, marked=True, caption=found.title)
        else:
            self.draft.add(found.title)


def _outline_level(element: etree._Element) -> int:
    level = element.get(f"{TEXT}outline-level", "1")
    return int(level) if level.isdecimal() and 0 < int(level) < 100 else 1


def _lines(element: etree._Element | None) -> str:
    if element is None:
        return ""
    said = (flat(paragraph).strip() for paragraph in element.iter(*PARAGRAPHS))
    return "\n".join(filter(None, said))
