"""The text of a paragraph of a Word document as it prints, and what hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from ingest.readers.note_marks import inside_sentences
from ingest.readers.omml import M, equation
from ingest.readers.word_asides import Aside, drawn
from ingest.readers.word_symbols import PRIVATE, letter
from ingest.readers.wordml import BOX, REMOVED, SKIPPED, W, is_on, shown, value

_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_TEXT = f"{W}t"
_RUN_PROPERTIES = f"{W}rPr"
_KEPT = (f"{W}ins", f"{W}moveTo")
_DRAWINGS = (f"{W}drawing", f"{W}pict", f"{W}object")

Change = Literal["insertions", "deletions"]
NoteMark = Callable[[str, str], str]
"""What stands in the text for a note; given: "footnote" or "endnote", and its id."""


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph's text without what hangs on it: notes, comments, boxes and the like."""

    text: str
    asides: tuple[Aside, ...]


class Words:
    """Takes the text of paragraphs, and counts what of it Word would not print as it stands.

    changes: tracked ones. hidden: runs of hidden text. unknown: signs of fonts that have no
    letters, by font.
    """

    def __init__(self, mark: NoteMark) -> None:
        self.mark = mark
        self.changes: Counter[Change] = Counter()
        self.hidden = 0
        self.unknown: Counter[str] = Counter()

    def said(self, paragraph: Element) -> Said:
        """What a paragraph says; insertions are kept, what was deleted or moved away is not."""
        line = _Line(self)
        line.take(paragraph)
        return Said(inside_sentences(line.text()), tuple(line.asides))


class _Line:
    """One pass over a paragraph."""

    def __init__(self, words: Words) -> None:
        self.asides: list[Aside] = []
        self._words = words
        self._parts: list[str] = []
        self._fields: list[tuple[list[str], str]] = []  # what is outside, and the choice made

    def text(self) -> str:
        while self._fields:  # a field that goes on in the next paragraph
            self._end()
        return "".join(self._parts)

    def take(self, element: Element) -> None:
        for child in shown(element):
            tag = child.tag
            if tag == _TEXT:
                text = child.text or ""
                self._parts.append(text if text.isascii() else self._spelt(text, element))
            elif tag == _RUN_PROPERTIES:
                self._words.hidden += is_on(child.find(f"{W}vanish"))
            elif tag in _CHARACTERS:
                self._parts.append(_CHARACTERS[tag])
            elif tag in SKIPPED:
                self._words.changes["deletions"] += tag in REMOVED
            elif tag in _DRAWINGS:
                self.asides += drawn(child)
            elif tag in _SPECIAL:
                _SPECIAL[tag](self, child)
            else:
                self._words.changes["insertions"] += tag in _KEPT
                self.take(child)

    def symbol(self, element: Element) -> None:
        font, code = element.get(f"{W}font", ""), element.get(f"{W}char", "")
        try:
            self._parts.append(self._letter(font, int(code, 16)))
        except ValueError:
            self._words.unknown[font] += 1

    def equation(self, element: Element) -> None:
        if any(next(element.iter(tag), None) is not None for tag in REMOVED):
            self._words.changes["deletions"] += 1
            element = _kept(element)
        self._parts.append(equation(element))

    def box(self, element: Element) -> None:
        self.asides.append(Aside("box", box=element))

    def note(self, element: Element) -> None:
        kind = element.tag.removeprefix(W).removesuffix("Reference")
        name = element.get(f"{W}id", "")
        self.asides.append(Aside("comment" if kind == "comment" else "note", name, kind=kind))
        own_mark = element.get(f"{W}customMarkFollows", "0") not in ("0", "false", "off")
        if kind != "comment" and not own_mark:
            self._parts.append(self._words.mark(kind, name))

    def field(self, element: Element) -> None:
        """Of a field, show the result; of a form field without one, the choice made."""
        part = element.get(f"{W}fldCharType", "")
        if part == "begin":
            self._fields.append((self._parts, _choice(element.find(f"{W}ffData"))))
            self._parts = []
        elif part == "separate" and self._fields:
            self._parts.clear()  # results of fields inside the code of this one
        elif part == "end" and self._fields:
            self._end()

    def _end(self) -> None:
        outside, choice = self._fields.pop()
        self._parts = outside + (self._parts or [choice])

    def _spelt(self, text: str, run: Element) -> str:
        """Text whose letters a font like Symbol gives their look."""
        if not PRIVATE.search(text):
            return text
        fonts = run.find(f"{_RUN_PROPERTIES}/{W}rFonts")
        font = fonts.get(f"{W}ascii", "Symbol") if fonts is not None else "Symbol"
        return PRIVATE.sub(lambda found: self._letter(font, ord(found.group())), text)

    def _letter(self, font: str, code: int) -> str:
        found = letter(font, code)
        self._words.unknown[font] += not found
        return found


def _kept(element: Element) -> Element:
    """A copy without what was deleted while changes were tracked."""
    copy = Element(element.tag, element.attrib)
    copy.text = element.text
    copy.extend(_kept(child) for child in element if child.tag not in REMOVED)
    return copy


def _choice(data: Element | None) -> str:
    """What is chosen in a box to tick or a list to pick from."""
    if data is None:
        return ""
    box, options = data.find(f"{W}checkBox"), data.find(f"{W}ddList")
    if box is not None:
        state = box.find(f"{W}checked")
        return "☒" if is_on(state if state is not None else box.find(f"{W}default")) else "☐"
    if options is None:
        return ""
    entries = [value(each) for each in options.findall(f"{W}listEntry")]
    result = options.find(f"{W}result")
    chosen = value(result if result is not None else options.find(f"{W}default"), "0")
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""


_SPECIAL: dict[str, Callable[[_Line, Element], None]] = {
    f"{W}sym": _Line.symbol,
    f"{W}fldChar": _Line.field,
    f"{W}footnoteReference": _Line.note,
    f"{W}endnoteReference": _Line.note,
    f"{W}commentReference": _Line.note,
    f"{M}oMath": _Line.equation,
    BOX: _Line.box,
}
