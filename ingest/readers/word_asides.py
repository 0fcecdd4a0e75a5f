"""What is anchored in a Word paragraph and stands beside it: boxes, pictures, charts, objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from ingest.readers.slide_text import alt_text, paragraph_text
from ingest.readers.wordml import BOX, shown

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SIGNER = ("suggestedsigner", "suggestedsigner2")  # who, and what that person is
_NAMED = ("docPr", "cNvPr")


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that hangs on a paragraph.

    sort: what it is. text: an id, a relation's id, or what it says, by sort. kind: of a note, which
    of the two. box: of a text box, its content.
    """

    sort: Literal["note", "comment", "box", "text", "chart", "newer chart", "diagram", "object"]
    text: str = ""
    kind: str = ""
    box: Element | None = None


def drawn(drawing: Element) -> Iterator[Aside]:
    """What a drawing or object holds, in the order of the file, no description twice."""
    said: set[str] = set()
    for aside in _drawn(drawing):
        if aside.sort != "text" or aside.text not in said:
            yield aside
        said.add(aside.text)


def _drawn(element: Element) -> Iterator[Aside]:
    for child in shown(element):
        tag = child.tag
        if tag == BOX:
            yield Aside("box", box=child)
        elif tag == f"{_C}chart":
            yield Aside("chart", child.get(f"{_R}id", ""))
        elif tag == f"{_CX}chart":
            yield Aside("newer chart", child.get(f"{_R}id", ""))
        elif tag == f"{_DIAGRAM}relIds":
            yield Aside("diagram", child.get(f"{_R}dm", ""))
        elif tag == f"{_O}OLEObject":
            yield Aside("object", child.get("ProgID", ""))
        else:
            if text := _words_of(child):
                yield Aside("text", text)
            if tag != f"{_A}p":
                yield from _drawn(child)


def _words_of(element: Element) -> str:
    """What an element says by itself: a description, or the letters of a picture of words."""
    tag = element.tag
    if tag == f"{_A}p":
        return paragraph_text(element)
    if tag == f"{_O}signatureline":
        signer = ", ".join(filter(None, (element.get(f"{_O}{name}") for name in _SIGNER)))
        return f"Signature line: {signer}" if signer else ""
    if tag == f"{_V}textpath":
        return element.get("string", "")
    if tag.endswith(_NAMED):
        return alt_text(element)
    if tag.startswith(_V) and element.get("alt"):
        return alt_text(Element(tag, {"descr": element.get("alt", "")}))
    return ""
