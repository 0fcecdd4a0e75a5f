"""What lies on a sheet beside its cells: notes and comments, text boxes, titles of charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils.cell import column_index_from_string

from ingest.readers.charts import chart_of
from ingest.readers.ooxml import Package
from ingest.readers.sheet_cells import S
from ingest.readers.slide_text import A, alt_text, paragraph_text

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class _Note:
    cell: str
    author: str
    text: str


def notes_on(package: Package, workbook: str, sheet: str) -> Iterator[str]:
    """The notes and comments on a sheet's cells, by row, replies after what they reply to."""
    people: dict[str, str] = {}
    for part in package.related(workbook, "person"):
        for person in package.xml(part).iter("{*}person"):
            people[person.get("id", "")] = person.get("displayName", "")
    notes: list[_Note] = []
    for part in package.related(sheet, "threadedComment"):
        for each in package.xml(part).iter("{*}threadedComment"):
            author = people.get(each.get("personId", ""), "")
            notes.append(_Note(each.get("ref", ""), author, each.findtext("{*}text") or ""))
    threaded = {note.cell for note in notes}
    for part in package.related(sheet, "comments"):
        # for older programs, a thread stands there once more, as a note
        notes += [note for note in _old_notes(package, part) if note.cell not in threaded]
    for note in sorted(notes, key=lambda note: _place(note.cell)):
        text = " ".join(note.text.split())
        by = f" by {note.author}" if note.author else ""
        if text:
            yield f"Note at {note.cell}{by}: {text}"


def _old_notes(package: Package, part: str) -> Iterator[_Note]:
    root = package.xml(part)
    authors = [author.text or "" for author in root.iterfind(f"{S}authors/{S}author")]
    for each in root.iter(f"{S}comment"):
        at = each.get("authorId", "")
        author = authors[int(at)] if at.isdecimal() and int(at) < len(authors) else ""
        text = "".join(run.text or "" for run in each.iter(f"{S}t")).strip()
        shown = text.removeprefix(f"{author}:") if author else text
        yield _Note(each.get("ref", ""), "" if author.startswith("tc={") else author, shown)


def drawn_on(package: Package, sheet: str) -> Iterator[str]:
    """The texts of boxes, the alt texts of pictures, and the titles of charts and their axes."""
    for drawing in package.related(sheet, "drawing"):
        root = package.xml(drawing)
        for paragraph in root.iter(f"{A}p"):
            if text := paragraph_text(paragraph):
                yield text
        for properties in root.iter("{*}cNvPr"):
            if said := alt_text(properties):
                yield said
        for part in package.related(drawing, "chart"):
            chart = chart_of(package.xml(part))
            yield from filter(None, (chart.title, *(f"Axis: {axis}" for axis in chart.axes)))
        for part in package.related(drawing, "chartEx"):
            for text in package.xml(part).iter(f"{A}t"):
                yield text.text or ""


def _place(cell: str) -> tuple[int, int]:
    found = _CELL.fullmatch(cell)
    return (int(found[2]), column_index_from_string(found[1])) if found else (0, 0)
