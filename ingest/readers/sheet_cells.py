"""The cells of a workbook as people see them, row by row, whatever sizes its sheets claim."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from ingest.readers.ooxml import Package
from ingest.readers.sheet_values import number_shown

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOST_ROWS = 200_000
"""Rows that are read of one sheet."""

MOST_CELLS = 1_000_000
"""Filled cells that are read of one sheet."""

MOST_CHARACTERS = 20_000_000
"""Characters that are read of one sheet; a text may stand in many cells and yet be stored once."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it. number: from 1. cells: what is shown, by column from 1."""

    number: int
    cells: dict[int, str]


@dataclass(slots=True)
class Tally:
    """What of a sheet is not shown.

    unknown: cells whose formula was never calculated. beyond: whether rows were left out.
    """

    unknown: int = 0
    beyond: bool = False
    columns: dict[str, int] = field(default_factory=dict)


class Cells:
    """What all sheets of a workbook share: texts, number formats, and the day 0."""

    def __init__(self, package: Package, workbook: str) -> None:
        """workbook: the name of the main part."""
        self._package = package
        self._texts: list[str] = []
        for part in package.related(workbook, "sharedStrings"):
            self._texts += _shared(package.parts[part])
        self._codes = ["General"]
        self.formats_known = all(
            each.target not in package.damaged
            for each in package.relations(workbook)
            if each.kind == "styles"
        )
        for part in package.related(workbook, "styles"):
            self._codes = _formats(package.xml(part)) or self._codes
        properties = package.xml(workbook).find(f"{S}workbookPr")
        old = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch: datetime = MAC_EPOCH if old else WINDOWS_EPOCH

    def rows(self, part: str, tally: Tally) -> Iterator[Row]:
        """The rows of a sheet that have something in them, within the limits above.

        tally: grows by what is not shown.
        """
        number = rows = filled = size = 0
        for element in _elements(self._package.parts[part], f"{S}row"):
            stated = element.get("r", "")
            number = int(stated) if stated.isdecimal() else number + 1
            cells = self._cells(element, tally)
            if not cells:
                continue
            rows, filled = rows + 1, filled + len(cells)
            size += sum(map(len, cells.values()))
            if rows > MOST_ROWS or filled > MOST_CELLS or size > MOST_CHARACTERS:
                tally.beyond = True
                return
            yield Row(number, cells)

    def _cells(self, row: etree._Element, tally: Tally) -> dict[int, str]:
        cells: dict[int, str] = {}
        column = 0
        for cell in row.iterchildren(f"{S}c"):
            letters = cell.get("r", "").rstrip("0123456789")
            if letters:
                if letters not in tally.columns:
                    tally.columns[letters] = column_index_from_string(letters)
                column = tally.columns[letters]
            else:
                column += 1
            if not len(cell):
                continue
            value = cell.findtext(f"{S}v")
            if not value and cell.get("t") != "inlineStr":
                empty = cell.get("t") == "str"  # a formula whose result is an empty text
                tally.unknown += not empty and cell.find(f"{S}f") is not None
                continue
            if shown := self._shown(cell, value or ""):
                cells[column] = shown
        return cells

    def _shown(self, cell: etree._Element, value: str) -> str:
        kind = cell.get("t", "n")
        if kind == "s":
            return self._texts[int(value)]
        if kind == "inlineStr":
            return _text(cell.find(f"{S}is"))
        if kind == "b":
            return "TRUE" if value in ("1", "true") else "FALSE"
        if kind == "d":
            return value.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
        if kind != "n":
            return _unescaped(value).strip()
        style = cell.get("s", "0")
        at = int(style) if style.isdecimal() else 0
        code = self._codes[at] if at < len(self._codes) else "General"
        try:
            return number_shown(float(value), code, self._epoch)
        except ValueError:
            return value.strip()


def _elements(data: bytes, tag: str) -> Iterator[etree._Element]:
    """The elements of one kind, each forgotten once the next is asked for."""
    parser = etree.iterparse(
        io.BytesIO(data), tag=tag, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in parser:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _shared(data: bytes) -> list[str]:
    return [_text(element) for element in _elements(data, f"{S}si")]


def _text(element: etree._Element | None) -> str:
    """A text of several runs, without the reading aids of Japanese."""
    if element is None:
        return ""
    runs = (each for each in element.iter(f"{S}t") if each.getparent().tag != f"{S}rPh")
    return _unescaped("".join(run.text or "" for run in runs)).strip()


def _unescaped(text: str) -> str:
    """With the characters that XML cannot hold, less those that are no text anyway."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found.group(1), 16)), text)


def _character(number: int) -> str:
    shown = chr(number)
    return shown if shown.isprintable() else " "


def _formats(styles: etree._Element) -> list[str]:
    """The number format of each cell style."""
    own = {
        each.get("numFmtId", ""): each.get("formatCode", "General")
        for each in styles.iterfind(f"{S}numFmts/{S}numFmt")
    }
    codes = []
    for style in styles.iterfind(f"{S}cellXfs/{S}xf"):
        number = style.get("numFmtId", "0")
        built_in = BUILTIN_FORMATS.get(int(number), "General") if number.isdecimal() else "General"
        codes.append(own.get(number, built_in))
    return codes
