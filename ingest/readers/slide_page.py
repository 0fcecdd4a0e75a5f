"""One slide, written into a draft: title, shapes from top to bottom, notes, comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from pptx.exc import PythonPptxError
from pptx.slide import Slide

from ingest.readers.charts import chart_of
from ingest.readers.draft import Draft
from ingest.readers.ooxml import Package
from ingest.readers.slide_extras import Extras, charts_in
from ingest.readers.slide_text import A, P, alt_text, flat, lift_alternatives, paragraphs

_TITLES = ("title", "ctrTitle")
_RUNNING = ("ftr", "hdr", "dt")
_BAND = 228_600  # EMU (a quarter of an inch): shapes whose tops differ by less stand side by side
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MEDIA = (f"{A}videoFile", f"{A}audioFile", f"{A}quickTimeFile", f"{A}wavAudioFile")
_LONGEST_REPEAT = 200
_EMBEDDED = "embedded {}"


class SlidePage:
    """A slide on its way into a draft.

    lost: what carries text or data and is not read, by name. pictures: pictures without alt text.
    """

    def __init__(self, slide: Slide, package: Package, extras: Extras, running: set[str]) -> None:
        """running: the footers met so far, which are not said again; grows."""
        self._slide = slide
        self._name = str(slide.part.partname)[1:]
        self.draft = Draft()
        self.lost: Counter[str] = Counter()
        self.pictures = 0
        self.title = ""
        self._package = package
        self._extras = extras
        self._running = running

    def write(self) -> None:
        """Append the slide."""
        slide = self._slide
        lift_alternatives(slide._element)
        heads = [s for s in slide.shapes if _holder(s._element).get("type") in _TITLES]
        self.title = " ".join(filter(None, (flat(_body(head._element)) for head in heads)))
        self.draft.heading(1, self.title)
        self._shapes(slide.shapes)
        for relation in charts_in(slide._element):
            self.lost["chart of a kind that is not read"] += bool(relation)
        self._lose(slide._element)
        self._aside("Notes", self._extras.notes(self._name))
        self._aside("Comments", ((said, True) for said in self._extras.comments(self._name)))

    def _aside(self, heading: str, said: Iterable[tuple[str, bool]]) -> None:
        for number, (text, bulleted) in enumerate(said):
            if not number:
                self.draft.heading(2, heading)
            self.draft.add(text, "item" if bulleted else "text")

    # python-pptx types its shapes too narrowly for what files hold
    def _shapes(self, shapes: Iterable[Any]) -> None:
        for shape in sorted(shapes, key=_place):
            kind = _holder(shape._element).get("type")
            if kind in _TITLES or kind == "sldNum":
                continue
            if kind in _RUNNING:
                self._foot(shape._element)
            elif shape._element.tag == f"{P}grpSp":
                self._alt(shape)
                self._shapes(shape.shapes)
            else:
                self._shape(shape)

    def _shape(self, shape: Any) -> None:
        element = shape._element
        bulleted = _inherited(self._slide, element)
        for text, item in paragraphs(_body(element), bulleted):
            self.draft.add(text, "item" if item else "text")
        table = element.find(f".//{A}tbl")
        if table is not None:
            self._table(table)
        if getattr(shape, "has_chart", False):
            self._chart(str(shape.chart_part.partname)[1:])
        for diagram in element.iter(_DIAGRAM):
            for text in self._extras.diagram(self._name, diagram.get(f"{_RELATION}dm", "")):
                self.draft.add(text, "item")
        self._alt(shape)

    def _alt(self, shape: Any) -> None:
        said = alt_text(shape._element.find(f".//{P}cNvPr"))
        body = _body(shape._element)
        if said and said not in flat(body):
            self.draft.add(said)
        elif not said and shape._element.tag == f"{P}pic":
            self.pictures += 1

    def _foot(self, element: etree._Element) -> None:
        """Append a footer that no slide before had; never a date that the program fills in."""
        body = _body(element)
        text = flat(body)
        if body is None or not text or body.find(f".//{A}fld") is not None:
            return
        if text not in self._running:
            self._running.add(text)
            self.draft.add(text)

    def _table(self, table: etree._Element) -> None:
        rows: list[list[str]] = []
        for row in table.findall(f"{A}tr"):
            above = rows[-1] if rows else []
            cells = row.findall(f"{A}tc")
            rows.append([_cell(cell, above, at) for at, cell in enumerate(cells)])
        properties = table.find(f"{A}tblPr")
        marked = properties is not None and properties.get("firstRow") in ("1", "true")
        self.draft.table(rows, marked)

    def _chart(self, name: str) -> None:
        chart = chart_of(self._package.xml(name))
        if chart.rows:
            self.draft.table(chart.rows, marked=True, caption=chart.title)
        else:
            self.draft.add(chart.title)
        for axis in chart.axes:
            self.draft.add(f"Axis: {axis}")

    def _lose(self, slide: etree._Element) -> None:
        for embedded in slide.iter(f"{P}oleObj"):
            program = embedded.get("progId") or embedded.get("name") or "object"
            self.lost[_EMBEDDED.format(program)] += 1
        self.lost["sound or film"] += sum(1 for _ in slide.iter(*_MEDIA))


def _holder(element: etree._Element) -> etree._Element:
    """A shape's p:ph, which says what it is the place of; an empty element if it is none."""
    found = element.find(f"./*/{P}nvPr/{P}ph")
    return found if found is not None else etree.Element("none")


def _body(element: etree._Element) -> etree._Element | None:
    return element.find(f"{P}txBody")


def _cell(cell: etree._Element, above: list[str], at: int) -> str:
    """A cell's text; that of the cell above where the two are one."""
    if cell.get("vMerge") in ("1", "true"):
        return above[at] if at < len(above) and len(above[at]) <= _LONGEST_REPEAT else ""
    return flat(cell.find(f"{A}txBody"))


def _place(shape: Any) -> tuple[int, int]:
    """Where a shape stands: band from the top, left edge; first if nothing tells."""
    try:
        top, left = shape.top, shape.left
    except (AttributeError, KeyError, ValueError, PythonPptxError):  # what would tell is damaged
        return 0, 0
    return (top or 0) // _BAND, left or 0


def _inherited(slide: Slide, element: etree._Element) -> tuple[etree._Element, ...]:
    """The paragraph styles for a placeholder: of layout, master's shape, master; nearest first."""
    holder = _holder(element)
    if holder.tag != f"{P}ph":
        return ()
    found: list[etree._Element | None] = []
    layout = slide.part.slide_layout
    for other in layout._element.iter(f"{P}sp"):
        if _holder(other).get("idx", "0") == holder.get("idx", "0"):
            found.append(other.find(f"{P}txBody/{A}lstStyle"))
    master = layout.slide_master._element
    if holder.get("type", "obj") in ("obj", "body", "subTitle", "tbl", "chart", "dgm"):
        for other in master.iter(f"{P}sp"):
            if _holder(other).get("type") == "body":
                found.append(other.find(f"{P}txBody/{A}lstStyle"))
        found.append(master.find(f"{P}txStyles/{P}bodyStyle"))
    return tuple(style for style in found if style is not None)
