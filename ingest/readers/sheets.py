"""Excel workbooks (XLSX): a page is a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from indexes.errors import ReadError
from indexes.types import Unread
from ingest.readers.base import ALONE, Block, Desk, Reading
from ingest.readers.draft import Draft
from ingest.readers.ooxml import Package, package_of
from ingest.readers.sheet_cells import MOST_CELLS, MOST_ROWS, Cells, S, Tally
from ingest.readers.sheet_extras import drawn_on, notes_on
from ingest.readers.sheet_tables import marks_of, write_tables

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_GONE = "This sheet is damaged or missing; open the file in Excel and save it again."
_DAMAGE = (AttributeError, LookupError, TypeError, ValueError, etree.LxmlError)
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_ASIDES = ("xl/comments", "xl/threadedComments/", "xl/drawings/", "xl/charts/", "xl/tables/")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """part: its name in the package, '' if that is missing. kind: e.g. "worksheet"."""

    name: str
    part: str
    kind: str
    hidden: bool


def read_xlsx(path: Path, desk: Desk = ALONE) -> Reading:
    """Read a workbook, hidden sheets included, with values as they were last calculated.

    A sheet's name is the heading of all that is on it; tables end at blank rows; notes and text
    boxes follow the cells. The cells are read from the XML, since openpyxl's own reader fails on a
    whole file for one odd style or name in it. Sheets that are damaged are unread. Raises
    ReadError for a file damaged as a whole, or one that unpacks to more XML than is allowed.
    """
    with package_of(path, "Excel") as package:
        return _Book(package).read(desk)


class _Book:
    """The workbook on its way into pages."""

    def __init__(self, package: Package) -> None:
        self._package = package
        mains = package.related("", "officeDocument")
        if not mains:
            raise ReadError("is damaged; open it in Excel and save it again.")
        self._main = mains[0]
        self._cells = Cells(package, self._main)
        self._pages: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._unread: list[Unread] = []
        self._warnings: list[str] = []

    def read(self, desk: Desk) -> Reading:
        sheets = list(self._sheets())
        for number, sheet in enumerate(sheets, start=1):
            desk.begin(number, len(sheets))
            unread = desk.unread(number) or self._read(sheet, number)
            if unread is not None:
                self._unread.append(unread)
                self._pages.append("")
        if not self._cells.formats_known:
            said = "The number formats are damaged; dates and percentages are plain numbers."
            self._warnings.append(said)
        damaged = sum(name.startswith(_ASIDES) for name in self._package.damaged)
        if damaged:
            said = f"Notes, drawings or charts are damaged and left out ({damaged})."
            self._warnings.append(said)
        return Reading(
            self._title(),
            MEDIA_TYPE,
            tuple(self._pages),
            tuple(self._blocks),
            tuple(self._warnings),
            unread=tuple(self._unread),
        )

    def _sheets(self) -> Iterator[_Sheet]:
        """The sheets in the order of their tabs."""
        related = {each.id: each for each in self._package.relations(self._main)}
        for element in self._package.xml(self._main).iterfind(f"{S}sheets/{S}sheet"):
            ids = [value for name, value in element.items() if name.endswith("}id")]
            found = related.get(ids[0]) if ids else None
            target = found.target if found is not None else ""
            sound = target in self._package.parts and target not in self._package.damaged
            yield _Sheet(
                element.get("name", ""),
                target if sound else "",
                found.kind if found is not None else "",
                element.get("state", "visible") != "visible",
            )

    def _read(self, sheet: _Sheet, number: int) -> Unread | None:
        """Append a sheet; why it is not read, if it is not."""
        if not sheet.part:
            return Unread(number, _GONE)
        draft, tally = Draft(), Tally()
        draft.heading(1, sheet.name)
        _, name = draft.finish()
        try:
            self._write(draft, sheet, tally)
        except _DAMAGE:
            return Unread(number, _GONE)
        text, blocks = draft.finish()
        if len(blocks) == len(name):  # an empty sheet's name tells nothing
            text, blocks = "", ()
        at = self._length
        self._blocks += [
            replace(block, start=block.start + at, end=block.end + at) for block in blocks
        ]
        self._pages.append(text)
        self._length += len(text)
        self._warnings += _said(sheet, tally, bool(blocks))
        return None

    def _write(self, draft: Draft, sheet: _Sheet, tally: Tally) -> None:
        if sheet.kind == "worksheet":
            marks = marks_of(self._package, sheet.part)
            write_tables(draft, self._cells.rows(sheet.part, tally), marks)
        for text in dict.fromkeys(drawn_on(self._package, sheet.part)):
            draft.add(text)
        for note in notes_on(self._package, self._main, sheet.part):
            draft.add(note, "item")

    def _title(self) -> str:
        for part in self._package.related("", "core-properties"):
            return " ".join((self._package.xml(part).findtext(_TITLE) or "").split())
        return ""


def _said(sheet: _Sheet, tally: Tally, filled: bool) -> Iterator[str]:
    """What a reader of the sheet should know."""
    if sheet.hidden and filled:
        yield f'The sheet "{sheet.name}" is hidden in the workbook; read all the same.'
    if tally.unknown:
        yield (
            f'On the sheet "{sheet.name}", {tally.unknown} formulas have no stored result; '
            "open the file in Excel and save it again."
        )
    if tally.beyond:
        yield (
            f'The sheet "{sheet.name}" is read up to {MOST_ROWS:,} rows and {MOST_CELLS:,} cells; '
            "the rest is left out."
        )
