from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from indexes.errors import ReadError
from ingest.readers import ooxml, sheet_cells
from ingest.readers.sheets import read_xlsx
from tests.ingest.readers.check import checked
from tests.ingest.readers.made import (
    book_of,
    edited,
    sheet_of,
)

SHEET = "xl/worksheets/sheet1.xml"


def test_damaged_sheet_is_unread_and_the_others_stay(tmp_path: Path) -> None:
    book = Workbook()
    sheet_of(book)["A1"] = "Lost"
    book.create_sheet("Fine").append(["Kept"])
    book.save(tmp_path / "b.xlsx")
    path = edited(tmp_path / "b.xlsx", {SHEET: lambda text: text[:-20]})
    reading = checked(path)
    assert [unread.page for unread in reading.unread] == [1]
    assert reading.pages == ("", "Fine\nKept\n")


def test_damaged_formats_are_said_not_hidden(tmp_path: Path) -> None:
    path = edited(book_of(tmp_path, [["One", 0.5]]), {"xl/styles.xml": lambda text: text[:-9]})
    reading = checked(path)
    assert "One | 0.5" in reading.text
    assert "number formats are damaged" in reading.warnings[0]


def test_strict_workbook_is_read(tmp_path: Path) -> None:
    old, new = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"

    def strict(text: str) -> str:
        for name in ("spreadsheetml", "officeDocument"):
            text = text.replace(f"{old}{name}/2006/", f"{new}{name}/")
        return text

    names = (SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")
    path = edited(book_of(tmp_path, [[1, 2]]), dict.fromkeys(names, strict))
    assert "1 | 2" in checked(path).text


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet'
    path = edited(
        book_of(tmp_path, [["One"]]), {SHEET: lambda text: text.replace("<worksheet", bomb, 1)}
    )
    with pytest.raises(ReadError, match="entities"):
        read_xlsx(path)


def test_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ooxml, "MOST_XML_BYTES", 20_000)
    with pytest.raises(ReadError, match="MB of XML"):
        read_xlsx(book_of(tmp_path, [["word " * 20_000]]))


def test_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = book_of(tmp_path, [["One"]])
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(ReadError, match="is damaged; open it in Excel and save it again"):
        read_xlsx(path)
    path = edited(book_of(tmp_path, [["One"]]), {"xl/workbook.xml": lambda text: text[:-3]})
    with pytest.raises(ReadError, match="is damaged"):
        read_xlsx(path)


def test_lone_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet_of(book)["A1"] = "First"
    sheet_of(book)["XFD1048576"] = "Last"
    book.save(tmp_path / "b.xlsx")
    assert checked(tmp_path / "b.xlsx").text == "Sheet\nFirst\nLast\n"


def test_far_apart_cells_of_one_table_cost_nothing(tmp_path: Path) -> None:
    book = Workbook()
    for at in range(1, 3001):
        sheet_of(book).cell(at, at, f"v{at}")
    book.save(tmp_path / "b.xlsx")
    assert len(checked(tmp_path / "b.xlsx").blocks) == 3001


def test_rows_beyond_the_limit_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_cells, "MOST_ROWS", 3)
    reading = checked(book_of(tmp_path, [[f"Row {n}"] for n in range(5)]))
    assert "Row 2" in reading.text
    assert "Row 3" not in reading.text
    assert "the rest is left out" in reading.warnings[0]


def test_one_text_in_many_cells_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_cells, "MOST_CHARACTERS", 10_000)
    reading = checked(book_of(tmp_path, [["x" * 3000]] * 20))
    assert len(reading.text) < 10_100
    assert reading.warnings
